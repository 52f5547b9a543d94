import { AppPlatformClient, type AppSpec, parseSpec, previewName } from "@app-platform-toolkit/core";
import { beforeAll, describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import type { PullRequest } from "../github/index.ts";
import type { ActionRun } from "../runner/run-action.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";
/** Sources with a `github` key are of github.com alone. */
const GITHUB = "https://github.com";
const HOUR_MS = 3_600_000;
const PREVIEW = { preview: "true" };

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

function nameOf({ number }: PullRequest): Promise<string> {
  const repository = { host: "github.com", owner: "octo-shop", repository: "web-shop" };
  return previewName({ ...repository, pullRequest: number, app: "web-shop" });
}

/** Opens a pull request whose head commit App Platform finds on the branch, too. */
function open(scene: Scene, spec: string, headRef = "change"): PullRequest {
  const headSha = scene.simulator.push("octo-shop/web-shop", headRef).commit;
  return scene.openPullRequest({ [SPEC]: spec }, { headRef, headSha });
}

function push(scene: Scene, pull: PullRequest, spec: string): void {
  const { commit } = scene.simulator.push("octo-shop/web-shop", pull.head.ref);
  scene.pushTo(pull, { [SPEC]: spec }, commit);
}

function commentOf({ github }: Scene, { number }: PullRequest): string {
  const comments = github.comments("octo-shop", "web-shop", number);
  expect(comments).toHaveLength(1);
  return comments[0]?.body ?? "";
}

/** The row of the comment's first table that says how things stand. */
function statusOf(comment: string): string {
  return comment.split("\n").filter((line) => line.startsWith("| "))[2] ?? "";
}

function writes({ simulator }: Scene): string[] {
  return simulator.requests
    .filter(({ method, path }) => method !== "GET" && path !== "/v2/apps/propose")
    .map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, "…")}`);
}

function statesOf({ repository }: Scene): string[] {
  return repository.deployments.map(
    ({ environment, sha, statuses, transient }) =>
      `${environment} ${sha.slice(0, 7)} ${transient ? "transient" : "lasting"} ${statuses.at(-1)?.state}`,
  );
}

describe("the life of a preview", () => {
  it("begins when the pull request opens, follows its pushes, and ends when it is closed", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
    scene.pushToMain({ [SPEC]: webShop });
    const production = await deployed(scene, webShop);
    const before = JSON.stringify(scene.simulator.appNamed("web-shop")?.spec);
    const pull = open(scene, mended(webShop), "two-apis");
    const name = await nameOf(pull);
    const inputs = { ...PREVIEW, "preview-secrets": "STRIPE_KEY=canary-for-previews" };
    const firstHead = pull.head.sha.slice(0, 7);

    const opened = await scene.checkPullRequest(pull, { action: "opened", inputs });
    expect(opened.exitCode, opened.log).toBe(0);
    const app = scene.simulator.appNamed(name);
    const [api] = app?.spec.services ?? [];
    expect(api).toMatchObject({
      github: { repo: "octo-shop/web-shop", branch: "two-apis" },
      instance_size_slug: "apps-s-1vcpu-1gb",
      instance_count: 1,
    });
    expect(api?.github?.deploy_on_push).not.toBe(true);
    const key = api?.envs?.find((env) => env.key === "STRIPE_KEY");
    expect(key?.type).toBe("SECRET");
    expect(scene.simulator.reveal(app?.id ?? "", key?.value ?? "")).toBe("canary-for-previews");
    expect(opened.outputs["preview-url"]).toMatch(/^https:\/\/pr-1-web-shop-/);
    const comment = commentOf(scene, pull);
    expect(statusOf(comment)).toContain(`🚀 [${new URL(opened.outputs["preview-url"] ?? "").host}]`);
    expect(statusOf(comment)).toContain(`\`${name}\`, $31.00/mo`);
    expect(statesOf(scene)).toEqual([`preview/pr-1 ${firstHead} transient success`]);
    expect(scene.repository.deployments[0]?.statuses.at(-1)?.environmentUrl).toBe(
      opened.outputs["preview-url"],
    );

    push(scene, pull, change(mended(webShop), ["value: info", "value: debug"]));
    const pushed = await scene.checkPullRequest(pull, { inputs });
    expect(pushed.exitCode, pushed.log).toBe(0);
    expect(scene.simulator.appNamed(name)?.id).toBe(app?.id);
    expect(JSON.stringify(scene.simulator.appNamed(name)?.spec)).toContain("debug");
    expect(statesOf(scene)).toEqual([
      `preview/pr-1 ${firstHead} transient inactive`,
      `preview/pr-1 ${pull.head.sha.slice(0, 7)} transient success`,
    ]);

    const reopened = await scene.checkPullRequest(pull, { action: "closed", inputs });
    expect(reopened.log).toContain("The pull request has been opened again: its preview stays.");
    expect(scene.simulator.appNamed(name)?.id).toBe(app?.id);

    const closed = await scene.closed(pull, { inputs });
    expect(closed.exitCode, closed.log).toBe(0);
    expect(scene.simulator.appNamed(name)).toBeUndefined();
    expect(statusOf(commentOf(scene, pull))).toContain(`🧹 removed, \`${name}\``);
    expect(commentOf(scene, pull)).toContain("+$31.00/mo ($24.00 → $55.00)");
    expect(statesOf(scene)[1]).toMatch(/inactive$/);
    expect(closed.summary).toContain("🧹 removed");
    expect(JSON.parse(closed.outputs.apps ?? "")).toEqual([
      expect.objectContaining({ name, "pull-request": 1, outcome: "removed" }),
    ]);

    const again = await scene.closed(pull, { inputs });
    expect(again.exitCode, again.log).toBe(0);
    expect(again.summary).toContain("There was no preview to remove.");
    expect(JSON.stringify(scene.simulator.appNamed("web-shop")?.spec)).toBe(before);
    expect(scene.simulator.appNamed("web-shop")?.id).toBe(production);
    for (const run of [opened, pushed, closed])
      expect(
        `${run.log.replaceAll(/^::add-mask::.*$/gm, "")}${run.summary}${JSON.stringify(run.outputs)}`,
      ).not.toContain("canary-for-previews");
    expect(commentOf(scene, pull)).not.toContain("canary-for-previews");
  });

  it("says what it lacks and fails nothing for it, and a second run of a commit deploys nothing", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    const run = await scene.checkPullRequest(pull, { inputs: { command: "preview" } });
    expect(run.exitCode, run.log).toBe(0);
    expect(commentOf(scene, pull)).toContain("Without the secrets `api.STRIPE_KEY`");
    expect(writes(scene)).toEqual(["POST /v2/apps"]);
    const again = await scene.checkPullRequest(pull, { inputs: { command: "preview" } });
    expect(again.exitCode, again.log).toBe(0);
    expect(again.outputs["preview-url"]).toBe(run.outputs["preview-url"]);
    expect(writes(scene)).toEqual(["POST /v2/apps"]);

    // The code alone has changed.
    push(scene, pull, webShop);
    const pushed = await scene.checkPullRequest(pull, { inputs: { command: "preview" } });
    expect(pushed.exitCode, pushed.log).toBe(0);
    expect(writes(scene)).toEqual(["POST /v2/apps", "POST /v2/apps/…/deployments"]);
    const app = scene.simulator.appNamed(await nameOf(pull));
    expect(app?.deployments.at(-1)?.sources.get("api")).toBe(pull.head.sha);
  });

  it("shows why it failed, with the end of its log, in the comment", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(
      scene,
      change(webShop, ["run_command: node dist/server.js", "run_command: node dist/server.js; exit 3"]),
    );
    const run = await scene.checkPullRequest(pull, { inputs: PREVIEW });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/::error::web-shop: The preview failed\./);
    const comment = commentOf(scene, pull);
    expect(statusOf(comment)).toContain("❌ failed");
    expect(comment).toContain("DeployContainerExitNonZero");
    expect(comment).toMatch(/<summary>Preview&#58; End of the \w+ log of api<\/summary>/);
    expect(statesOf(scene)[0]).toMatch(/failure$/);
    // It is there to be looked at, and goes with the pull request.
    expect(scene.simulator.appNamed(await nameOf(pull))).toBeDefined();
    await scene.closed(pull);
    expect(scene.simulator.appNamed(await nameOf(pull))).toBeUndefined();
  });

  it("is removed by its own run, when the pull request is closed while it is being deployed", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 120 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    const run = await scene.checkPullRequest(pull, {
      inputs: PREVIEW,
      onLine: (line) => {
        if (line.startsWith("Created ")) pull.state = "closed";
      },
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(scene.simulator.appNamed(await nameOf(pull))).toBeUndefined();
    expect(statusOf(commentOf(scene, pull))).toContain("🧹 removed");
    expect(statesOf(scene)[0]).toMatch(/inactive$/);
  });

  it("ends in one app, when a run is killed before and in mid-deploy, and another follows", async () => {
    // Nothing moves until the last run has found the deployment that the one before it began.
    await using scene = await startScene({ serverUrl: GITHUB, speed: 0 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    for (const moment of [/^Preview pr-/, /^Created /]) {
      const killer = new AbortController();
      const killed = await scene.checkPullRequest(pull, {
        inputs: PREVIEW,
        killSignal: killer.signal,
        onLine: (line) => moment.test(line) && killer.abort(),
      });
      expect(killed.exitCode).toBeNull();
    }
    const run = await scene.checkPullRequest(pull, {
      inputs: PREVIEW,
      onLine: (line) => line.startsWith("A deployment is under way of ") && scene.simulator.advance(HOUR_MS),
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(statusOf(commentOf(scene, pull))).toContain("🚀");
    expect(writes(scene)).toEqual(["POST /v2/apps"]);
  });
});

describe("when GitHub fails", () => {
  it("the preview is made all the same, with a warning for each thing that is missing", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    for (const path of ["/repos/octo-shop/web-shop/deployments", "/repos/octo-shop/web-shop/pulls/1"])
      scene.github.queueFault({ method: "GET", path, status: 403, times: 99 });
    const run = await scene.checkPullRequest(pull, { inputs: PREVIEW });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs["preview-url"]).toMatch(/^https:/);
    expect(run.log).toMatch(/^::warning::.*deployment/m);
  });
});

describe("two runs at once", () => {
  it("make one app, and the older commit yields to the newer", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 300 });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    const older = { ...pull, head: { ...pull.head } };
    push(scene, pull, webShop);
    const runs = await Promise.all([
      scene.checkPullRequest(pull, { inputs: PREVIEW }),
      scene.checkPullRequest(older, { inputs: PREVIEW }),
      scene.checkPullRequest(pull, { inputs: PREVIEW }),
    ]);
    for (const run of runs) expect(run.exitCode, run.log).toBe(0);
    expect(runs[1]?.summary).toContain("A newer commit");
    expect(writes(scene).filter((each) => each === "POST /v2/apps").length).toBeLessThanOrEqual(2);
    const client = new AppPlatformClient({ token: scene.simulator.token, baseUrl: scene.simulator.url });
    const apps: string[] = [];
    for await (const app of client.apps.list()) apps.push(app.spec?.name ?? "");
    expect(apps).toEqual([await nameOf(pull)]);
    expect(statusOf(commentOf(scene, pull))).toContain("🚀");
  });
});

