// Whatever GitHub does, the verdict of a check and the end of a deploy stand, and a fault is one warning.
import { beforeAll, describe, expect, it } from "vitest";
import { formatMarker, markerKey } from "../../packages/action/src/github/marker.ts";
import { fixture, mended, withMistakes } from "../demo/stories.ts";
import { type GitHubDouble, startGitHub, type Trouble } from "../github/index.ts";
import { runAction } from "../runner/run-action.ts";
import { startScene } from "../runner/scene.ts";

const SPEC = ".do/app.yaml";
const FAULTS: readonly Trouble[] = [403, 404, 422, 429, 500, "reset"];

/** Every route that a pull request's check asks. */
const CHECK_ROUTES = [
  ["GET", "/repos/{owner}/{repo}/contents/{path}"],
  ["POST", "/graphql"],
  ["GET", "/repos/{owner}/{repo}/pulls/{pull_number}"],
  ["GET", "/repos/{owner}/{repo}/issues/{issue_number}/comments"],
  ["POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments"],
  ["GET", "/repos/{owner}/{repo}/issues/comments/{comment_id}"],
  ["PATCH", "/repos/{owner}/{repo}/issues/comments/{comment_id}"],
  ["DELETE", "/repos/{owner}/{repo}/issues/comments/{comment_id}"],
] as const;

const DEPLOY_ROUTES = [
  ["GET", "/repos/{owner}/{repo}/contents/{path}"],
  ["GET", "/repos/{owner}/{repo}/deployments"],
  ["POST", "/repos/{owner}/{repo}/deployments"],
  ["POST", "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses"],
  ["GET", "/repos/{owner}/{repo}/compare/{basehead}"],
] as const;

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

/** A check of a pull request on which earlier runs have left `comments`, the second of them a duplicate. */
async function check(spec: string, comments: number, prepare: (github: GitHubDouble) => void) {
  await using github = await startGitHub();
  const repository = github.createRepository("acme/shop");
  repository.putFile("main", SPEC, webShop);
  const pull = repository.addPullRequest({ number: 7 });
  for (let index = 0; index < comments; index += 1) {
    const marker = { key: markerKey(SPEC), runId: 1 + index, runAttempt: 1, head: pull.head.sha };
    repository.addComment(7, {
      author: "github-actions[bot]",
      body: `${formatMarker(marker, new Date(0))}\nOld`,
    });
  }
  prepare(github);
  const run = await runAction({
    inProcess: true,
    files: { [SPEC]: spec },
    inputs: { "github-token": github.token },
    eventName: "pull_request",
    event: {
      action: "synchronize",
      repository: { default_branch: "main" },
      pull_request: {
        number: 7,
        head: { ref: "x", sha: pull.head.sha, repo: { full_name: "acme/shop" } },
        base: { ref: "main", sha: pull.base.sha },
      },
    },
    repository: "acme/shop",
    sha: pull.head.sha,
    ref: "refs/pull/7/merge",
    runId: 50,
    github,
  });
  const asked = new Set(
    github.requests.map(({ method, path }) => `${method} ${path.replace(/\/\d+/, "/N")}`),
  );
  return { run, asked };
}

describe("a check whose GitHub fails", () => {
  it("asks every route of the list when all is well, and warns of nothing", async () => {
    const updated = await check(mended(webShop), 2, () => {});
    const created = await check(mended(webShop), 0, () => {});
    expect([...new Set([...updated.asked, ...created.asked])].sort()).toEqual([
      "DELETE /repos/acme/shop/issues/comments/N",
      "GET /repos/acme/shop/contents/.do%2Fapp.yaml",
      "GET /repos/acme/shop/contents/.do%2Frules.yaml",
      "GET /repos/acme/shop/issues/N/comments",
      "GET /repos/acme/shop/issues/comments/N",
      "GET /repos/acme/shop/pulls/N",
      "PATCH /repos/acme/shop/issues/comments/N",
      "POST /graphql",
      "POST /repos/acme/shop/issues/N/comments",
    ]);
    for (const { run } of [updated, created]) expect(run.log).not.toContain("::warning::");
  });

  describe.each(CHECK_ROUTES)("at %s %s", (method, path) => {
    it.each(FAULTS)("with %s stands by its verdict", async (status) => {
      const comments = method === "POST" && path !== "/graphql" ? 0 : 2;
      const failing = (github: GitHubDouble) => github.queueFault({ method, path, status, times: 99 });
      const { run: good } = await check(mended(webShop), comments, failing);
      expect(good.exitCode, good.log).toBe(0);
      expect(good.outputs).toMatchObject({ problems: "0", "monthly-cost": "55.00" });
      expect(good.summary).toContain("`web-shop`");
      expect(good.log.match(/^::warning::/gm)?.length ?? 0, good.log).toBeLessThanOrEqual(
        path.includes("contents") ? 2 : 1,
      );

      const { run: bad } = await check(withMistakes(webShop), comments, failing);
      expect(bad.exitCode).toBe(1);
      expect(bad.outputs.problems).toBe("4");
      expect(bad.log).toContain("The spec has 2 errors.");
    });
  });

  it("stands by it where the whole of GitHub is away", async () => {
    for (const status of FAULTS) {
      const { run } = await check(mended(webShop), 2, (github) => github.queueFault({ status, times: 999 }));
      expect(run.exitCode, run.log).toBe(0);
      expect(run.outputs.problems).toBe("0");
    }
  });

  it("waits for a secondary limit, with a notice", async () => {
    const { run } = await check(mended(webShop), 0, (github) =>
      github.queueFault({
        method: "POST",
        path: /comments/,
        status: "secondary-limit",
        retryAfterSeconds: 7,
      }),
    );
    expect(run.log).toContain("GitHub's secondary rate limit is reached. Asking again in 7 s.");
    expect(run.outputs["comment-url"]).not.toBe("");
  });

  it("names a permission that is missing once, with the line to add", async () => {
    const { run } = await check(mended(webShop), 0, (github) => {
      const token = github.addToken({ permissions: { contents: "read" } });
      Object.assign(github, { token });
    });
    expect(run.exitCode).toBe(0);
    expect(run.log.match(/::warning::/g)).toHaveLength(1);
    expect(run.log).toContain("Add to the job in the workflow file:\npermissions:\n  pull-requests: write");
  });
});

describe("a deploy whose GitHub fails", () => {
  it.each(FAULTS)("with %s at every route ends as it would have", async (status) => {
    await using scene = await startScene({ speed: 6000 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("functions") });
    for (const [method, path] of DEPLOY_ROUTES) scene.github.queueFault({ method, path, status, times: 999 });
    const run = await scene.pushed(sha, { inProcess: true });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs.phase).toBe("ACTIVE");
  });
});
