import { setTimeout as delay } from "node:timers/promises";
import { type GitHubClient, viewerLogin } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { failed, type GitHubResult, ignoreHttpError, isOutcomeUnknown, tryGitHub } from "./failure.ts";
import { compareRuns, compareTexts, formatMarker, type Marker, markerOf, readMarked } from "./marker.ts";
import { type MarkedComment, PullRequestComments } from "./pull-request-comments.ts";

const MAX_COMMENT = 65_536;
/** Room for the report in a comment, in UTF-16 units: GitHub's limit without the marker's line. */
export const MAX_COMMENT_BODY = MAX_COMMENT - 256;

/** Each round in which another run was faster is one of that run's last: this is for twenty that meet at once. */
const MAX_ROUNDS = 30;
const MAX_CREATE_TRIES = 3;
/** The author of what a workflow's own token writes, where GraphQL does not tell who we are. */
const WORKFLOW_BOT = "github-actions[bot]";

export interface CommentRequest {
  octokit: GitHubClient;
  /** With the pull request to comment on; without one, and without an issue, there is nothing to do. */
  context: GitHubContext;
  /** An issue to comment on in place of the pull request. */
  issue?: number | undefined;
  /** What the comment is about, such as the paths of the specs. One comment for each key. */
  key: string;
  /**
   * Markdown of at most {@link MAX_COMMENT_BODY} UTF-16 units, or what becomes of the text that is there. In that case a
   * pull request that has no comment stays without one.
   */
  body: string | ((text: string) => string);
  /** `update-only` leaves a pull request alone that has no comment yet. Default `create-or-update`. */
  mode?: "create-or-update" | "update-only";
  now?: () => Date;
  /** Waits until a comment that another run made at the same time shows in the list. */
  settle?: (() => Promise<unknown>) | undefined;
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
 * Two runs can meet, and GitHub cannot compare and set. So each run reads before and after it writes, yields to the
 * newer run, and takes duplicates away once the oldest comment says what it should. A run that stood still between its
 * last read and its write may overwrite a newer one that has ended: the comment's history of edits tells, and the text
 * of the newer run is put back. Where GitHub keeps no history, `concurrency:` in the workflow closes that gap.
 */
export async function upsertComment(request: CommentRequest): Promise<GitHubResult<CommentOutcome>> {
  const { context, body, issue } = request;
  const number = issue ?? context.pullRequest?.number;
  if (number === undefined) return { ok: true, value: { action: "none" } };
  const doing = `comment on ${issue === undefined ? "pull request" : "issue"} ${number}`;
  if (typeof body === "string" && body.length > MAX_COMMENT_BODY) {
    return failed(
      `Could not ${doing}: the report has ${body.length} characters, and ${MAX_COMMENT_BODY} fit.`,
    );
  }
  const permission = issue === undefined ? "pull-requests" : "issues";
  const attempt = { doing, needs: [permission, "write"], context } as const;
  const result = await tryGitHub(attempt, async () => {
    const author = (await viewerLogin(request.octokit, context).catch(ignoreHttpError)) ?? WORKFLOW_BOT;
    const comments = new PullRequestComments(request.octokit, context, number, author);
    return converge(request, comments);
  });
  if (!result.ok) return result;
  if (!result.value) return failed(`Could not ${doing}: somebody else keeps changing the comment.`);
  return { ok: true, value: result.value };
}

/** Undefined when there was never a moment to write. */
async function converge(
  { context, issue, key, body, mode, now = () => new Date(), settle = shortWhile }: CommentRequest,
  comments: PullRequestComments,
): Promise<CommentOutcome | undefined> {
  const mine = markerOf(context, key);
  let wrote: "created" | "updated" | undefined;
  let url: string | undefined;
  let confirmed: string | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    // Before the list, so that nothing stands between the last read and the write.
    const overtaken = wrote === undefined && issue === undefined && (await comments.headMovedOn(mine.head));
    const ours = await comments.list(mine.key);
    const [kept, ...duplicates] = ours;
    url = kept?.url;

    if (ours.some(({ marker }) => compareRuns(marker, mine) > 0)) {
      // The newer run keeps the oldest comment. Ours goes, unless it is that one.
      for (const duplicate of duplicates) {
        if (compareRuns(duplicate.marker, mine) === 0) await comments.delete(duplicate.id);
      }
      return outcome("skipped-older", url);
    }
    const wanted = typeof body === "string" ? body : body(kept?.visible ?? "");
    const settled =
      kept && (sameText(kept.visible, wanted) || (wrote && compareRuns(kept.marker, mine) >= 0));
    if (settled) {
      for (const duplicate of duplicates) await comments.delete(duplicate.id);
      return outcome(wrote ?? "unchanged", url);
    }
    if (overtaken) return outcome("skipped-older", url);
    if (!kept && (mode === "update-only" || typeof body !== "string")) return outcome("none");

    const text = `${formatMarker(mine, now())}\n${wanted}`;
    if (kept) {
      if (!(await comments.replace(kept, text))) continue;
      wrote ??= "updated";
      if (await putBackNewer(comments, kept, mine, text)) return outcome("skipped-older", url);
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

/**
 * Puts the text of a newer run back that our write has overwritten; true where there was one. Putting back is a write
 * too, so whoever writes last looks last: in the end the comment says what the newest run says.
 */
async function putBackNewer(
  comments: PullRequestComments,
  comment: MarkedComment,
  mine: Marker,
  text: string,
): Promise<boolean> {
  let said = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [newest] = (await comments.history(comment, mine.key)).toSorted((a, b) => compareTexts(b, a));
    const now = readMarked(said);
    if (!newest || !now || compareTexts(newest, now) <= 0 || compareRuns(newest.marker, mine) <= 0) break;
    said = newest.text;
    await comments.update(comment.id, said);
  }
  return said !== text;
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
