import { describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import { CANARY } from "../runner/canary.ts";
import { startScene } from "../runner/scene.ts";
import { deployed, STRIPE_KEY, writesOf } from "./deployed.ts";

const SPEC = ".do/app.yaml";

describe("a merge", () => {
  it("creates the app that is not there yet, and watches it until it is live", async () => {
    await using scene = await startScene({ repository: "pixelworks/resize", speed: 60 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("image-api") });
    const run = await scene.pushed(sha);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ phase: "ACTIVE", "monthly-cost": "229.00", changed: "true" });
    expect(run.outputs["live-url"]).toMatch(/^https?:\/\//);
    expect(scene.simulator.appNamed("pixel-api")).toBeDefined();
    expect(run.log).toMatch(/^ 0:\d\d {2}[A-Z]\w+/m);
    expect(run.log).toMatch(/^ 0:\d\d {4}✓ deploy › resize › wait {2}\d+ s$/m);
  });

  it("updates the app that is, and keeps the secret that the file does not hold", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ speed: 600 });
    const appId = await deployed(scene, webShop);
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: mended(webShop) }));
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ "app-id": appId, phase: "ACTIVE", "monthly-cost-delta": "31.00" });
    const env = scene.simulator
      .appNamed("web-shop")
      ?.spec.services?.[0]?.envs?.find(({ key }) => key === "STRIPE_KEY");
    expect(env?.value).toMatch(/^EV\[/);
    expect(scene.simulator.reveal(appId, env?.value ?? "")).toBe(STRIPE_KEY);
  });

  it("explains a deployment that fails, with the end of its log", async () => {
    await using scene = await startScene({ speed: 600 });
    const broken = change(await fixture("web-shop"), [
      "build_command: npm run build",
      "build_command: npm run build && exit 1",
    ]);
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: broken }));
    expect(run.exitCode).toBe(1);
    expect(run.outputs.phase).toBe("ERROR");
    expect(run.log).toMatch(/^::error::web-shop: .*/m);
    expect(run.summary).toContain("BuildJobExitNonZero");
    expect(run.summary).toContain("End of the BUILD log of api");
  });

  it("refuses to delete a secret of the live app, and writes nothing", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ speed: 600 });
    await deployed(scene, webShop);
    const without = webShop.replace(/ {6}- key: STRIPE_KEY\n {8}scope: RUN_TIME\n {8}type: SECRET\n/, "");
    expect(without).not.toBe(webShop);
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: without }));
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("allow-secret-changes");
    expect(scene.simulator.requests.filter(({ method }) => method === "PUT")).toEqual([]);
  });

  it("writes nothing in a dry run", async () => {
    await using scene = await startScene();
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: await fixture("functions") }), {
      inputs: { "dry-run": "true" },
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(writesOf(scene)).toEqual([]);
    expect(run.log).toContain("Plan: Create mail-hooks");
    expect(JSON.parse(run.outputs.plan ?? "")).toMatchObject({ action: "create", appName: "mail-hooks" });
  });

  it("fills what the workflow allows from its environment, and never shows it", async () => {
    const secret = CANARY;
    const spec = change(await fixture("web-shop"), [
      "        type: SECRET\n",
      "        type: SECRET\n        value: ${STRIPE_KEY}\n",
    ]);
    await using scene = await startScene({ speed: 600 });
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: spec }), {
      inputs: { "env-allow": "STRIPE_KEY" },
      env: { STRIPE_KEY: secret },
    });
    expect(run.exitCode, run.log).toBe(0);
    const app = scene.simulator.appNamed("web-shop");
    const env = app?.spec.services?.[0]?.envs?.find(({ key }) => key === "STRIPE_KEY");
    expect(scene.simulator.reveal(app?.id ?? "", env?.value ?? "")).toBe(secret);
  });

  it("ends in one app and one answer when it is killed in mid-deploy and run again", async () => {
    await using scene = await startScene({ repository: "pixelworks/resize", speed: 60 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("image-api") });
    const killer = new AbortController();
    const first = scene.pushed(sha, {
      killSignal: killer.signal,
      onLine: (line) => /Waiting for|Building/.test(line) && killer.abort(),
    });
    expect((await first).exitCode).toBeNull();
    const again = await scene.pushed(sha);
    expect(again.exitCode, again.log).toBe(0);
    expect(again.outputs.phase).toBe("ACTIVE");
    const created = scene.simulator.requests.filter(
      ({ method, path }) => method === "POST" && path === "/v2/apps",
    );
    expect(created).toHaveLength(1);
    expect(scene.simulator.appNamed("pixel-api")?.id).toBe(again.outputs["app-id"]);
  });
});
