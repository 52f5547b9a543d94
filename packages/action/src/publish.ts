import * as core from "@actions/core";
import { planAnnotations, writeAnnotations } from "./github/annotations.ts";
import type { GitHubClient } from "./github/client.ts";
import { MAX_COMMENT_BODY, upsertComment } from "./github/comment.ts";
import type { GitHubContext } from "./github/context.ts";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import { outputsOf } from "./outputs.ts";
import { type ReportContext, renderFailure, renderReport } from "./report/report.ts";
import type { AppResult } from "./result.ts";

const MAX_SUMMARY_BYTES = 1024 * 1024;
/** A character of the report takes at most this many bytes in the summary. */
const MAX_BYTES_PER_CHARACTER = 3;

/** Shows what a run found: annotations, job summary, outputs and comment. */
export class Publisher {
  readonly #inputs: Inputs;
  readonly #context: GitHubContext;
  readonly #github: GitHubClient | undefined;
  readonly #log: Log;
  readonly #reportContext: ReportContext;

  constructor(inputs: Inputs, context: GitHubContext, github: GitHubClient | undefined, log: Log) {
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
    const url = await this.#comment(
      renderReport(results, this.#reportContext, MAX_COMMENT_BODY),
      "create-or-update",
    );
    core.setOutput("comment-url", url ?? "");
  }

  /** For a run that could not begin; it replaces what an earlier run has said, and begins no comment of its own. */
  async publishFailure(message: string): Promise<void> {
    const report = renderFailure(message, this.#reportContext);
    await this.#summarise(report);
    await this.#comment(report, "update-only");
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

  async #comment(body: string, mode: "create-or-update" | "update-only"): Promise<string | undefined> {
    if (!this.#context.pullRequest || this.#inputs.comment === "never") return undefined;
    if (!this.#github) {
      this.#log.warning("No comment was written: the input github-token is empty.");
      return undefined;
    }
    // One comment for each set of specs: two workflows of a repository that look after different specs have one each.
    const key = this.#inputs.specPaths.join("\n");
    const result = await upsertComment({ octokit: this.#github, context: this.#context, key, body, mode });
    if (!result.ok) {
      this.#log.warning(result.failure.message);
      return undefined;
    }
    const { action, url } = result.value;
    this.#log.info(`Comment ${action}${url ? `: ${url}` : ""}.`);
    return url;
  }
}
