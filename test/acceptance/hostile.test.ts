// What pull requests, two runs, and failing services must not be able to do.
import { beforeAll, describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import { CANARY } from "../runner/canary.ts";
import type { ActionRun } from "../runner/run-action.ts";
import { startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

/** Everything that a run shows, but for the lines by which the runner learns what to hide. */
function shown(run: ActionRun, comments: readonly { body: string }[] = []): string {
  const log = run.log.replaceAll(/^::add-mask::.*$/gm, "");
  return [log, run.summary, JSON.stringify(run.outputs), ...comments.map(({ body }) => body)].join("\n");
}

describe("a pull request", () => {
  it.each([
    [
      "in a plain variable",
      ["- key: STRIPE_KEY", "- { key: X, value: '${STRIPE_KEY}' }\n      - key: STRIPE_KEY"],
    ],
    [
      "behind a mistyped type",
      ["        type: SECRET\n", "        type: SECERT\n        value: ${STRIPE_KEY}\n"],
    ],
    ["in place of the live secret", ["        type: SECRET\n", "        value: ${STRIPE_KEY}\n"]],
  ] satisfies [string, [string, string]][])("cannot print an allowed value %s", async (_where, edit) => {
    await using scene = await startScene();
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: change(webShop, edit) });
    const job = { inputs: { "env-allow": "STRIPE_KEY" }, env: { STRIPE_KEY: CANARY } };
    for (const withoutToken of [false, true]) {
      const run = await scene.checkPullRequest(pull, { ...job, withoutToken });
      expect(shown(run, scene.github.comments("octo-shop", "web-shop", pull.number))).not.toContain(CANARY);
    }
  });

  it("that only renames the spec onto another app is refused, and so is its merge", async () => {
    await using scene = await startScene();
    await deployed(scene, webShop);
    const hooks = await fixture("functions");
    const before = scene.pushToMain({ [SPEC]: hooks });
    const renamed = hooks.replace("name: mail-hooks", "name: web-shop");
    const pull = scene.openPullRequest({ [SPEC]: renamed });
    const run = await scene.checkPullRequest(pull, {
      inputs: { "allow-destructive": "true", "allow-secret-changes": "true" },
    });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain("this spec would replace it");
    const merge = await scene.pushed(scene.pushToMain({ [SPEC]: renamed }), {
      event: { before },
      inputs: { "allow-destructive": "true", "allow-secret-changes": "true" },
    });
    expect(merge.exitCode).toBe(1);
    expect(scene.simulator.requests.filter(({ method }) => method === "PUT")).toEqual([]);
  });

  it("that deletes the spec does not leave an old verdict behind", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: webShop });
    await scene.checkPullRequest(pull, { withoutToken: true });
    scene.repository.pushToPullRequest(pull.number);
    scene.repository.commits.get(pull.head.sha)?.tree.delete(SPEC);
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode).toBe(1);
    const [comment, ...others] = scene.github.comments("octo-shop", "web-shop", pull.number);
    expect(comment?.body).toContain("There is no spec at");
    expect(others).toEqual([]);
  });

  it.each([
    ["empty", ""],
    ["a list", "- name: shop\n"],
    ["broken", "name: [\n"],
    ["binary", "\u0000\u0001\u0002"],
  ])("whose spec is %s is neither priced nor compared", async (_what, text) => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const run = await scene.checkPullRequest(scene.openPullRequest({ [SPEC]: text }), { withoutToken: true });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ "monthly-cost-delta": "", changed: "" });
    expect(run.summary).not.toMatch(/\$\d/);
  });

  it("is told of a secret that a deploy would leave empty", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const run = await scene.checkPullRequest(scene.openPullRequest({ [SPEC]: webShop }));
    expect(run.exitCode, run.log).toBe(0);
    expect(run.summary).toMatch(/`STRIPE_KEY` of `api` is a SECRET that has no value/);
  });

  it("with placeholders alone changes nothing", async () => {
    await using scene = await startScene();
    const image = change(await fixture("image-api"), ["tag: v2.4.0", "tag: ${TAG}"]);
    scene.pushToMain({ [SPEC]: image });
    const job = { withoutToken: true, inputs: { "env-allow": "TAG" }, env: { TAG: "v3" } };
    const run = await scene.checkPullRequest(scene.openPullRequest({ [SPEC]: image }), job);
    expect(run.outputs).toMatchObject({ changed: "false", problems: "0" });
  });
});

describe("two specs of one run with the same name", () => {
  it("are both refused before anything is written", async () => {
    await using scene = await startScene();
    const files = { "a/app.yaml": webShop, "b/app.yaml": change(webShop, ["region: fra", "region: nyc"]) };
    const run = await scene.pushed(scene.pushToMain(files), { inputs: { "spec-path": "*/app.yaml" } });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/^::error title=name-unique,file=a\/app\.yaml,line=2/m);
    expect(run.log).toMatch(/^::error title=name-unique,file=b\/app\.yaml,line=2/m);
    expect(scene.simulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});

describe("when a service fails", () => {
  it("two runs that create the same app end as one app, and both succeed", async () => {
    await using scene = await startScene({ speed: 600 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("functions") });
    const runs = await Promise.all([scene.pushed(sha), scene.pushed(sha)]);
    expect(
      runs.map(({ exitCode }) => exitCode),
      runs.map(({ log }) => log).join("\n"),
    ).toEqual([0, 0]);
  });

  it("what was written is known, although it could not be watched", async () => {
    await using scene = await startScene({ speed: 600 });
    scene.simulator.addFault({ operation: "apps_get_deployment", kind: "status", status: 403, times: 99 });
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: await fixture("functions") }));
    expect(run.exitCode).toBe(1);
    expect(run.outputs["app-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.outputs["deployment-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.log).toContain("was not watched to its end");
  });

  it("an app that exists is not called new", async () => {
    await using scene = await startScene();
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: mended(webShop) });
    scene.simulator.addFault({ operation: "apps_validate_appSpec", kind: "status", status: 500, times: 99 });
    const proposed = await scene.checkPullRequest(pull);
    expect(proposed.exitCode).toBe(1);
    expect(proposed.summary).toContain("+$31.00/mo");
    const wrongToken = await scene.checkPullRequest(pull, { inputs: { token: "dop_v1_wrong" } });
    expect(wrongToken.exitCode).toBe(1);
    expect(wrongToken.summary).not.toContain("new app");
    expect(wrongToken.outputs["monthly-cost-delta"]).toBe("");
  });

  it("a comment that cannot be written takes nothing else away", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: webShop });
    scene.github.queueFault({ method: "GET", path: /\/comments/, status: 500, times: 99 });
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.summary).toContain("`web-shop`");
    expect(run.outputs.problems).toBe("0");
    expect(run.log).toContain("::warning::Could not comment on pull request");
  });
});
