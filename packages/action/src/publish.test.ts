import { readRuleConfiguration } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { type CommentScene, openCommentScene, UNPACED } from "../../../test/github/comment-scene.ts";
import { checkSpec, offlineResult } from "./commands/check.ts";
import { createGitHubClient } from "./github/client.ts";
import { GitHubWarnings } from "./github/warnings.ts";
import { readInputs } from "./inputs.ts";
import { Publisher } from "./publish.ts";
import type { AppResult } from "./result.ts";

const SPEC = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
    instance_size_slug: apps-s-1vcpu-1gb
`;

function result(before: string, after: string, more: Partial<AppResult> = {}): AppResult {
  const services = {
    inputs: readInputs(() => ""),
    environment: {},
    catalog: undefined,
    rules: readRuleConfiguration(""),
  };
  const check = (text: string) => checkSpec({ path: ".do/app.yaml", text }, services);
  return { ...offlineResult(check(after), check(before).spec, "base-commit"), ...more };
}

const SAME = result(SPEC, SPEC);
const DEARER = result(SPEC, `${SPEC}    instance_count: 2\n`);
const CHEAPER = result(`${SPEC}    instance_count: 2\n`, SPEC);
const RENAMED_IMAGE = result(SPEC, SPEC.replace("tag: v1", "tag: v2"));
const WRONG = result(SPEC, SPEC.replace("tag: v1", "tagg: v1"), { failure: "The spec has 1 error." });

function publish(scene: CommentScene, runId: number, comment: string, now = () => 0) {
  const context = scene.context({ id: runId });
  const warnings: string[] = [];
  const outputs: Record<string, string> = {};
  let summary = "";
  const tell = (message: string) => void warnings.push(message);
  const log = { info: () => {}, foreign: () => {}, within: () => {}, warning: tell, error: tell };
  const publisher = new Publisher({
    inputs: readInputs((name) => (name === "comment" ? comment : "")),
    context,
    github: createGitHubClient({ token: scene.github.token, endpoints: context, secondMs: 1, pace: UNPACED }),
    log,
    warnings: new GitHubWarnings(log),
    runner: {
      annotate: () => {},
      setOutput: (name, value) => {
        outputs[name] = value;
      },
      summarise: async (text) => {
        summary += text;
      },
    },
    settle: async () => {},
    now,
  });
  return { publisher, warnings, outputs, summary: () => summary };
}

describe("the comment of a mode", () => {
  it.each([
    ["always", SAME, true],
    ["changes", SAME, false],
    ["changes", RENAMED_IMAGE, true],
    ["changes", CHEAPER, true],
    ["changes", WRONG, true],
    ["increase", RENAMED_IMAGE, false],
    ["increase", CHEAPER, false],
    ["increase", DEARER, true],
    ["increase", WRONG, true],
    ["never", DEARER, false],
  ])("%s is begun or not (%#)", async (mode, what, begun) => {
    await using scene = await openCommentScene();
    const { publisher, outputs } = publish(scene, 11, mode);
    await publisher.publish([what]);
    expect(scene.texts).toHaveLength(begun ? 1 : 0);
    expect(outputs["comment-url"] !== "").toBe(begun);
  });

  it("is brought up to date where it is there, so that it does not go on telling an old story", async () => {
    await using scene = await openCommentScene();
    await publish(scene, 11, "increase").publisher.publish([DEARER]);
    expect(scene.texts[0]).toContain("+$12.00/mo");
    await publish(scene, 12, "increase").publisher.publish([SAME]);
    expect(scene.texts).toHaveLength(1);
    expect(scene.texts[0]).toContain("no change in cost");
  });
});

describe("what is published", () => {
  it("is the same report as comment, summary and output", async () => {
    await using scene = await openCommentScene();
    const { publisher, outputs, summary } = publish(scene, 11, "always");
    await publisher.publish([DEARER]);
    expect(summary()).toBe(outputs.report);
    expect(scene.texts).toEqual([outputs.report]);
  });

  it("is told by the outputs before GitHub is asked for anything", async () => {
    await using scene = await openCommentScene();
    const { publisher, outputs } = publish(scene, 11, "always");
    let known: string | undefined;
    scene.github.before({ path: "/graphql" }, () => {
      known = outputs.problems;
    });
    await publisher.publish([WRONG]);
    expect(known).toBe("1");
  });
});

describe("progress", () => {
  it("edits the comment every 15 seconds at most, and the end is always shown", async () => {
    await using scene = await openCommentScene();
    let nowMs = 0;
    const { publisher } = publish(scene, 11, "always", () => nowMs);
    for (let second = 0; second < 60; second += 1) {
      nowMs = second * 1000;
      publisher.showProgress({ ...SAME, preview: { state: "pending", phase: `AT_${second}` } });
    }
    await publisher.publish([{ ...SAME, preview: { state: "live" } }]);
    const bodies = scene.github.requests.flatMap(({ method, body }) =>
      method === "POST" || method === "PATCH" ? [String((body as { body?: string }).body)] : [],
    );
    const shown = bodies.flatMap((body) => /AT_\d+|🚀 live/.exec(body)?.[0] ?? []);
    expect(shown).toEqual(["AT_0", "AT_15", "AT_30", "AT_45", "🚀 live"]);
    expect(scene.texts).toHaveLength(1);
    expect(scene.texts[0]).not.toContain("not finished yet");
    expect(bodies.find((body) => body.includes("AT_0"))).toContain("not finished yet");
  });

  it("that cannot be shown is one warning, and neither stops nor fails anything", async () => {
    await using scene = await openCommentScene();
    scene.github.queueFault({ path: /comments/, status: 403, times: 99 });
    let nowMs = 0;
    const { publisher, warnings, outputs } = publish(scene, 11, "always", () => nowMs);
    for (let round = 0; round < 5; round += 1) {
      publisher.showProgress({ ...SAME, preview: { state: "pending" } });
      nowMs += 20_000;
    }
    await publisher.publish([SAME]);
    expect(warnings).toHaveLength(1);
    expect(outputs.problems).toBe("0");
  });
});
