// What happens once a deployment is live: checks, and the way back.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { CANARY } from "../runner/canary.ts";
import { type Scene, startScene } from "../runner/scene.ts";

const SPEC = ".do/app.yaml";
const DIGEST = `sha256:${"4f".repeat(32)}`;

let v1: string;
let server: Server;
let url: string;
let status: () => number;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  v1 = await fixture("image-api");
  server = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    response.writeHead(status()).end(CANARY);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz?key=${encodeURIComponent("a key")}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked.length = 0;
  status = () => 200;
});

const withTag = (tag: string) => change(v1, ["tag: v2.4.0", `tag: ${tag}`]);
const activeOf = (scene: Scene) => scene.simulator.appNamed("pixel-api")?.active;
const tagOf = (scene: Scene) => scene.simulator.appNamed("pixel-api")?.spec.services?.[0]?.image?.tag;
const startPixels = () => startScene({ repository: "pixelworks/resize", speed: 600 });

/** Deploys a spec by a run of the action. */
async function deploy(scene: Scene, spec: string, inputs: Record<string, string> = {}) {
  return scene.pushed(scene.pushToMain({ [SPEC]: spec }), { inputs });
}

describe("a deployment that is live", () => {
  it("is checked: its image by the digest, its health, and the URL of the team's choice", async () => {
    await using scene = await startPixels();
    const spec = change(v1, ["      tag: v2.4.0", `      digest: ${DIGEST}`]);
    const run = await deploy(scene, spec, { "verify-url": url, "verify-status": "2xx" });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ verified: "true", "rolled-back-to": "" });
    expect(run.summary).toContain(`- ✅ \`resize\` runs digest \`${DIGEST}\`.`);
    expect(run.summary).toMatch(/- ✅ `http:\/\/127\.0\.0\.1:\d+\/healthz` answers with status 200\./);
    expect(run.log).toMatch(/^ {7}✓ No component says that it is unhealthy\.$/m);
    expect(run.log).not.toContain("a%20key");
    expect(asked).toEqual(["/healthz?key=a%20key", undefined]);
  });

  it("must have the merged commit in it; a newer one is right as well", async () => {
    await using scene = await startScene({ speed: 600, serverUrl: "https://github.com" });
    const [{ fullName, defaultBranch }, hooks] = [scene.repository, await fixture("functions")];
    const spec = change(hooks, ["octo-shop/mail-hooks", fullName]);
    const first = scene.pushToMain({ [SPEC]: spec });
    const merged = scene.pushToMain({ [SPEC]: spec });
    // App Platform has not heard of the newest push yet, and builds the commit before.
    scene.simulator.push(fullName, defaultBranch, first);
    const behind = await scene.pushed(merged);
    expect(behind.exitCode, behind.log).toBe(1);
    expect(behind.outputs.verified).toBe("false");
    expect(behind.log).toContain(
      `✗ \`hooks\` runs commit \`${first}\`, which does not have \`${merged}\` in it.`,
    );

    const newest = scene.pushToMain({ [SPEC]: spec });
    const ahead = await scene.pushed(merged);
    expect(ahead.exitCode, ahead.log).toBe(0);
    expect(ahead.log).toContain(`✓ \`hooks\` runs the newer commit \`${newest}\`.`);
  });

  it("goes back to the one before where it does not answer, and the next deploy is free", async () => {
    await using scene = await startPixels();
    await deploy(scene, v1);
    const before = activeOf(scene)?.id;
    status = () => (activeOf(scene)?.spec.services?.[0]?.image?.tag === "v3" ? 500 : 200);
    const inputs = { "verify-url": url, "verify-retries": "1", rollback: "on-failure" };
    const run = await deploy(scene, withTag("v3"), inputs);
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(
      /^::error::pixel-api: .*is live, and it is not as it should be\. .*status 500\./m,
    );
    expect(run.log).toMatch(/^::warning::.*may lead to another image by now/m);
    expect(run.outputs).toMatchObject({ verified: "false", "rolled-back-to": before });
    expect(run.summary).toContain(`↩️ Rolled back to deployment ${before}.`);
    expect(scene.simulator.appNamed("pixel-api")?.pinned).toBeUndefined();
    expect(tagOf(scene)).toBe("v2.4.0");
    expect(activeOf(scene)?.clonedFrom).toBe(before);

    const again = await deploy(scene, withTag("v4"), inputs);
    expect(again.exitCode, again.log).toBe(0);
  });

  it("stays where the workflow wants no way back", async () => {
    await using scene = await startPixels();
    status = () => 404;
    const run = await deploy(scene, v1, { "verify-url": url, "verify-retries": "0" });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ verified: "false", "rolled-back-to": "", phase: "ACTIVE" });
    expect(scene.simulator.requests.filter(({ operation }) => operation?.includes("rollback"))).toEqual([]);
  });
});

describe("command: rollback", () => {
  const rollBack = (scene: Scene, inputs: Record<string, string> = {}) =>
    scene.on("workflow_dispatch", {}, { inputs: { command: "rollback", ...inputs } });

  it("asks first, goes back, and leaves the app pinned or not as it is told; refusals are explained", async () => {
    await using scene = await startPixels();
    await deploy(scene, v1);
    const before = activeOf(scene)?.id ?? "";
    const alone = await rollBack(scene);
    expect(alone.exitCode).toBe(1);
    expect(alone.log).toContain("There is no earlier deployment that was live.");
    await deploy(scene, withTag("v3"));

    const dry = await rollBack(scene, { "dry-run": "true" });
    expect(dry.exitCode, dry.log).toBe(0);
    expect(dry.log).toContain(
      `The app can be rolled back to deployment ${before}. Dry run: nothing was done.`,
    );
    expect(tagOf(scene)).toBe("v3");

    const pinned = await rollBack(scene, { "rollback-commit": "false", "rollback-to": before });
    expect(pinned.exitCode, pinned.log).toBe(0);
    expect(pinned.outputs).toMatchObject({ "rolled-back-to": before, verified: "true" });
    expect(pinned.summary).toContain("The app stays pinned");
    expect(pinned.summary).toContain("⚠️ An image was deployed by its tag");
    expect(scene.simulator.appNamed("pixel-api")?.pinned?.clonedFrom).toBe(before);

    const refused = await rollBack(scene);
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toMatch(/^::error::pixel-api: .*pinned by an earlier rollback\. .*\(`app_pinned`\)/m);
  });

  it("makes it final where it passes its checks, although the answers are lost", async () => {
    await using scene = await startPixels();
    await deploy(scene, v1);
    const before = activeOf(scene)?.id ?? "";
    await deploy(scene, withTag("v3"));
    for (const operation of ["apps_create_rollback", "apps_commit_rollback"])
      scene.simulator.addFault({ operation, kind: "reset-after" });
    const run = await rollBack(scene, { "verify-url": url });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ "rolled-back-to": before, verified: "true" });
    expect(run.summary).toContain("the next deploy brings it back");
    expect(scene.simulator.appNamed("pixel-api")?.pinned).toBeUndefined();
    expect(tagOf(scene)).toBe("v2.4.0");
    const posts = scene.simulator.requests.filter(({ operation }) => operation === "apps_create_rollback");
    expect(posts).toHaveLength(1);
  });
});
