import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, mended } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

let scene: Scene;
let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
  scene = await startScene({ speed: 600 });
  await deployed(scene, webShop);
  scene.pushToMain({ [SPEC]: webShop });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A check of a pull request from $24.00 to $55.00, or without a change. */
async function check(inputs: Record<string, string>, { head = mended(webShop), inProcess = true } = {}) {
  const pull = scene.openPullRequest({ [SPEC]: head });
  const run = await scene.checkPullRequest(pull, { inputs, inProcess });
  const [comment] = scene.github.comments("octo-shop", "web-shop", pull.number);
  return { run, comment: comment?.body ?? "" };
}

describe("a budget", () => {
  it("that is not kept fails the check, after the comment has said why", async () => {
    const inputs = { "max-monthly-cost": "50", "max-monthly-increase": "40", "max-increase-percent": "100" };
    const { run, comment } = await check(inputs, { inProcess: false });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(
      /Comment created: .*\n(?:.*\n)*::error::web-shop: The cost of \$55\.00\/mo is \$5\.00 over the budget of \$50\.00\/mo\. The increase of 129\.2 %25 is over the 100 %25/,
    );
    expect(comment).toContain("❌ over budget");
    expect(comment).toContain("- ❌ The cost of $55.00/mo is $5.00 over the budget of $50.00/mo.");
    expect(comment).not.toContain("$40.00");
    expect(run.outputs["monthly-cost"]).toBe("55.00");
  });

  it("only warns where the workflow says so, and is told where it is kept", async () => {
    const warned = await check({ "max-monthly-cost": "50", "budget-action": "warn" });
    expect(warned.run.exitCode).toBe(0);
    expect(warned.comment).toContain("⚠️ over budget");
    const kept = await check({ "max-monthly-cost": "55", "max-monthly-increase": "$31" });
    expect(kept.run.exitCode).toBe(0);
    expect(kept.comment).toContain("✅ within budget");
  });

  it("is an app's own by its name", async () => {
    const own = await check({ "max-monthly-cost": "10\nweb-shop: 60" });
    expect(own.run.exitCode, own.run.log).toBe(0);
    const others = await check({ "max-monthly-cost": "60\nother: 10" });
    expect(others.run.exitCode).toBe(0);
  });

  it("that was not kept before, and is not kept worse, is a warning", async () => {
    const same = await check({ "max-monthly-cost": "20" }, { head: webShop });
    expect(same.run.exitCode, same.run.log).toBe(0);
    expect(same.comment).toContain("⚠️ over budget");
    expect(same.comment).toContain("as it was before: this change does not make it worse");
    const worse = await check({ "max-monthly-cost": "20" });
    expect(worse.run.exitCode).toBe(1);
  });

  it("does not stop a deploy: the merge has been decided", async () => {
    const sha = scene.pushToMain({ [SPEC]: mended(webShop) });
    const run = await scene.pushed(sha, { inputs: { "max-monthly-cost": "1" }, inProcess: true });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs.phase).toBe("ACTIVE");
    expect(run.summary).toContain("over budget");
  });
});
