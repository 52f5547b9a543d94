import type { Removal } from "./commands/remove-preview.ts";
import { planAnnotations } from "./github/annotations.ts";
import type { GitHubClient } from "./github/client.ts";
import { type CommentOutcome, MAX_COMMENT_BODY, upsertComment } from "./github/comment.ts";
import type { GitHubContext } from "./github/context.ts";
import type { GitHubWarnings } from "./github/warnings.ts";
import type { Inputs } from "./inputs.ts";
import type { Runner } from "./job.ts";
import type { Log } from "./log.ts";
import { outputsOf, removalOutput } from "./outputs.ts";
import { renderRemovals } from "./report/removals.ts";
import { type ReportContext, renderFailure, renderReport } from "./report/report.ts";
import type { AppResult } from "./result.ts";

/** GitHub takes 1 MiB of a step, and the line break behind the text counts. */
const MAX_SUMMARY_BYTES = 1024 * 1024 - 2;
/** A character of the report takes at most this many bytes in the summary. */
const MAX_BYTES_PER_CHARACTER = 3;

/** Of one spec; the comment has fewer. */
const MAX_SUMMARY_PROBLEMS = 1000;

/** What a preview's progress may cost: GitHub's limits are for a whole repository. */
const PROGRESS_INTERVAL_MS = 15_000;

export interface PublisherOptions {
  readonly inputs: Inputs;
  readonly context: GitHubContext;
  readonly github: GitHubClient | undefined;
  readonly log: Log;
  readonly warnings: GitHubWarnings;
  readonly runner: Runner;
  readonly now?: () => number;
  /** As in a `CommentRequest`. */
  readonly settle?: (() => Promise<unknown>) | undefined;
}

/** Shows what a run found: annotations, job summary, outputs and comment. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #reportContext: ReportContext;
  /** The newest result of each spec while the run goes on. */
  readonly #unfinished = new Map<string, AppResult>();
  /** Set once a comment has failed: it would fail again, with the same warning. */
  #cannotComment = false;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  #showing: Promise<unknown> = Promise.resolve();

  constructor(options: PublisherOptions) {
    const { context } = options;
    this.#options = options;
    this.#reportContext = {
      repositoryUrl: `${context.serverUrl}/${context.repository.owner}/${context.repository.name}`,
      sha: context.pullRequest?.headSha ?? context.sha,
      runUrl: context.runUrl,
    };
  }

  /** What needs no network comes first, so that nothing that GitHub does can take it away. */
  async publish(results: readonly AppResult[]): Promise<void> {
    const { log, runner } = this.#options;
    this.#annotate(results);
    const inSummary = { ...this.#reportContext, maxProblems: MAX_SUMMARY_PROBLEMS };
    const summary = renderReport(results, inSummary, MAX_SUMMARY_BYTES / MAX_BYTES_PER_CHARACTER);
    await runner.summarise(summary);
    for (const [name, value] of Object.entries(outputsOf(results, summary))) runner.setOutput(name, value);
    await this.#showing;
    await this.#commentOnDrift(results);
    const outcome = await this.#comment(
      renderReport(results, this.#reportContext, MAX_COMMENT_BODY),
      results,
    );
    if (outcome && outcome.action !== "none")
      log.info(`Comment ${outcome.action}${outcome.url ? `: ${outcome.url}` : ""}.`);
    runner.setOutput("comment-url", outcome?.url ?? "");
  }

  /**
   * Shows an unfinished result in the comment, unless the last one was shown less than 15 seconds ago. Whoever calls it
   * does not wait.
   */
  showProgress(result: AppResult): void {
    this.#unfinished.set(result.file, result);
    const nowMs = (this.#options.now ?? Date.now)();
    if (nowMs - this.#shownAtMs < PROGRESS_INTERVAL_MS || this.#cannotComment) return;
    this.#shownAtMs = nowMs;
    const results = [...this.#unfinished.values()];
    const context = { ...this.#reportContext, unfinished: true };
    const body = renderReport(results, context, MAX_COMMENT_BODY);
    this.#showing = this.#showing.then(() => this.#comment(body, results));
  }

  /** For a run that removes previews, and has no spec to report on. */
  async publishRemovals(removals: readonly Removal[]): Promise<void> {
    const { runner } = this.#options;
    const report = renderRemovals(removals);
    await runner.summarise(report);
    runner.setOutput("report", report);
    runner.setOutput("apps", JSON.stringify(removals.map(removalOutput)));
  }

  /** For a run that could not begin; it replaces what an earlier run has said, and begins no comment of its own. */
  async publishFailure(message: string): Promise<void> {
    const report = renderFailure(message, this.#reportContext);
    await this.#options.runner.summarise(report);
    await this.#comment(report, []);
  }

  /** One comment on an issue of the team's choice. It begins with the first difference, and says when there is none. */
  async #commentOnDrift(results: readonly AppResult[]): Promise<void> {
    const { inputs, context, github, log, warnings } = this.#options;
    const compared = results.filter(({ drift }) => drift !== undefined);
    if (inputs.driftIssue === undefined || compared.length === 0) return;
    if (!github) return log.warning("No comment was written: the input github-token is empty.");
    const result = await upsertComment({
      octokit: github,
      context,
      issue: inputs.driftIssue,
      key: `drift\n${inputs.specPaths.join("\n")}`,
      body: renderReport(results, this.#reportContext, MAX_COMMENT_BODY),
      mode: compared.some(({ drift }) => drift) ? "create-or-update" : "update-only",
    });
    if (!result.ok) warnings.tell(result.failure);
    else if (result.value.action !== "none")
      log.info(`Comment ${result.value.action}${result.value.url ? `: ${result.value.url}` : ""}.`);
  }

  #annotate(results: readonly AppResult[]): void {
    const { annotations, leftOut } = planAnnotations(
      results.map(({ file, diagnostics, deployment }) => ({
        path: file,
        diagnostics: [...(deployment?.suspect ? [deployment.suspect] : []), ...diagnostics],
      })),
    );
    for (const annotation of annotations) this.#options.runner.annotate(annotation);
    if (leftOut > 0)
      this.#options.log.info(
        `${leftOut} more problems are in the job summary: ten are shown here for each step.`,
      );
  }

  /** Undefined where there is nothing to comment on, and where it failed, which is one warning. */
  async #comment(body: string, results: readonly AppResult[]): Promise<CommentOutcome | undefined> {
    const { inputs, context, github, log, warnings, settle } = this.#options;
    if (!context.pullRequest || inputs.comment === "never" || this.#cannotComment) return undefined;
    if (!github) {
      log.warning("No comment was written: the input github-token is empty.");
      this.#cannotComment = true;
      return undefined;
    }
    const result = await upsertComment({
      octokit: github,
      context,
      key: commentKey(inputs),
      body,
      mode: beginsComment(inputs.comment, results) ? "create-or-update" : "update-only",
      settle,
    });
    if (result.ok) return result.value;
    warnings.tell(result.failure);
    this.#cannotComment = true;
    return undefined;
  }
}

/** One comment for each set of specs: workflows that look after different specs have one each. */
export function commentKey({ specPaths }: Pick<Inputs, "specPaths">): string {
  return specPaths.join("\n");
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
