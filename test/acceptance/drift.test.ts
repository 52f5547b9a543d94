// Whether the live app is as the repository describes it.
import { AppPlatformClient, type AppSpec, parseSpec } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed, STRIPE_KEY } from "./deployed.ts";

const SPEC = ".do/app.yaml";

function drift(scene: Scene, inputs: Record<string, string> = {}) {
  return scene.scheduled({ inputs: { command: "drift", ...inputs } });
}

/** Somebody changes the live app by hand. */
async function changeLive(
  { simulator }: Scene,
  appId: string,
  edit: (spec: AppSpec) => AppSpec,
): Promise<void> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const { spec = {} } = await client.apps.get(appId);
  await client.apps.update(appId, { spec: edit(structuredClone(spec)) });
  simulator.advance(30 * 60_000);
}

describe("command: drift", () => {
  it("tells what somebody has changed, secrets unread, and writes to no issue unless asked", async () => {
    await using scene = await startScene();
    const spec = await fixture("web-shop");
    const appId = await deployed(scene, spec);
    scene.pushToMain({ [SPEC]: spec });
    const issue = scene.openPullRequest({}, { title: "Drift of the shop" }).number;
    const comments = () => scene.github.comments("octo-shop", "web-shop", issue).map(({ body }) => body);

    const none = await drift(scene, { "drift-issue": String(issue) });
    expect(none.exitCode, none.log).toBe(0);
    expect(none.outputs).toMatchObject({ drift: "false", changed: "false" });
    expect(none.summary).toContain("The live app is as the repository describes it.");
    expect(comments()).toEqual([]);

    await changeLive(scene, appId, (live) => {
      const [api] = live.services ?? [];
      if (!api) throw new Error("There is no service.");
      api.instance_count = 3;
      // A secret that the repository does not know.
      api.envs = [...(api.envs ?? []), { key: "ADMIN_KEY", type: "SECRET", value: STRIPE_KEY }];
      return live;
    });
    const quiet = await drift(scene);
    expect(quiet.exitCode, quiet.log).toBe(0);
    expect(quiet.outputs.drift).toBe("true");
    expect(comments()).toEqual([]);
    const failing = await drift(scene, { "fail-on-drift": "true", "drift-issue": String(issue) });
    expect(failing.exitCode).toBe(1);
    expect(failing.log).toMatch(
      /^::error::web-shop: The live app differs from the repository in 2 places\./m,
    );
    expect(failing.summary).toContain("services.api.instance_count");
    expect(failing.summary).toContain("ADMIN_KEY");
    expect(comments()).toEqual([expect.stringContaining("differs from the repository in 2 places")]);

    await changeLive(scene, appId, (live) => ({
      ...live,
      services: live.services?.map((service) => ({
        ...service,
        instance_count: 1,
        envs: service.envs?.filter(({ key }) => key !== "ADMIN_KEY"),
      })),
    }));
    const mended = await drift(scene, { "drift-issue": String(issue) });
    expect(mended.outputs.drift).toBe("false");
    expect(comments()).toEqual([expect.stringContaining("The live app is as the repository describes it.")]);
    expect(
      scene.simulator.requests.filter(({ method, path }) => method === "PUT" && path.includes(appId)),
    ).toHaveLength(2);
  });

  it("does not compare what a deploy fills in, and says so; an app that is not there is drift", async () => {
    await using scene = await startScene({ repository: "pixelworks/resize" });
    const image = await fixture("image-api");
    scene.pushToMain({ [SPEC]: change(image, ["tag: v2.4.0", "tag: ${TAG}"]) });
    const missing = await drift(scene, { "env-allow": "TAG" });
    expect(missing.outputs.drift).toBe("true");
    expect(missing.summary).toContain('There is no app "pixel-api" in the account.');

    const client = new AppPlatformClient({ token: scene.simulator.token, baseUrl: scene.simulator.url });
    await client.apps.create({ spec: parseSpec(image).spec });
    const filled = await drift(scene, { "env-allow": "TAG", "fail-on-drift": "true" });
    expect(filled.exitCode, filled.log).toBe(0);
    expect(filled.outputs.drift).toBe("false");
    expect(filled.summary).toContain("Not compared: 1 value that a deploy fills in.");
  });

  it("needs a token, and says which", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: await fixture("web-shop") });
    const run = await scene.scheduled({ inputs: { command: "drift" }, withoutToken: true });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("the scope `app:read` is enough");
  });
});
