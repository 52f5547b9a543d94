import { estimateCost } from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { openCommentScene } from "../../../test/github/comment-scene.ts";
import { GitHubWarnings } from "./github/warnings.ts";
import { readInputs } from "./inputs.ts";
import { Publisher } from "./publish.ts";
import type { AppResult } from "./result.ts";

const SILENT = { info() {}, foreign() {}, within() {}, warning() {}, error() {} };
const RUNNER = { annotate() {}, setOutput() {}, summarise: async () => {} };

function result(phase: string): AppResult {
  const cost = estimateCost({ name: "shop" });
  return {
    file: ".do/app.yaml",
    name: "shop",
    diagnostics: [],
    ignored: 0,
    baseline: "unknown",
    changes: [],
    cost,
    costDelta: { after: cost.monthly, delta: cost.monthly, direction: "unchanged", components: [] },
    notes: [],
    preview: { state: "pending", phase },
  };
}

it("shows how a preview comes along, in one comment that is written every 15 seconds at most", async () => {
  await using scene = await openCommentScene();
  const { octokit: github, context } = scene.request(11, "");
  let nowMs = 0;
  const log = SILENT;
  const publisher = new Publisher({
    inputs: readInputs(() => ""),
    context,
    github,
    log,
    warnings: new GitHubWarnings(log),
    runner: RUNNER,
    now: () => nowMs,
  });
  for (; nowMs < 60_000; nowMs += 1000) publisher.showProgress(result(`PHASE_${nowMs / 1000}`));
  await publisher.publish([result("THE_END")]);
  expect(scene.writes).toEqual(["POST", "PATCH", "PATCH", "PATCH", "PATCH"]);
  expect(scene.texts).toHaveLength(1);
  expect(scene.texts[0]).toContain("THE_END");
  expect(scene.texts[0]).not.toContain("not finished yet");
});