it("a push in mid-deploy: the older run ends without a failure, and the newer commit is what is live", async () => {
  // Nothing moves until the newer run has written.
  await using scene = await startScene({ serverUrl: GITHUB, speed: 0 });
  scene.pushToMain({ [SPEC]: webShop });
  const pull = open(scene, webShop);
  let newer: Promise<ActionRun> | undefined;
  const older = await scene.checkPullRequest(pull, {
    inputs: PREVIEW,
    onLine(line) {
      if (!line.startsWith("Created ")) return;
      push(scene, pull, webShop);
      newer = scene.checkPullRequest(pull, {
        inputs: PREVIEW,
        onLine: (said) => said.startsWith("Updated ") && scene.simulator.advance(HOUR_MS),
      });
    },
  });
  const second = await newer;
  expect(older.exitCode, older.log).toBe(0);
  expect(older.summary).toContain("A newer deployment took over.");
  expect(second?.exitCode, second?.log).toBe(0);
  const app = scene.simulator.appNamed(await nameOf(pull));
  expect(app?.deployments.at(-1)?.sources.get("api")).toBe(pull.head.sha);
  expect(statusOf(commentOf(scene, pull))).toContain("🚀");
});

it("two specs have two previews in one comment and one environment, and go together", async () => {
  await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
  const spec = (name: string) =>
    `name: ${name}\nstatic_sites: [{ name: site, github: { repo: octo-shop/web-shop, branch: main } }]\n`;
  const files = { "a/app.yaml": spec("shop-a"), "b/app.yaml": spec("shop-b") };
  scene.pushToMain(files);
  const headSha = scene.simulator.push("octo-shop/web-shop", "both").commit;
  const pull = scene.openPullRequest(files, { headRef: "both", headSha });
  const inputs = { ...PREVIEW, "spec-path": "*/app.yaml" };
  const run = await scene.checkPullRequest(pull, { inputs });
  expect(run.exitCode, run.log).toBe(0);
  expect(commentOf(scene, pull).match(/🚀/g)).toHaveLength(2);
  expect(statesOf(scene)).toHaveLength(2);
  const closed = await scene.closed(pull, { inputs });
  expect(closed.exitCode, closed.log).toBe(0);
  expect(commentOf(scene, pull).match(/🧹 removed/g)).toHaveLength(2);
  for (const state of statesOf(scene)) expect(state).toMatch(/^preview\/pr-1 .* inactive$/);
  expect(scene.simulator.requests.filter(({ method }) => method === "DELETE")).toHaveLength(2);
});

