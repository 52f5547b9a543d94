// Runs that meet on one pull request, in interleavings of their requests: however they fall, one comment is left, and
// it says what the newest run says.
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { describe, expect, test } from "vitest";
import { Random } from "../../../../test/fuzz/random.ts";
import { CommentScene } from "../../../../test/github/comment-scene.ts";
import { GitHubDouble } from "../../../../test/github/index.ts";
import { type Chooser, Turns } from "../../../../test/github/turns.ts";

interface Play {
  runIds: readonly number[];
  choose: Chooser;
  /** What is there before: a comment of run 1. */
  seeded: boolean;
}

/** One that neither waits nor tries again. */
const PlainOctokit = Octokit.plugin(paginateRest);

/** Plays one interleaving without a network, and gives the comments that are left. */
async function play({ runIds, choose, seeded }: Play) {
  const github = new GitHubDouble("http://github.test", "", async () => {});
  const scene = new CommentScene(github);
  if (seeded) scene.seed(1, "Run 1");
  const turns = new Turns(choose);
  const outcomes = await turns.play(
    runIds.map((runId) => (next) => {
      const fetch = async (url: string, init: RequestInit) => {
        await next();
        return github.fetch(url, init);
      };
      const octokit = new PlainOctokit({ auth: github.token, baseUrl: github.apiUrl, request: { fetch } });
      return scene.run(runId, `Run ${runId}`, { octokit });
    }),
  );
  return { texts: scene.texts, order: turns.order, outcomes, requests: github.requests.length };
}

/** Every run gets on as far as it can before the next: those at the end of `ranks` stand still for long. */
function byRank(random: Random, count: number): Chooser {
  const ranks = Array.from({ length: count }, () => random.below(1_000_000));
  return (waiting) => {
    // Now and then the one in front falls behind everybody, in mid-run: between its last read and its write, say.
    const first = waiting.toSorted((a, b) => (ranks[b] ?? 0) - (ranks[a] ?? 0))[0] ?? 0;
    if (random.oneIn(8)) ranks[first] = -random.below(1_000_000);
    return first;
  };
}

describe("two runs", () => {
  /** Each switch: after so many requests, the other one goes. */
  function switching(first: number, after: readonly number[]): Chooser {
    let [current, left, at] = [first, after[0] ?? Infinity, 0];
    return (waiting) => {
      if (left === 0) {
        current = 1 - current;
        at += 1;
        left = after[at] ?? Infinity;
      }
      left -= 1;
      return waiting.includes(current) ? current : (waiting[0] ?? 0);
    };
  }

  test.each([
    ["with a comment there", true],
    ["with none", false],
  ])("converge wherever one is interrupted by the other, up to three times, %s", async (_, seeded) => {
    const wrong: unknown[] = [];
    for (const first of [0, 1])
      for (let a = 1; a <= 8; a += 1)
        for (let b = 1; b <= 8; b += 1)
          for (const c of [2, Infinity]) {
            const result = await play({ runIds: [11, 12], choose: switching(first, [a, b, c]), seeded });
            if (result.texts.join() !== "Run 12") wrong.push({ first, a, b, c, ...result });
          }
    expect(wrong).toEqual([]);
  });
});

describe("twenty runs", () => {
  const runIds = Array.from({ length: 20 }, (_, index) => 100 + ((index * 7) % 20));

  test.each(Array.from({ length: 24 }, (_, seed) => seed))(
    "converge on the newest, seed %i",
    async (seed) => {
      const random = new Random(seed);
      const choose =
        seed % 3 === 0 ? (waiting: readonly number[]) => random.pick(waiting) : byRank(random, 20);
      const { texts, outcomes } = await play({ runIds, choose, seeded: seed % 2 === 0 });
      expect(texts).toEqual(["Run 119"]);
      // No run gives up: each has written, or yields to a newer one.
      for (const outcome of outcomes) expect(outcome).toHaveProperty("action");
    },
  );
});
