import { describe, expect, test } from "vitest";
import {
  type Comment,
  type GitHubDouble,
  loadContract,
  type PullRequest,
  pullRequestEvent,
  type Repository,
  runnerEnvironment,
  startGitHub,
} from "../../../../test/github/index.ts";
import { createGitHubClient } from "./client.ts";
import { type CommentRequest, MAX_COMMENT_BODY, upsertComment } from "./comment.ts";
import { type GitHubContext, readContext } from "./context.ts";
import { formatMarker, markerKey } from "./marker.ts";

const LIST = { method: "GET", path: "/repos/{owner}/{repo}/issues/{issue_number}/comments" };
const CREATE = { method: "POST", path: "/repos/{owner}/{repo}/issues/{issue_number}/comments" };
const UPDATE = { method: "PATCH", path: "/repos/{owner}/{repo}/issues/comments/{comment_id}" };

const contract = loadContract();
if (!contract)
  console.warn("No reference/github-openapi.json: requests are not held against GitHub's document.");

/** A pull request, and runs of the action on it as it is at that moment. */
class Scene implements AsyncDisposable {
  readonly github: GitHubDouble;
  readonly repository: Repository;
  readonly pull: PullRequest;

  constructor(github: GitHubDouble) {
    this.github = github;
    this.repository = github.createRepository("acme/shop");
    this.pull = this.repository.addPullRequest({ number: 7 });
  }

  context(run: { id?: number; attempt?: number } = {}): GitHubContext {
    const event = pullRequestEvent(this.github, this.repository, this.pull);
    return readContext(runnerEnvironment(this.github, this.repository, this.pull, run), event);
  }

  /** What a run needs; each has a client of its own, as each run is a process of its own. */
  request(
    runId: number,
    body: string,
    more: Partial<CommentRequest> & { token?: string } = {},
  ): CommentRequest {
    const { token = this.github.token, ...rest } = more;
    const context = rest.context ?? this.context({ id: runId });
    const octokit = createGitHubClient({ token, endpoints: context, secondMs: 1 });
    return { octokit, context, key: "spec", body, settle: async () => {}, ...rest };
  }

  async run(runId: number, body: string, more: Partial<CommentRequest> & { token?: string } = {}) {
    const result = await upsertComment(this.request(runId, body, more));
    return result.ok ? result.value : result.failure;
  }

  /** A comment as a run with this id leaves it. */
  seed(
    runId: number,
    body: string,
    more: { author?: string; head?: string; minimized?: string } = {},
  ): Comment {
    const { author = "github-actions[bot]", head = this.pull.head.sha, minimized } = more;
    const marker = { key: markerKey("spec"), runId, runAttempt: 1, head };
    const text = `${formatMarker(marker, new Date(0))}\n${body}`;
    return this.repository.addComment(7, { author, body: text, ...(minimized ? { minimized } : {}) });
  }

  /** The visible texts of the pull request's comments. */
  get texts(): string[] {
    return this.github.comments("acme", "shop", 7).map(({ body }) => body.replace(/^<!--.*-->\n/, ""));
  }

  get writes(): string[] {
    const writes = this.github.requests.filter(({ method, path }) => method !== "GET" && path !== "/graphql");
    return writes.map(({ method }) => method);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.github.close();
  }
}

async function openScene(prefix: "" | "/api/v3" = ""): Promise<Scene> {
  return new Scene(await startGitHub({ prefix }));
}

test.skipIf(!contract)("every request and answer is one that GitHub's OpenAPI document knows", async () => {
  await using scene = await openScene();
  await scene.run(11, "Costs $5");
  scene.seed(11, "Costs $5");
  await scene.run(12, "Costs $12");
  const rest = scene.github.requests.filter(({ path }) => path !== "/graphql");
  expect(new Set(rest.map(({ method }) => method))).toEqual(new Set(["GET", "POST", "PATCH", "DELETE"]));
  expect(rest.flatMap((request) => contract?.problems(request) ?? ["unknown route"])).toEqual([]);
});

