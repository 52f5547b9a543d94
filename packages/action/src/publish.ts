import * as core from "@actions/core";
import { planAnnotations, writeAnnotations } from "./github/annotations.ts";
import type { GitHubClient } from "./github/client.ts";
import { type CommentOutcome, MAX_COMMENT_BODY, upsertComment } from "./github/comment.ts";
import type { GitHubContext } from "./github/context.ts";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import { outputsOf } from "./outputs.ts";
import { type ReportContext, renderFailure, renderReport } from "./report/report.ts";
import type { AppResult } from "./result.ts";

const MAX_SUMMARY_BYTES = 1024 * 1024;
/** A character of the report takes at most this many bytes in the summary. */
const MAX_BYTES_PER_CHARACTER = 3;

/** What a preview's progress may cost: GitHub's limits are for a whole repository. */
const PROGRESS_INTERVAL_MS = 15_000;

/** Shows what a run found: annotations, job summary, outputs and comment. */
export class Publisher {
  readonly #inputs: Inputs;
  readonly #context: GitHubContext;
  readonly #github: GitHubClient | undefined;
  readonly #log: Log;
  readonly #reportContext: ReportContext;
  readonly #now: () => number;
  /** The newest result of each spec while the run goes on. */
  readonly #unfinished = new Map<string, AppResult>();
  /** Set once a comment has failed: it would fail again, with the same warning. */
  #cannotComment = false;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #showing: Promise<unknown> = Promise.resolve();

  constructor(
    inputs: Inputs,
    context: GitHubContext,
    github: GitHubClient | undefined,
    log: Log,
    now = Date.now,
  ) {
    this.#now = now;
    this.#inputs = inputs;
    this.#context = context;
    this.#github = github;
    this.#log = log;
    this.#reportContext = {
      repositoryUrl: `${context.serverUrl}/${context.repository.owner}/${context.repository.name}`,
      sha: context.pullRequest?.headSha ?? context.sha,
      runUrl: context.runUrl,
    };
  }

  /** What needs no network comes first, so that nothing that GitHub does can take it away. */
  async publish(results: readonly AppResult[]): Promise<void> {
    this.#annotate(results);
    const summary = renderReport(results, this.#reportContext, MAX_SUMMARY_BYTES / MAX_BYTES_PER_CHARACTER);
    await this.#summarise(summary);
    for (const [name, value] of Object.entries(outputsOf(results, summary))) core.setOutput(name, value);
    await this.#showing;
    const outcome = await this.#comment(
      renderReport(results, this.#reportContext, MAX_COMMENT_BODY),
      results,
    );
    if (outcome && outcome.action !== "none")
      this.#log.info(`Comment ${outcome.action}${outcome.url ? `: ${outcome.url}` : ""}.`);
    core.setOutput("comment-url", outcome?.url ?? "");
  }

  /**
   * Shows an unfinished result in the comment, unless the last one was shown less than 15 seconds ago. Whoever calls it
   * does not wait.
   */
  showProgress(result: AppResult): void {
    this.#unfinished.set(result.file, result);
    const nowMs = this.#now();
    if (nowMs - this.#shownAtMs < PROGRESS_INTERVAL_MS || this.#cannotComment) return;
    this.#shownAtMs = nowMs;
    const results = [...this.#unfinished.values()];
    const context = { ...this.#reportContext, unfinished: true };
    const body = renderReport(results, context, MAX_COMMENT_BODY);
    this.#showing = this.#showing.then(() => this.#comment(body, results));
  }

  /** For a run that could not begin; it replaces what an earlier run has said, and begins no comment of its own. */
  async publishFailure(message: string): Promise<void> {
    const report = renderFailure(message, this.#reportContext);
    await this.#summarise(report);
    await this.#comment(report, []);
  }

  async #summarise(text: string): Promise<void> {
    if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(text, true).write();
  }

  #annotate(results: readonly AppResult[]): void {
    const { annotations, leftOut } = planAnnotations(
      results.map(({ file, diagnostics }) => ({ path: file, diagnostics })),
    );
    writeAnnotations(annotations);
    const more = leftOut.error + leftOut.warning + leftOut.notice;
    if (more > 0)
      this.#log.info(
        `${more} more problems are in the job summary: GitHub shows ten annotations of a level for each step.`,
      );
  }

  /** Undefined where there is nothing to comment on, and where it failed, which is one warning. */
  async #comment(body: string, results: readonly AppResult[]): Promise<CommentOutcome | undefined> {
    if (!this.#context.pullRequest || this.#inputs.comment === "never" || this.#cannotComment)
      return undefined;
    if (!this.#github) {
      this.#log.warning("No comment was written: the input github-token is empty.");
      this.#cannotComment = true;
      return undefined;
    }
    const result = await upsertComment({
      octokit: this.#github,
      context: this.#context,
      // One comment for each set of specs: workflows that look after different specs have one each.
      key: this.#inputs.specPaths.join("\n"),
      body,
      mode: beginsComment(this.#inputs.comment, results) ? "create-or-update" : "update-only",
    });
    if (result.ok) return result.value;
    this.#log.warning(result.failure.message);
    this.#cannotComment = true;
    return undefined;
  }
}

/** Whether there is enough to say to begin a comment. One that is there is brought up to date in any case. */
function beginsComment(mode: Inputs["comment"], results: readonly AppResult[]): boolean {
  if (results.length === 0) return false;
  const failed = results.some(({ failure }) => failure !== undefined);
  switch (mode) {
    case "always":
      return true;
    case "changes":
      return (
        failed ||
        results.some(
          ({ baseline, changes, diagnostics, preview }) =>
            baseline === "none" ||
            baseline === "unknown" ||
            changes.length > 0 ||
            diagnostics.length > 0 ||
            preview !== undefined,
        )
      );
    case "increase":
      return (
        failed ||
        results.some(
          ({ baseline, costDelta }) => baseline !== "unknown" && costDelta.direction === "increase",
        )
      );
    case "never":
      return false;
  }
}
