import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as core from "@actions/core";
import { RULES_FILE, type RuleConfiguration, readRuleConfiguration } from "@app-platform-toolkit/core";
import { planAnnotations, writeAnnotations } from "./github/annotations.ts";
import { createGitHubClient, type GitHubClient } from "./github/client.ts";
import { MAX_COMMENT_BODY, upsertComment } from "./github/comment.ts";
import { type GitHubContext, readContext } from "./github/context.ts";
import { readFileAtCommit } from "./github/files.ts";
import { InputError, type Inputs, readInputs } from "./inputs.ts";
import { jobLog, type Log } from "./log.ts";
import { outputsOf } from "./outputs.ts";
import { connect, liveCatalog } from "./platform.ts";
import { renderReport } from "./report/report.ts";
import type { AppResult } from "./result.ts";
import { commandOf, run } from "./run.ts";
import type { Services } from "./services.ts";
import { findSpecs } from "./specs.ts";

const MAX_SUMMARY_BYTES = 1024 * 1024;
/** A character of the report takes at most this many bytes in the summary. */
const MAX_BYTES_PER_CHARACTER = 3;

/** One run of the action, from the environment that the runner sets to outputs, annotations, comment and verdict. */
export async function runAction(): Promise<void> {
  const inputs = readInputs((name) => core.getInput(name));
  for (const secret of [inputs.token, inputs.githubToken]) if (secret) core.setSecret(secret);
  const context = readContext(process.env, await readEvent());
  const log = jobLog();
  const github = inputs.githubToken
    ? createGitHubClient({
        token: inputs.githubToken,
        endpoints: context,
        onNotice: (message) => log.foreign(message),
      })
    : undefined;

  const command = commandOf(inputs.command, context);
  if (command === undefined) {
    log.info("The pull request is closed: there is nothing to check.");
    return;
  }
  const files = await findSpecs(workspace(), inputs.specPaths);
  const services = await connectServices(inputs, context, github, log);
  const results = await run(command, files, services);
  await publish(results, services, github);
  conclude(results);
}

async function readEvent(): Promise<unknown> {
  const path = process.env.GITHUB_EVENT_PATH;
  return path ? JSON.parse(await readFile(path, "utf8")) : {};
}

async function connectServices(
  inputs: Inputs,
  context: GitHubContext,
  github: GitHubClient | undefined,
  log: Log,
): Promise<Services> {
  const platform = connect(inputs, log);
  const aborter = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () =>
      aborter.abort(new InputError(`The job was canceled (${signal}). A deployment that has begun goes on.`)),
    );
  const readFileAt = async (path: string, sha: string) => {
    if (!github) return undefined;
    const file = await readFileAtCommit({ octokit: github, context, path, sha });
    if (file.ok) return file.value;
    log.warning(file.failure.message);
    return undefined;
  };
  return {
    inputs,
    context,
    log,
    platform,
    rules: await ruleConfiguration(context, readFileAt),
    catalog: platform && (await liveCatalog(platform, log)),
    environment: process.env,
    readFileAt,
    mask: (secret) => core.setSecret(secret),
    signal: aborter.signal,
    now: Date.now,
  };
}

/** A pull request is judged by the levels of its base, so that a change cannot silence its own check. */
async function ruleConfiguration(
  { pullRequest }: GitHubContext,
  readFileAt: Services["readFileAt"],
): Promise<RuleConfiguration> {
  const text = pullRequest
    ? await readFileAt(RULES_FILE, pullRequest.baseSha)
    : await readFile(join(workspace(), RULES_FILE), "utf8").catch(() => undefined);
  return readRuleConfiguration(text ?? "");
}

function workspace(): string {
  return process.env.GITHUB_WORKSPACE || process.cwd();
}

/** Annotations, job summary, comment and outputs. What GitHub refuses is a warning: the verdict stands without it. */
async function publish(
  results: readonly AppResult[],
  services: Services,
  github: GitHubClient | undefined,
): Promise<void> {
  const { context, log } = services;
  annotate(results, log);
  const reportContext = {
    repositoryUrl: `${context.serverUrl}/${context.repository.owner}/${context.repository.name}`,
    sha: context.pullRequest?.headSha ?? context.sha,
    runUrl: context.runUrl,
  };
  const summary = renderReport(results, reportContext, MAX_SUMMARY_BYTES / MAX_BYTES_PER_CHARACTER);
  const commentUrl = await comment(renderReport(results, reportContext, MAX_COMMENT_BODY), services, github);
  for (const [name, value] of Object.entries(outputsOf(results, summary, commentUrl)))
    core.setOutput(name, value);
  if (process.env.GITHUB_STEP_SUMMARY) await core.summary.addRaw(summary, true).write();
}

function annotate(results: readonly AppResult[], log: Log): void {
  const { annotations, leftOut } = planAnnotations(
    results.map(({ file, diagnostics }) => ({ path: file, diagnostics })),
  );
  writeAnnotations(annotations);
  const more = leftOut.error + leftOut.warning + leftOut.notice;
  if (more > 0)
    log.info(
      `${more} more problems are in the job summary: GitHub shows ten annotations of a level for each step.`,
    );
}

async function comment(
  body: string,
  { inputs, context, log }: Services,
  github: GitHubClient | undefined,
): Promise<string | undefined> {
  if (!context.pullRequest || inputs.comment === "never") return undefined;
  if (!github) {
    log.warning("No comment was written: the input github-token is empty.");
    return undefined;
  }
  // One comment for each set of specs: two workflows of a repository that look after different specs have one each.
  const result = await upsertComment({ octokit: github, context, key: inputs.specPaths.join("\n"), body });
  if (!result.ok) {
    log.warning(result.failure.message);
    return undefined;
  }
  log.info(`Comment ${result.value.action}${result.value.url ? `: ${result.value.url}` : ""}.`);
  return result.value.url;
}

/** The verdict of the step: one message for each app that failed. */
function conclude(results: readonly AppResult[]): void {
  const failures = results.flatMap(({ name, failure, diagnostics, file }) => {
    if (failure === undefined) return [];
    const first = diagnostics.find(({ severity }) => severity === "error");
    const place = first
      ? ` The first is at ${file}:${first.range.start.line + 1}:${first.range.start.character + 1}.`
      : "";
    return [`${name}: ${failure}${place}`];
  });
  if (failures.length > 0) core.setFailed(failures.join("\n"));
}