describe.concurrent("one comment", () => {
  test("is created, with a marker in its first line", async () => {
    await using scene = await openScene();
    const outcome = await scene.run(11, "Costs $5", { now: () => new Date("2026-05-01T10:00:00Z") });
    const [comment] = scene.github.comments("acme", "shop", 7);
    expect(comment?.body).toBe(
      `<!-- app-platform-toolkit:v1 key=${markerKey("spec")} run=11.1 head=${scene.pull.head.sha} at=2026-05-01T10:00:00.000Z -->\nCosts $5`,
    );
    const url = `${scene.github.serverUrl}/acme/shop/pull/7#issuecomment-${comment?.id}`;
    expect(outcome).toEqual({ action: "created", url });
  });

  test("is updated in place by a later run that has something else to say", async () => {
    await using scene = await openScene();
    const { id } = scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.github.comments("acme", "shop", 7)).toMatchObject([{ id }]);
    expect(scene.texts).toEqual(["Costs $12"]);
  });

  test("is not written again by a second run that says the same", async () => {
    await using scene = await openScene();
    const { body } = scene.seed(11, "Costs $5\r\n");
    expect(await scene.run(12, "Costs $5")).toMatchObject({ action: "unchanged" });
    expect(scene.writes).toEqual([]);
    expect(scene.github.comments("acme", "shop", 7)[0]?.body).toBe(body);
  });

  test("is found behind 250 others", async () => {
    await using scene = await openScene();
    for (let index = 0; index < 249; index += 1)
      scene.repository.addComment(7, { author: "octocat", body: "+1" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.texts.at(-1)).toBe("Costs $12");
    expect(scene.texts).toHaveLength(250);
  });

  test("works on an Enterprise Server, whose API has a prefix", async () => {
    await using scene = await openScene("/api/v3");
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.github.requests.filter(({ status }) => status === 404)).toEqual([]);
    expect(scene.github.requests.some(({ path }) => path === "/graphql")).toBe(true);
  });

  test("has a sibling for another key", async () => {
    await using scene = await openScene();
    scene.seed(11, "Costs $5");
    expect(await scene.run(11, "Other spec", { key: "other" })).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5", "Other spec"]);
  });

  test("is not made by a run that may only update", async () => {
    await using scene = await openScene();
    expect(await scene.run(11, "Gone", { mode: "update-only" })).toEqual({ action: "none" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Gone", { mode: "update-only" })).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Gone"]);
  });

  test("is made anew where somebody hid the old one", async () => {
    await using scene = await openScene();
    scene.seed(11, "Costs $5", { minimized: "outdated" });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "created" });
  });

  test("has no place without a pull request", async () => {
    await using scene = await openScene();
    const context = { ...scene.context(), pullRequest: undefined };
    expect(await scene.run(11, "Costs $5", { context })).toEqual({ action: "none" });
    expect(scene.github.requests).toEqual([]);
  });

  test("of more than GitHub takes is refused before it is sent", async () => {
    await using scene = await openScene();
    expect(await scene.run(11, "x".repeat(MAX_COMMENT_BODY))).toMatchObject({ action: "created" });
    expect(await scene.run(12, "x".repeat(MAX_COMMENT_BODY + 1))).toEqual({
      status: undefined,
      message: "Could not comment on pull request 7: the report has 65281 characters, and 65280 fit.",
    });
  });
});

describe.concurrent("whose comment it is", () => {
  test("a marker that somebody else wrote is left alone", async () => {
    await using scene = await openScene();
    const spoofed = [
      scene.seed(99, "Free!", { author: "mallory" }),
      scene.seed(99, "Free!", { author: "mallory[bot]" }),
    ].map(({ body }) => body);
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    const bodies = scene.github.comments("acme", "shop", 7).map(({ body }) => body);
    expect(bodies.slice(0, 2)).toEqual(spoofed);
    expect(scene.texts[2]).toBe("Costs $5");
  });

  test("a marker further down in a comment of ours is a quotation", async () => {
    await using scene = await openScene();
    const { body } = scene.seed(11, "Costs $5", { author: "mallory" });
    scene.repository.addComment(7, { author: "github-actions[bot]", body: `Quoted:\n${body}` });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "created" });
  });

  test("a token of one's own is known by its own login", async () => {
    await using scene = await openScene();
    const token = scene.github.addToken({ kind: "personal", login: "acme-ci" });
    scene.seed(11, "By the workflow");
    expect(await scene.run(12, "By us", { token })).toMatchObject({ action: "created" });
    expect(await scene.run(13, "By us again", { token })).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["By the workflow", "By us again"]);
  });

  test("where GraphQL does not tell, it is the workflow's bot", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ path: "/graphql", status: 403 });
    scene.seed(11, "Free!", { author: "mallory" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Free!", "Costs $12"]);
  });
});

describe.concurrent("an older run", () => {
  test("never overwrites a newer one", async () => {
    await using scene = await openScene();
    scene.seed(12, "Costs $12");
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "skipped-older" });
    expect(scene.writes).toEqual([]);
  });

  test("is older by its attempt where the run is the same", async () => {
    await using scene = await openScene();
    const second = scene.context({ id: 11, attempt: 2 });
    expect(await scene.run(11, "Second attempt", { context: second })).toMatchObject({ action: "created" });
    expect(await scene.run(11, "First attempt")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Second attempt"]);
  });

  test("is older by its commit, even if no newer run has commented", async () => {
    await using scene = await openScene();
    scene.seed(10, "First commit");
    const context = scene.context({ id: 11 });
    scene.repository.pushToPullRequest(7);
    expect(await scene.run(11, "Second commit", { context })).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["First commit"]);
  });

  test("that is overtaken just before it writes yields", async () => {
    await using scene = await openScene();
    const comment = scene.seed(10, "Costs $5");
    const newer = scene.seed(12, "Costs $12").body;
    scene.repository.comments.pop();
    scene.github.before({ method: "GET", path: UPDATE.path }, () => {
      comment.body = newer;
    });
    expect(await scene.run(11, "Costs $7")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Costs $12"]);
  });
});