describe("what gets no preview", () => {
  it("a fork's head: it is said why, and fails nothing", async () => {
    await using scene = await startScene({ serverUrl: GITHUB });
    scene.pushToMain({ [SPEC]: webShop });
    const fork = scene.github.createRepository("mallory/web-shop", { fork: true });
    const pull = scene.openPullRequest({ [SPEC]: webShop }, { headRepository: fork });
    for (const withoutToken of [true, false]) {
      const run = await scene.checkPullRequest(pull, { inputs: PREVIEW, withoutToken });
      expect(run.exitCode, run.log).toBe(0);
      expect(statusOf(commentOf(scene, pull))).toContain("🚫 refused: The pull request is from a fork");
    }
    expect(writes(scene)).toEqual([]);
  });

  it("a spec with a managed cluster and jobs, until the workflow chooses: each at its line", async () => {
    await using scene = await startScene({ serverUrl: GITHUB, speed: 600 });
    const spec = change(
      webShop,
      ['    version: "16"\n', '    version: "16"\n    production: true\n    cluster_name: shop-db\n'],
      [
        "databases:\n",
        "jobs:\n  - name: migrate\n    kind: PRE_DEPLOY\n    github: { repo: octo-shop/web-shop, branch: main }\n\ndatabases:\n",
      ],
    );
    scene.pushToMain({ [SPEC]: spec });
    const pull = open(scene, spec);
    const run = await scene.checkPullRequest(pull, { inputs: PREVIEW });
    expect(run.exitCode).toBe(1);
    const comment = commentOf(scene, pull);
    expect(comment).toContain("`.do/app.yaml:55:5` `db` is a managed cluster");
    expect(comment).toContain(
      "`.do/app.yaml:50:5` Job `migrate` (`PRE_DEPLOY`) would run for the preview too",
    );
    expect(writes(scene)).toEqual([]);

    const inputs = { ...PREVIEW, "preview-database": "dev", "preview-jobs": "deploy" };
    const mapped = await scene.checkPullRequest(pull, { inputs });
    expect(mapped.exitCode, mapped.log).toBe(0);
    const app = scene.simulator.appNamed(await nameOf(pull));
    expect(app?.spec.databases).toEqual([{ name: "db", engine: "PG", version: "16" }]);
    expect(app?.spec.jobs?.map(({ name }) => name)).toEqual(["migrate"]);
  });

  it("a dry run, a check that fails, a token that is missing", async () => {
    await using scene = await startScene({ serverUrl: GITHUB });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    const dry = await scene.checkPullRequest(pull, { inputs: { ...PREVIEW, "dry-run": "true" } });
    expect(dry.exitCode, dry.log).toBe(0);
    expect(statusOf(commentOf(scene, pull))).toContain("Dry run: nothing was written.");
    const over = await scene.checkPullRequest(pull, { inputs: { ...PREVIEW, "max-monthly-cost": "1" } });
    expect(over.exitCode).toBe(1);
    expect(statusOf(commentOf(scene, pull))).toContain("🚫 refused: The check of the spec failed.");
    const tokenless = await scene.checkPullRequest(pull, { inputs: PREVIEW, withoutToken: true });
    expect(tokenless.exitCode).toBe(1);
    expect(tokenless.log).toContain("It needs a DigitalOcean token");
    expect(writes(scene)).toEqual([]);
  });
});

describe("whose an app is", () => {
  it("a stranger's app of the forced name is neither updated nor deleted", async () => {
    await using scene = await startScene({ serverUrl: GITHUB });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = open(scene, webShop);
    const name = await nameOf(pull);
    const client = new AppPlatformClient({ token: scene.simulator.token, baseUrl: scene.simulator.url });
    const stranger = await client.apps.create({ spec: { ...parseSpec(webShop).spec, name } as AppSpec });
    const run = await scene.checkPullRequest(pull, { inputs: PREVIEW });
    expect(run.exitCode).toBe(1);
    expect(commentOf(scene, pull)).toContain("no marker of this toolkit");
    await scene.closed(pull);
    expect(scene.simulator.appNamed(name)?.id).toBe(stranger.id);
    expect(writes(scene)).toEqual(["POST /v2/apps"]);
  });
});
