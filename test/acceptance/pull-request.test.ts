import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, mended, withMistakes } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

describe("a pull request with four mistakes, without a DigitalOcean token", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it("shows all four at once, each at its line and column", async () => {
    const pull = scene.openPullRequest({ [SPEC]: withMistakes(webShop) });
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode).toBe(1);
    const annotations = [
      ...run.log.matchAll(
        /^::(error|warning) title=([\w-]+),file=([^,]+),line=(\d+),endLine=\d+,col=(\d+)/gm,
      ),
    ];
    expect(
      annotations.map(([, level, rule, file, line, column]) => `${file}:${line}:${column} ${level} ${rule}`),
    ).toEqual([
      ".do/app.yaml:15:5 error unknown-field",
      ".do/app.yaml:60:26 error ingress-component-exists",
      ".do/app.yaml:21:16 warning env-bindable-component",
      ".do/app.yaml:33:21 warning scale-single-instance",
    ]);
    const [comment] = scene.github.comments("octo-shop", "web-shop", pull.number);
    for (const rule of [
      "unknown-field",
      "ingress-component-exists",
      "env-bindable-component",
      "scale-single-instance",
    ])
      expect(comment?.body).toContain(rule);
    expect(comment?.body).toContain("Checked offline");
    expect(run.outputs.problems).toBe("4");
    expect(scene.simulator.requests).toEqual([]);
  });

  it("says that a fork's pull request gets no secrets", async () => {
    const fork = scene.github.createRepository("mallory/web-shop", { fork: true });
    const pull = scene.openPullRequest({ [SPEC]: webShop }, { headRepository: fork });
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain("a pull request from a fork gets no secrets");
  });
});

describe("a pull request against a live app", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene({ speed: 600 });
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it("is priced against it, in one comment that a second run leaves alone", async () => {
    const pull = scene.openPullRequest({ [SPEC]: mended(webShop) });
    const run = await scene.checkPullRequest(pull);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({
      "monthly-cost": "55.00",
      "monthly-cost-delta": "31.00",
      changed: "true",
      problems: "0",
    });
    expect(run.outputs["app-id"]).toMatch(/^[0-9a-f-]{36}$/);
    const comments = () => scene.github.comments("octo-shop", "web-shop", pull.number);
    expect(comments()).toHaveLength(1);
    const before = { ...comments()[0] };
    expect(before.body).toContain("`web-shop`: +$31.00/mo ($24.00 → $55.00)");

    const again = await scene.checkPullRequest(pull);
    expect(again.exitCode).toBe(0);
    expect(comments()).toEqual([before]);
    const writes = scene.github.requests.filter(
      ({ method, path }) => method !== "GET" && path.includes("/comments"),
    );
    expect(writes).toHaveLength(1);
  });

  it("changes nothing on the platform", async () => {
    const app = scene.simulator.appNamed("web-shop");
    const deployments = scene.simulator.requests.filter(
      ({ method }) => method === "PUT" || method === "DELETE",
    );
    expect(app).toBeDefined();
    expect(deployments).toEqual([]);
  });

  it("shows what the platform refuses on the line that it is about", async () => {
    scene.simulator.addFault({
      operation: "apps_validate_appSpec",
      kind: "status",
      status: 400,
      message:
        'errors validating app spec; first error in field "services.0.health_check.http_path": it is not to our liking',
    });
    const run = await scene.checkPullRequest(scene.openPullRequest({ [SPEC]: webShop }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/^::error title=server,file=\.do\/app\.yaml,line=16,.*it is not to our liking/m);
  });

  it("serves two runs at once", async () => {
    const pull = scene.openPullRequest({ [SPEC]: mended(webShop) });
    const runs = await Promise.all([scene.checkPullRequest(pull), scene.checkPullRequest(pull)]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(scene.github.comments("octo-shop", "web-shop", pull.number)).toHaveLength(1);
  });
});

describe("levels and comments", () => {
  const RULES = ".do/rules.yaml";
  let legacy: string;
  beforeAll(async () => {
    legacy = await fixture("legacy-guestbook");
  });

  it("judges a pull request by the levels of its base, not by its own", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: legacy, [RULES]: "rules:\n  size-legacy: error\n  routes-depricated: off\n" });
    const pull = scene.openPullRequest({ [SPEC]: legacy, [RULES]: "rules:\n  size-legacy: off\n" });
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(/^::error title=size-legacy/m);
    expect(run.log).toMatch(/^::warning::`\.do\/rules\.yaml`, line 3: There is no rule `routes-depricated`/m);
    expect(run.summary).toContain("There is no rule `routes-depricated`. Did you mean `routes-deprecated`?");
  });

  it("counts what comments silence", async () => {
    await using scene = await startScene();
    const quiet = legacy.replace("services:", "# appspec-ignore size-legacy, routes-deprecated\nservices:");
    const pull = scene.openPullRequest({ [SPEC]: quiet });
    const run = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain("2 problems ignored by comments");
    expect(run.outputs.problems).toBe("0");
  });
});

describe("a monorepo", () => {
  it("has one comment for its two apps", async () => {
    await using scene = await startScene({ repository: "acme/platform", githubPrefix: "/api/v3" });
    const files = {
      "apps/docs/.do/app.yaml": await fixture("monorepo-site"),
      "apps/backend/.do/app.yaml": await fixture("monorepo-backend"),
    };
    scene.pushToMain(files);
    const pull = scene.openPullRequest(files);
    const run = await scene.checkPullRequest(pull, { inputs: { "spec-path": "apps/*/.do/app.yaml" } });
    expect(run.exitCode, run.log).toBe(0);
    const comments = scene.github.comments("acme", "platform", pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain("`acme-docs`");
    expect(comments[0]?.body).toContain("`acme-backend`");
    expect(JSON.parse(run.outputs.apps ?? "")).toMatchObject([
      { name: "acme-backend" },
      { name: "acme-docs" },
    ]);
    expect(run.outputs["monthly-cost"]).toBe("");
  });
});

describe("what cannot be done", () => {
  it.each([
    ["a missing spec", { "spec-path": "app.yml" }, /There is no spec at "app\.yml"/],
    ["a spec outside of the workspace", { "spec-path": "../event.json" }, /leads out of the workspace/],
    ["an unknown command", { command: "ship" }, /takes one of: auto, validate, propose, deploy/],
    [
      "an input of another action",
      { app_spec_location: "app.yml" },
      /no input "app_spec_location"\. Write "spec-path"/,
    ],
    ["an id that is none", { "app-id": "web-shop" }, /leave "app-id" out/],
    ["a time without a unit", { timeout: "30" }, /Write a duration such as 30m/],
  ])("tells what is wrong with %s and how to mend it", async (_what, inputs, message) => {
    await using scene = await startScene();
    const pull = scene.openPullRequest({ [SPEC]: webShop });
    const run = await scene.checkPullRequest(pull, { inputs });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(message);
    expect(run.log).not.toMatch(/\n\s+at .*index\.cjs/);
  });
});