describe.concurrent("two runs that meet", () => {
  /** Holds the first two lists until both runs have asked: neither sees what the other is about to write. */
  function meetAtTheList(github: GitHubDouble): void {
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    github.before({ ...LIST, times: 2 }, () => {
      waiting += 1;
      if (waiting === 2) both.resolve();
      return both.promise;
    });
  }

  test.each([
    ["of two commits' runs", [11, 12]],
    ["in the other order", [12, 11]],
  ])("leave one comment that says what the newer one says, %s", async (_, [first = 0, second = 0]) => {
    await using scene = await openScene();
    meetAtTheList(scene.github);
    const outcomes = await Promise.all([
      scene.run(first, `Run ${first}`),
      scene.run(second, `Run ${second}`),
    ]);
    expect(scene.texts).toEqual(["Run 12"]);
    const byRun = Object.fromEntries([first, second].map((run, index) => [run, outcomes[index]]));
    expect(byRun).toMatchObject({ 11: { action: "skipped-older" }, 12: { action: "created" } });
  });

  test("leave one comment also as legs of the same run", async () => {
    await using scene = await openScene();
    meetAtTheList(scene.github);
    await Promise.all([scene.run(11, "Leg A"), scene.run(11, "Leg B")]);
    expect(scene.texts).toHaveLength(1);
    expect(["Leg A", "Leg B"]).toContain(scene.texts[0]);
  });

  test("leave one comment when five start at once", async () => {
    await using scene = await openScene();
    await Promise.all([13, 11, 15, 12, 14].map((run) => scene.run(run, `Run ${run}`)));
    expect(scene.texts).toEqual(["Run 15"]);
  });

  test("an older run that creates too late takes its own comment away again", async () => {
    await using scene = await openScene();
    scene.github.before(CREATE, () => scene.seed(12, "Run 12"));
    expect(await scene.run(11, "Run 11")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Run 12"]);
  });

  test("duplicates of earlier runs are merged into the oldest comment", async () => {
    await using scene = await openScene();
    const { id } = scene.seed(9, "Run 9");
    scene.repository.addComment(7, { author: "octocat", body: "Hm." });
    scene.seed(10, "Run 10");
    scene.seed(10, "Run 10 again");
    expect(await scene.run(11, "Run 11")).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Run 11", "Hm."]);
    expect(scene.github.comments("acme", "shop", 7)[0]?.id).toBe(id);
  });
});

describe.concurrent("when GitHub fails", () => {
  test("a comment whose answer was lost is not made twice", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: "lost-answer" });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a comment that was not made is made by another try", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: 502 });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a comment that somebody deletes in between is made again", async () => {
    await using scene = await openScene();
    scene.seed(10, "Costs $5");
    scene.github.before(UPDATE, () => scene.repository.comments.pop());
    expect(await scene.run(11, "Costs $12")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $12"]);
  });

  test.each(["reset", 500, 502, 503, "secondary-limit"] as const)(
    "a list with %s is asked for again",
    async (status) => {
      await using scene = await openScene();
      scene.github.queueFault({ ...LIST, status });
      expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    },
  );

  test("a secondary limit on the write is waited for", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: "secondary-limit", retryAfterSeconds: 30 });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a limit of an hour is not", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...LIST, status: "rate-limit", retryAfterSeconds: 3000 });
    expect(await scene.run(11, "Costs $5")).toEqual({
      status: 403,
      message:
        'Could not comment on pull request 7: GitHub answered 403, "API rate limit exceeded for installation.". Its rate limit is used up; a later run will do it.',
    });
  });

  test.each([400, 401, 403, 404, 410, 422, 429, 451, 500, 503, "reset"] as const)(
    "%s on every try is a failure that names what was not done, and no exception",
    async (status) => {
      const failAt = async (place: typeof LIST) => {
        await using scene = await openScene();
        if (place === UPDATE) scene.seed(10, "Costs $3");
        scene.github.queueFault({ ...place, status, times: 100 });
        const outcome = await scene.run(11, "Costs $5");
        expect(scene.texts).toEqual(place === UPDATE ? ["Costs $3"] : []);
        return outcome;
      };
      const failure = {
        status: status === "reset" ? undefined : status,
        message: expect.stringMatching(
          /^Could not comment on pull request 7: GitHub (answered|did not answer)/,
        ),
      };
      // A comment that is gone by the time it is written is looked for again.
      const gone = { status: undefined, message: expect.stringContaining("somebody else keeps changing") };
      const outcomes = await Promise.all([LIST, CREATE, UPDATE].map(failAt));
      expect(outcomes).toEqual([failure, failure, status === 404 ? gone : failure]);
    },
  );

  test("a missing permission is named with the lines to add", async () => {
    await using scene = await openScene();
    const token = scene.github.addToken({ permissions: { contents: "read" } });
    expect(await scene.run(11, "Costs $5", { token })).toEqual({
      status: 403,
      message:
        'Could not comment on pull request 7: GitHub answered 403, "Resource not accessible by integration". ' +
        "Add to the job in the workflow file:\npermissions:\n  pull-requests: write",
    });
  });
});
