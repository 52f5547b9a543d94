// Two runs, or a run and somebody else, that change one app at the same time.
import { AppPlatformClient } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed, ON_GITHUB, STRIPE_KEY, writesOf } from "./deployed.ts";

const SPEC = ".do/app.yaml";

function clientOf({ simulator }: Scene): AppPlatformClient {
  return new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
}

const apiOf = ({ simulator }: Scene) => simulator.appNamed("web-shop")?.spec.services?.[0];

/** Waits, a little at a time, until something has come about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("two runs", () => {
  it("in the wrong order: the older one leaves the app to the newer, unless it is forced", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ ...ON_GITHUB, speed: 600 });
    await deployed(scene, webShop);
    const older = scene.pushToMain({ [SPEC]: change(webShop, ["instance_count: 1", "instance_count: 3"]) });
    const newer = scene.pushToMain({ [SPEC]: mended(webShop) });
    expect((await scene.pushed(newer)).exitCode).toBe(0);
    const written = writesOf(scene);
    const late = await scene.pushed(older);
    expect(late.exitCode, late.log).toBe(0);
    expect(late.summary).toContain("A newer commit of `main` has another spec, and its run has the word");
    expect(writesOf(scene)).toEqual(written);
    const forced = await scene.pushed(older, { inputs: { "force-deploy": "true" } });
    expect(forced.exitCode, forced.log).toBe(0);
    expect(apiOf(scene)?.instance_count).toBe(3);
  });

  it("at the same moment: the newest commit's spec is live in the end, and no secret is lost", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ ...ON_GITHUB, speed: 30 });
    const appId = await deployed(scene, webShop);
    const older = scene.pushToMain({ [SPEC]: change(webShop, ["instance_count: 1", "instance_count: 3"]) });
    const newer = scene.pushToMain({ [SPEC]: mended(webShop) });
    // The older run's update is on its way for so long that the newer run plans and writes before it arrives.
    scene.simulator.addFault({ operation: "apps_update", kind: "slow", delayMs: 4_000 });
    const first = scene.pushed(older);
    await until(() => scene.simulator.requests.some(({ method }) => method === "PUT"));
    const runs = await Promise.all([first, scene.pushed(newer)]);
    const logs = runs.map(({ log }) => log).join("\n");
    expect(
      runs.map(({ exitCode }) => exitCode),
      logs,
    ).toEqual([0, 0]);
    expect(apiOf(scene)?.instance_count).toBe(2);
    expect(runs[1]?.outputs.phase).toBe("ACTIVE");
    const { active_deployment: active, ...app } = await clientOf(scene).apps.get(appId);
    expect([active?.id, app.in_progress_deployment, app.pending_deployment]).toEqual([
      runs[1]?.outputs["deployment-id"],
      undefined,
      undefined,
    ]);
    const secret = apiOf(scene)?.envs?.find(({ key }) => key === "STRIPE_KEY")?.value;
    expect(scene.simulator.reveal(appId, secret ?? "")).toBe(STRIPE_KEY);
  });
});

describe("an answer that is lost", () => {
  it("leaves one app, whose deployment is watched to its end", async () => {
    await using scene = await startScene({ ...ON_GITHUB, speed: 600 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("web-shop") });
    scene.simulator.addFault({ operation: "apps_create", kind: "reset-after" });
    const created = await scene.pushed(sha);
    expect(created.exitCode, created.log).toBe(0);
    expect(created.outputs.phase).toBe("ACTIVE");
    scene.simulator.addFault({ operation: "apps_create_deployment", kind: "reset-after" });
    const deployed = await scene.pushed(scene.pushToMain({ "api/server.js": "// faster" }));
    expect(deployed.exitCode, deployed.log).toBe(0);
    const id = created.outputs["app-id"];
    expect(writesOf(scene)).toEqual(["POST /v2/apps", `POST /v2/apps/${id}/deployments`]);
  });
});

describe("a deployment that another one takes over", () => {
  it.each([
    ["neutral", 0, "took over"],
    ["fail", 1, "was superseded by"],
    ["follow", 0, "Following deployment"],
  ] as const)("ends the run as `on-superseded: %s` says", async (mode, exitCode, said) => {
    await using scene = await startScene({ ...ON_GITHUB, speed: 30 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("web-shop") });
    const run = scene.pushed(sha, { inputs: { "on-superseded": mode } });
    await until(() => writesOf(scene).length === 1);
    const client = clientOf(scene);
    const app = await client.apps.findByName("web-shop");
    const successor = await client.deployments.create(app?.id ?? "", { force_build: true });
    const { outputs, log, ...ended } = await run;
    expect(ended.exitCode, log).toBe(exitCode);
    expect(log).toContain(said);
    expect(log).toContain(successor.id);
    if (mode === "follow") expect(outputs).toMatchObject({ "deployment-id": successor.id, phase: "ACTIVE" });
    else expect(outputs.phase).toBe("SUPERSEDED");
  });
});

// Windows has no signals to ask with: there, a process that is ended is gone at once.
describe.skipIf(process.platform === "win32")("a job that is canceled", () => {
  it.each([
    ["true", "CANCELED", "was canceled with it"],
    ["false", "ACTIVE", "goes on"],
  ])("with `cancel-on-abort: %s` leaves its deployment %s", async (cancel, phase, said) => {
    await using scene = await startScene({ ...ON_GITHUB, speed: 30 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("web-shop") });
    const stop = new AbortController();
    const run = await scene.pushed(sha, {
      inputs: { "cancel-on-abort": cancel },
      stopSignal: stop.signal,
      onLine: (line) => line.includes("Building") && stop.abort(),
    });
    expect(run.exitCode, run.log).toBe(1);
    expect(run.log).toContain(said);
    expect(run.outputs["app-id"]).toMatch(/^[0-9a-f-]{36}$/);
    scene.simulator.advance(30 * 60_000);
    const { "app-id": appId = "", "deployment-id": deploymentId = "" } = run.outputs;
    expect(await clientOf(scene).deployments.get(appId, deploymentId)).toMatchObject({ phase });
  });
});
