// A runner that is lost in mid-deploy, at ten moments, and the run that comes after it.
import { type App, AppPlatformClient } from "@app-platform-toolkit/core";
import { beforeAll, describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed, ON_GITHUB, STRIPE_KEY, writesOf } from "./deployed.ts";

const SPEC = ".do/app.yaml";
const SUPPLIED = "supplied-by-the-workflow";

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

/** Runs until App Platform has been sent so many requests, is killed there, and runs again to its end. */
async function killAndRunAgain(scene: Scene, spec: string, afterRequests: number) {
  const { simulator } = scene;
  const sha = scene.pushToMain({ [SPEC]: spec });
  const job = { inputs: { "env-allow": "SMTP_KEY" }, env: { SMTP_KEY: SUPPLIED } };
  const killer = new AbortController();
  const before = simulator.requests.length;
  const watch = setInterval(() => {
    if (simulator.requests.length - before >= afterRequests) killer.abort();
  }, 1);
  const killed = await scene.pushed(sha, { ...job, killSignal: killer.signal });
  clearInterval(watch);
  expect(killed.exitCode, killed.log).toBeNull();
  const again = await scene.pushed(sha, { ...job, runAttempt: 2 });
  expect(again.exitCode, again.log).toBe(0);
  return again;
}

/** The end that is the only right one: one app, nothing under way, this spec live, and its secrets. */
async function expectConsistentEnd({ simulator }: Scene, deploymentId: string | undefined): Promise<string> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const apps: App[] = [];
  for await (const app of client.apps.list()) apps.push(app);
  expect(apps.map(({ spec }) => spec?.name)).toEqual(["web-shop"]);
  const [app] = apps;
  expect(app?.active_deployment?.id).toBe(deploymentId);
  expect([app?.pending_deployment, app?.in_progress_deployment]).toEqual([undefined, undefined]);
  expect(app?.active_deployment?.spec).toEqual(app?.spec);
  const secret = app?.spec?.workers?.[0]?.envs?.find((env) => env?.key === "SMTP_KEY")?.value;
  expect(simulator.reveal(app?.id ?? "", secret ?? "")).toBe(SUPPLIED);
  return app?.id ?? "";
}

/** The mailer has a secret that the workflow supplies. */
const withSupplied = (spec: string) =>
  change(spec, [
    "    run_command: node dist/mailer.js\n",
    "    run_command: node dist/mailer.js\n    # supplied\n",
  ]).replace(
    /(# supplied\n[\s\S]*?envs:\n)/,
    '$1      - { key: SMTP_KEY, scope: RUN_TIME, type: SECRET, value: "${SMTP_KEY}" }\n',
  );

describe("a run that is killed, and run again,", () => {
  it.each([3, 5, 6, 8])("ends in one new app: after request %i", async (requests) => {
    await using scene = await startScene({ ...ON_GITHUB, speed: 120 });
    const { outputs } = await killAndRunAgain(scene, withSupplied(webShop), requests);
    await expectConsistentEnd(scene, outputs["deployment-id"]);
    expect(writesOf(scene).filter((write) => write === "POST /v2/apps")).toHaveLength(1);
  });

  it.each([2, 4, 5, 6, 7, 9])("ends in one update: after request %i", async (requests) => {
    await using scene = await startScene({ ...ON_GITHUB, speed: 120 });
    await deployed(scene, webShop);
    const { outputs } = await killAndRunAgain(scene, withSupplied(mended(webShop)), requests);
    const appId = await expectConsistentEnd(scene, outputs["deployment-id"]);
    const kept = scene.simulator
      .appNamed("web-shop")
      ?.spec.services?.[0]?.envs?.find(({ key }) => key === "STRIPE_KEY")?.value;
    expect(scene.simulator.reveal(appId, kept ?? "")).toBe(STRIPE_KEY);
    expect(writesOf(scene).filter((write) => write.startsWith("PUT "))).toHaveLength(1);
  });
});
