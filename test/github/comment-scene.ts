import { type ClientOptions, createGitHubClient } from "../../packages/action/src/github/client.ts";
import { type CommentRequest, upsertComment } from "../../packages/action/src/github/comment.ts";
import { type GitHubContext, readContext } from "../../packages/action/src/github/context.ts";
import { formatMarker, markerKey } from "../../packages/action/src/github/marker.ts";
import { type GitHubDouble, startGitHub } from "./double.ts";
import { pullRequestEvent, runnerEnvironment } from "./events.ts";
import type { Comment, PullRequest, Repository } from "./state.ts";

/** The routes of comments, to let them fail or to step in between. */
export const LIST = { method: "GET", path: "/repos/{owner}/{repo}/issues/{issue_number}/comments" };
export const CREATE = { method: "POST", path: "/repos/{owner}/{repo}/issues/{issue_number}/comments" };
export const UPDATE = { method: "PATCH", path: "/repos/{owner}/{repo}/issues/comments/{comment_id}" };

const AT_ONCE = { key: () => ({ schedule: (_: object, job: () => unknown) => job() }) };
/** Writes without the pause of a second or three that GitHub asks for after each. */
export const UNPACED = { write: AT_ONCE, notifications: AT_ONCE } as unknown as NonNullable<
  ClientOptions["pace"]
>;

/** A pull request, and runs of the action on it as it is at that moment. */
export class CommentScene implements AsyncDisposable {
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
    const octokit = createGitHubClient({ token, endpoints: context, secondMs: 1, pace: UNPACED });
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

export async function openCommentScene(prefix: "" | "/api/v3" = ""): Promise<CommentScene> {
  return new CommentScene(await startGitHub({ prefix }));
}
