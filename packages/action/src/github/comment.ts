import { setTimeout as delay } from "node:timers/promises";
import { type GitHubClient, viewerLogin } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { failed, type GitHubResult, isHttpError, isOutcomeUnknown, tryGitHub } from "./failure.ts";
import { compareRuns, formatMarker, type Marker, markerOf, readMarked } from "./marker.ts";

const MAX_COMMENT = 65_536;
/** Room for the report in a comment, in UTF-16 units: GitHub's limit without the marker's line. */
export const MAX_COMMENT_BODY = MAX_COMMENT - 256;

/** Reads and writes until they agree; what still does not then is left to the next run. */
const MAX_ROUNDS = 5;
const MAX_CREATE_TRIES = 3;

export interface CommentRequest {
  octokit: GitHubClient;
  /** With the pull request to comment on; without one there is nothing to do. */
  context: GitHubContext;
  /** What the comment is about, such as the paths of the specs. One comment for each key. */
  key: string;
  /** Markdown of at most {@link MAX_COMMENT_BODY} UTF-16 units. */
  body: string;
  /** `update-only` leaves a pull request alone that has no comment yet. Default `create-or-update`. */
  mode?: "create-or-update" | "update-only";
  now?: () => Date;
  /** Waits until a comment that another run made at the same time shows in the list. */
  settle?: () => Promise<unknown>;
}

export interface CommentOutcome {
  /** `skipped-older`: a newer run or a newer commit has the word. `none`: there is no comment. */
  readonly action: "created" | "updated" | "unchanged" | "skipped-older" | "none";
  readonly url?: string;
}

/**
 * Keeps one comment a pull request and key. It is found by its marker *and* its author, left alone when its visible
 * text stays the same, and never overwritten by an older run or one of an older commit.
 *
 * Two runs can meet, and GitHub cannot compare and set. So each run writes its own text only, reads before and after
 * it writes, yields to the newer run, and takes duplicates away once the oldest comment says what it should. What
 * remains is an older run that reads, then is overtaken between its last read and its write; `concurrency:` in the
 * workflow closes that gap.
 */
export async function upsertComment(request: CommentRequest): Promise<GitHubResult<CommentOutcome>> {
  const { context, body } = request;
  const { pullRequest } = context;
  if (!pullRequest) return { ok: true, value: { action: "none" } };
  const doing = `comment on pull request ${pullRequest.number}`;
  if (body.length > MAX_COMMENT_BODY) {
    return failed(
      `Could not ${doing}: the report has ${body.length} characters, and ${MAX_COMMENT_BODY} fit.`,
    );
  }
  const attempt = { doing, needs: ["pull-requests", "write"], context } as const;
  const result = await tryGitHub(attempt, async () => {
    const author = await viewerLogin(request.octokit, context).catch(ignoreHttpError);
    return converge(request, new PullRequestComments(request.octokit, context, pullRequest.number), author);
  });
  if (!result.ok) return result;
  if (!result.value) return failed(`Could not ${doing}: somebody else keeps changing the comment.`);
  return { ok: true, value: result.value };
}

/** Undefined when there was never a moment to write. */
async function converge(
  { context, key, body, mode, now = () => new Date(), settle = shortWhile }: CommentRequest,
  comments: PullRequestComments,
  author: string | undefined,
): Promise<CommentOutcome | undefined> {
  const mine = markerOf(context, key);
  let wrote: "created" | "updated" | undefined;
  let url: string | undefined;
  let confirmed: string | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    // Before the list, so that nothing stands between the last read and the write.
    const overtaken = wrote === undefined && (await comments.headMovedOn(mine.head));
    const ours = (await comments.list()).filter((comment) => isOurs(comment, mine.key, author));
    const [kept, ...duplicates] = ours;
    url = kept?.url;

    if (ours.some(({ marker }) => compareRuns(marker, mine) > 0)) {
      // The newer run keeps the oldest comment. Ours goes, unless it is that one.
      for (const duplicate of duplicates) {
        if (compareRuns(duplicate.marker, mine) === 0) await comments.delete(duplicate.id);
      }
      return outcome("skipped-older", url);
    }
    const settled = kept && (sameText(kept.visible, body) || (wrote && compareRuns(kept.marker, mine) >= 0));
    if (settled) {
      for (const duplicate of duplicates) await comments.delete(duplicate.id);
      return outcome(wrote ?? "unchanged", url);
    }
    if (overtaken) return outcome("skipped-older", url);
    if (!kept && mode === "update-only") return outcome("none");

    const text = `${formatMarker(mine, now())}\n${body}`;
    if (kept) {
      if (await comments.replace(kept, text)) wrote ??= "updated";
      continue;
    }
    // Made and answered, but not in the list yet: another one would be a second comment.
    if (confirmed) return outcome("created", confirmed);
    try {
      confirmed = await comments.create(text);
    } catch (error) {
      // It may have been made all the same: the next list shows.
      if (!isOutcomeUnknown(error) || round + 1 >= MAX_CREATE_TRIES) throw error;
    }
    wrote = "created";
    await settle();
  }
  return wrote && outcome(wrote, url);
}

