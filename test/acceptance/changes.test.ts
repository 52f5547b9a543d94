// What a merge deploys: by its spec, by its code, or nothing.
import { AppPlatformClient } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { change, fixture, mended } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { ON_GITHUB, writesOf } from "./deployed.ts";

const SPEC = ".do/app.yaml";

/** The commits that the live deployment of an app is made of. */
async function liveCommits({ simulator }: Scene, name: string): Promise<(string | undefined)[]> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const { active_deployment: active } = (await client.apps.findByName(name)) ?? {};
  return [...(active?.services ?? []), ...(active?.workers ?? [])].map((each) => each.source_commit_hash);
}

describe("a merge", () => {
  it("of code alone starts a deployment, and one that is done already sends nothing", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ ...ON_GITHUB, speed: 600 });
    const first = scene.pushToMain({ [SPEC]: webShop });
    const created = await scene.pushed(first);
    expect(created.exitCode, created.log).toBe(0);

    const asked = scene.simulator.requests.length;
    const again = await scene.pushed(first, { runAttempt: 2 });
    expect(again.exitCode, again.log).toBe(0);
    // Sizes, regions, the app by its name, and the app right before the decision is carried out.
    expect(scene.simulator.requests.length - asked).toBe(4);
    expect(again.log).toContain("Neither the spec nor the code has changed.");
    expect(again.summary).toContain("already live");
    expect(again.outputs).toMatchObject({
      phase: "ACTIVE",
      "deployment-id": created.outputs["deployment-id"],
    });
    expect(again.outputs["live-url"]).toBe(created.outputs["live-url"]);

    const second = scene.pushToMain({ "api/server.js": "// faster" });
    const deployed = await scene.pushed(second);
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(deployed.log).toContain(`code of api: ${first.slice(0, 7)} → ${second.slice(0, 7)}`);
    expect(deployed.summary).toContain("<summary>Plan: Only the code has changed");
    expect(await liveCommits(scene, "web-shop")).toEqual([second, second]);

    const forced = await scene.pushed(second, { inputs: { "force-deploy": "true" } });
    expect(forced.exitCode, forced.log).toBe(0);
    const id = created.outputs["app-id"];
    expect(writesOf(scene)).toEqual([
      "POST /v2/apps",
      `POST /v2/apps/${id}/deployments`,
      `PUT /v2/apps/${id}`,
    ]);
  });

  it("leaves the code to App Platform where it deploys each push", async () => {
    const webShop = change(await fixture("web-shop"), [
      "github: { repo: octo-shop/web-shop, branch: main }",
      "github: { repo: octo-shop/web-shop, branch: main, deploy_on_push: true }",
    ]);
    await using scene = await startScene({ ...ON_GITHUB, speed: 600 });
    expect((await scene.pushed(scene.pushToMain({ [SPEC]: webShop }))).exitCode).toBe(0);
    const written = writesOf(scene);
    const sha = scene.pushToMain({ "api/server.js": "// faster" });
    const own = scene.simulator.appNamed("web-shop")?.deployments.at(-1);
    expect(own?.causeType).toBe("DEPLOY_ON_PUSH");
    const run = await scene.pushed(sha);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ "deployment-id": own?.id, phase: "ACTIVE" });
    expect(await liveCommits(scene, "web-shop")).toEqual([sha, sha]);
    expect(writesOf(scene)).toEqual(written);

    // Where the spec has changed as well, the platform's own deployment has the old one.
    const both = scene.pushToMain({ [SPEC]: change(webShop, ["npm run build", "npm run build --fast"]) });
    const updated = await scene.pushed(both);
    expect(updated.exitCode, updated.log).toBe(0);
    expect(writesOf(scene).at(-1)).toMatch(/^PUT /);
  });

  it("records its commit and its run where the app can see them, which is no change", async () => {
    await using scene = await startScene({ ...ON_GITHUB, repository: "octo-shop/mail-hooks", speed: 600 });
    const inputs = { "record-run": "true" };
    const first = scene.pushToMain({ [SPEC]: await fixture("functions") });
    const recorded = () =>
      Object.fromEntries(
        (scene.simulator.appNamed("mail-hooks")?.spec.envs ?? []).map(({ key, value }) => [key, value]),
      );
    const created = await scene.pushed(first, { inputs, runId: 7 });
    expect(created.exitCode, created.log).toBe(0);
    expect(recorded()).toEqual({
      APP_PLATFORM_TOOLKIT_COMMIT: first,
      APP_PLATFORM_TOOLKIT_RUN: "https://github.com/octo-shop/mail-hooks/actions/runs/7",
    });
    const again = await scene.pushed(first, { inputs, runId: 8 });
    expect(again.log).toContain("Nothing to do for mail-hooks");
    const second = scene.pushToMain({ "packages/hook.js": "// faster" });
    expect((await scene.pushed(second, { inputs, runId: 9 })).exitCode).toBe(0);
    expect(recorded()).toMatchObject({ APP_PLATFORM_TOOLKIT_COMMIT: second });
    expect(writesOf(scene).map((write) => write.split(" ")[0])).toEqual(["POST", "PUT"]);
  });

  it("runs the images that the workflow gives, and refuses those that it cannot place", async () => {
    const digest = `sha256:${"5e".repeat(32)}`;
    await using scene = await startScene({ ...ON_GITHUB, repository: "pixelworks/resize", speed: 600 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("image-api") });
    const wrong = await scene.pushed(sha, {
      inputs: { images: `resice=ghcr.io/pixelworks/resize@${digest}` },
    });
    expect(wrong.exitCode).toBe(1);
    expect(wrong.log).toContain("Is `resize` meant?");
    expect(writesOf(scene)).toEqual([]);

    const inputs = { images: `resize=ghcr.io/pixelworks/resize:main@${digest}` };
    const run = await scene.pushed(sha, { inputs });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.log).toContain(`image of resize: pixelworks/resize@${digest}`);
    const image = scene.simulator.appNamed("pixel-api")?.spec.services?.[0]?.image;
    expect(image).toEqual({ registry_type: "GHCR", registry: "pixelworks", repository: "resize", digest });
    expect((await scene.pushed(sha, { inputs })).log).toContain("Nothing to do for pixel-api");
    const byTag = await scene.pushed(sha, { inputs: { images: "resize=pixelworks/resize:main" } });
    expect(byTag.summary).toContain("tags can move");
    expect(writesOf(scene).map((write) => write.split(" ")[0])).toEqual(["POST", "PUT"]);
  });

  it("checks a dry run with the platform, and says which app is meant where the inputs disagree", async () => {
    const webShop = await fixture("web-shop");
    await using scene = await startScene({ ...ON_GITHUB, speed: 600 });
    const sha = scene.pushToMain({ [SPEC]: webShop });
    const created = await scene.pushed(sha);
    const written = writesOf(scene);
    const ours = { "app-id": created.outputs["app-id"] ?? "" };
    const named = await scene.pushed(sha, { inputs: { ...ours, "app-name": "other-shop" } });
    expect(named.log).toContain('Input "app-name" is "other-shop", and .do/app.yaml describes "web-shop".');

    const renamed = scene.pushToMain({ [SPEC]: webShop.replace("name: web-shop", "name: new-shop") });
    const both = await scene.pushed(renamed, { inputs: { ...ours, "app-name": "new-shop" } });
    expect(both.exitCode).toBe(1);
    expect(both.log).toContain('Input "app-id" is the app "web-shop", and "app-name" is "new-shop".');

    const dry = await scene.pushed(scene.pushToMain({ [SPEC]: mended(webShop) }), {
      inputs: { "dry-run": "true", "project-id": "7f3e6b2a-90a1-4a6f-8d1f-0c5b7e1d2a33" },
    });
    expect(dry.exitCode, dry.log).toBe(0);
    expect(dry.summary).toContain("`project-id` is used for new apps only");
    const plan = JSON.parse(dry.outputs.plan ?? "");
    expect(plan).toMatchObject({ action: "update", reason: "The spec has changed.", blockers: [] });
    expect(plan.changes.map(({ path }: { path: string }) => path)).toContain("services.api.instance_count");
    expect(writesOf(scene)).toEqual(written);
  });
});
