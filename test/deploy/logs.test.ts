// What a watcher keeps of a deployment's logs, and what is left when the platform has dropped them.
import { type AppSpec, DeploymentLogs, parseSpec, type TellingLog } from "@app-platform-toolkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scene } from "../logs/scene.ts";

const SPEC = `name: shop
services:
  - name: api
    github: { repo: octo/shop, branch: main }
    run_command: node server.js; exit 3
  - name: web
    github: { repo: octo/shop, branch: main }
`;

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene[Symbol.asyncDispose]());

/** A deployment, the logs that are kept of it, and what was told while it went on. */
async function capture(spec: AppSpec) {
  const app = await scene.client.apps.create({ spec });
  const { id: deploymentId = "", timeline } = scene.simulator.appNamed("shop")?.deployments[0] ?? {};
  if (!timeline) throw new Error("There is no deployment.");
  const told: string[] = [];
  const notices: string[] = [];
  const logs = new DeploymentLogs(scene.client, {
    appId: app.id ?? "",
    deploymentId,
    onLine: (type: TellingLog, { component, text }) => {
      told.push(`${type} ${component} ${text}`);
    },
    onNotice: (message) => notices.push(message),
  });
  return {
    logs,
    told,
    notices,
    appId: app.id ?? "",
    deploymentId,
    /** Lets time pass until a phase, or a share of it, has passed, and tells the logs of the phase. */
    reach: (phase: string, plusMs = 0) => {
      const at = timeline.phases.find((each) => each.phase === phase)?.at ?? Number.NaN;
      scene.simulator.advance(Math.max(0, at + plusMs - scene.simulator.now()));
      logs.follow({ kind: "phase", phase, deployment: {} });
    },
    phaseMs: (from: string, to: string) => {
      const at = (phase: string) => timeline.phases.find((each) => each.phase === phase)?.at ?? Number.NaN;
      return at(to) - at(from);
    },
    /** Lets time pass in small steps until something has been told. */
    until: async (done: () => boolean) => {
      for (; !done(); scene.simulator.advance(10)) await new Promise(setImmediate);
    },
  };
}

describe("a container that crashes", () => {
  it("has left its last words, which the platform has no more", async () => {
    const run = await capture(parseSpec(SPEC).spec);
    run.reach("BUILDING");
    run.reach("DEPLOYING");
    await run.until(() => run.told.some((line) => line.startsWith("DEPLOY ")));
    run.reach("ERROR");
    await run.logs.end("error");

    const last = run.logs.tail("RUN", "api", 2).map(({ text }) => text);
    expect(last).toEqual([expect.stringMatching(/^ {4}at start/), "container ended with exit code 3"]);
    expect(run.logs.tail("RUN", "web", 50).map(({ component }) => component)).not.toContain("api");
    await expect(
      scene.client.logs.deployment(run.appId, run.deploymentId, { type: "RUN", component: "api" }),
    ).rejects.toThrow(/cannot get running logs/);
    expect(run.logs.isComplete("BUILD")).toBe(true);
    expect(run.told.findLast((line) => line.startsWith("BUILD api"))).toContain("build complete");
  });

  it("has left what it wrote before the connection dropped during the crash", async () => {
    const run = await capture(parseSpec(SPEC).spec);
    run.reach("DEPLOYING");
    run.reach("DEPLOYING", run.phaseMs("DEPLOYING", "ERROR") * 0.9);
    await run.until(() => run.told.some((line) => line.includes("container ended with exit code 3")));
    scene.simulator.dropSockets();
    run.reach("ERROR");
    await run.logs.end("error");
    expect(run.logs.tail("RUN", "api", 200).map(({ text }) => text)).toContain(
      "Error: cannot reach the configuration it needs",
    );
    expect(run.notices).toEqual([]);
  });
});

it("a log that is refused is a notice, and the others go on", async () => {
  const run = await capture(parseSpec(SPEC.replace("; exit 3", "")).spec);
  scene.simulator.addFault({ operation: "apps_get_logs_aggregate", kind: "status", status: 403, times: 1 });
  run.reach("BUILDING");
  await run.until(() => run.notices.length > 0);
  run.reach("DEPLOYING");
  await run.until(() => run.told.some((line) => line.startsWith("DEPLOY ")));
  run.reach("ACTIVE");
  await run.logs.end("active");
  expect(run.notices).toEqual([
    expect.stringMatching(/^The BUILD log cannot be followed\. .*needs the scope `app:read`/),
  ]);
  expect(run.logs.tail("DEPLOY", "web", 1).map(({ text }) => text)).toEqual(["ready"]);
});

it("an abort ends all streams at once, without a word", async () => {
  const run = await capture(parseSpec(SPEC).spec);
  run.reach("DEPLOYING");
  await run.until(() => run.told.length > 0);
  await run.logs[Symbol.asyncDispose]();
  expect(run.notices).toEqual([]);
});