interface MarkedComment {
  id: number;
  url: string;
  text: string;
  visible: string;
  marker: Marker;
  login: string;
  isBot: boolean;
}

/** The requests about one pull request's comments. */
class PullRequestComments {
  readonly #octokit: GitHubClient;
  readonly #repository: { owner: string; repo: string };
  readonly #number: number;

  constructor(octokit: GitHubClient, { repository }: GitHubContext, number: number) {
    this.#octokit = octokit;
    this.#repository = { owner: repository.owner, repo: repository.name };
    this.#number = number;
  }

  /** All comments with a marker in their first line, the oldest first, without those that somebody hid. */
  async list(): Promise<MarkedComment[]> {
    const { issues } = this.#octokit.rest;
    const all = await this.#octokit.paginate(issues.listComments, {
      ...this.#repository,
      issue_number: this.#number,
      per_page: 100,
    });
    return all
      .flatMap((comment) => {
        const text = comment.body ?? "";
        const marked = readMarked(text);
        if (!marked || isMinimized(comment)) return [];
        const author = { login: comment.user?.login ?? "", isBot: comment.user?.type === "Bot" };
        return [{ id: comment.id, url: comment.html_url, text, ...marked, ...author }];
      })
      .toSorted((a, b) => a.id - b.id);
  }

  /** True when commits were pushed since; false also where that cannot be read. */
  async headMovedOn(head: string): Promise<boolean> {
    const { pulls } = this.#octokit.rest;
    const pull = await pulls.get({ ...this.#repository, pull_number: this.#number }).catch(ignoreHttpError);
    return pull !== undefined && pull.data.head.sha !== head;
  }

  /** The URL of the new comment. */
  async create(body: string): Promise<string> {
    const issue = { ...this.#repository, issue_number: this.#number };
    const { data } = await this.#octokit.rest.issues.createComment({ ...issue, body });
    return data.html_url;
  }

  /** False when the comment is no longer what the list showed, and everything must be looked at again. */
  async replace(comment: MarkedComment, body: string): Promise<boolean> {
    const place = { ...this.#repository, comment_id: comment.id };
    try {
      const { data } = await this.#octokit.rest.issues.getComment(place);
      if (data.body !== comment.text) return false;
      await this.#octokit.rest.issues.updateComment({ ...place, body });
      return true;
    } catch (error) {
      if (isHttpError(error) && error.response && error.status === 404) return false;
      throw error;
    }
  }

  /** Another run may have been faster, and a duplicate that stays is the next run's to take away. */
  async delete(id: number): Promise<void> {
    await this.#octokit.rest.issues
      .deleteComment({ ...this.#repository, comment_id: id })
      .catch(ignoreHttpError);
  }
}

/** Anyone can write a marker; only what the token's own account wrote is taken for ours. */
function isOurs(comment: MarkedComment, key: string, author: string | undefined): boolean {
  if (comment.marker.key !== key) return false;
  if (author !== undefined) return comment.login === author;
  return comment.isBot && comment.login === "github-actions[bot]";
}

/** The field is newer than Octokit's types, and Enterprise Servers may lack it. */
function isMinimized(comment: object): boolean {
  return "minimized" in comment && comment.minimized !== null && comment.minimized !== undefined;
}

/** The same but for the run that says it: a run that finds nothing new leaves the comment alone. */
function sameText(a: string, b: string): boolean {
  return withoutRun(a) === withoutRun(b);
}

function withoutRun(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/\/actions\/runs\/\d+/g, "/actions/runs/")
    .trimEnd();
}

function outcome(action: CommentOutcome["action"], url?: string): CommentOutcome {
  return url === undefined ? { action } : { action, url };
}

function shortWhile(): Promise<unknown> {
  return delay(500 + Math.random() * 1000);
}

function ignoreHttpError(error: unknown): undefined {
  if (!isHttpError(error)) throw error;
}
