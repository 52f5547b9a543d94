import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RULES_FILE, type RuleConfiguration, readRuleConfiguration } from "@app-platform-toolkit/core";
import { deletePreview } from "./commands/delete-preview.ts";
import type { Removal } from "./commands/remove-preview.ts";
import { sweep } from "./commands/sweep.ts";
import { createGitHubClient, type GitHubClient } from "./github/client.ts";
import { type Comparison, compareCommits } from "./github/commits.ts";
import { type GitHubContext, readContext } from "./github/context.ts";
import { listFolderAtCommit, readFileAtCommit } from "./github/files.ts";
import { clean } from "./github/markdown.ts";
import { GitHubWarnings } from "./github/warnings.ts";
import { InputError, type Inputs, readInputs, refuseUnknownInputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import { jobLog, type Log } from "./log.ts";
import { appFinder, connect, liveCatalog } from "./platform.ts";
import { Publisher } from "./publish.ts";
import type { AppResult } from "./result.ts";
import { commandOf, type PreviewCommand, run } from "./run.ts";
import { Secrets } from "./secrets.ts";
import type { FileAtCommit, Services } from "./services.ts";
import { findSpecs, type SpecFile } from "./specs.ts";
import { findSpecsAtCommit } from "./specs-at-commit.ts";
import { findSubject, type Subject } from "./subject.ts";

/** One run of the action, from the environment that the runner sets to outputs, annotations, comment and verdict. */
export async function runAction(job: Job): Promise<void> {
  const { environment } = job;
  refuseUnknownInputs(environment);
  const inputs = readInputs((name) => environment[`INPUT_${name.toUpperCase()}`]?.trim() ?? "");
  const secrets = new Secrets((value) => job.mask(value));
  for (const secret of [inputs.token, inputs.githubToken, ...Object.values(inputs.previewSecrets)])
    if (secret) secrets.add(secret);
  const runContext = readContext(environment, await readEvent(job));
  const log = jobLog(secrets, job.writer);
  const github = inputs.githubToken
    ? createGitHubClient({
        token: inputs.githubToken,
        endpoints: runContext,
        onNotice: (message) => log.foreign(message),
        ...job.patience,
      })
    : undefined;

  const subject = await findSubject(runContext, inputs, github, workspaceOf(job));
  if ("nothingToDo" in subject) return log.info(subject.nothingToDo);
  const { context } = subject;
  const command = commandOf(inputs.command, context);
  if (command === undefined) return log.info("The pull request is closed: there is nothing to check.");

  const warnings = new GitHubWarnings(log);
  const publisher = new Publisher({
    inputs,
    context,
    github,
    log,
    warnings,
    runner: job.runner,
    settle: job.patience?.settle,
  });
  const connections = { job, inputs, subject, github, log, warnings, secrets, publisher };
  if (command === "delete-preview" || command === "sweep") {
    const removals = secrets.hideIn(await PREVIEW_COMMANDS[command](await connectServices(connections)));
    await publisher.publishRemovals(removals);
    concludeRemovals(removals, job);
    return;
  }
  let files: SpecFile[];
  try {
    files = await readSpecs(job, subject, inputs, github);
  } catch (error) {
    // The comment of an earlier run would go on saying that all is well.
    if (error instanceof InputError) await publisher.publishFailure(error.message);
    throw error;
  }
  const services = await connectServices(connections);
  // Nothing that is shown from here on may hold a secret, wherever a text came from.
  const results = secrets.hideIn(await run(command, files, services));
  await publisher.publish(results);
  log.close();
  conclude(results, job);
}

const PREVIEW_COMMANDS: Record<PreviewCommand, (services: Services) => Promise<Removal[]>> = {
  "delete-preview": deletePreview,
  sweep,
};

async function readSpecs(
  job: Job,
  { context, specAt }: Subject,
  { specPaths }: Inputs,
  octokit: GitHubClient | undefined,
): Promise<SpecFile[]> {
  if (specAt === "checkout") return findSpecs(workspaceOf(job), specPaths);
  const sha = context.pullRequest?.headSha;
  if (!octokit || sha === undefined) throw new Error("A spec at a commit is read for pull requests alone.");
  return findSpecsAtCommit(
    {
      read: (path) => readFileAtCommit({ octokit, context, path, sha }),
      list: (path) => listFolderAtCommit({ octokit, context, path, sha }),
    },
    specPaths,
  );
}

async function readEvent({ environment }: Job): Promise<unknown> {
  const path = environment.GITHUB_EVENT_PATH;
  return path ? JSON.parse(await readFile(path, "utf8")) : {};
}

interface Connections {
  job: Job;
  inputs: Inputs;
  subject: Subject;
  github: GitHubClient | undefined;
  log: Log;
  warnings: GitHubWarnings;
  secrets: Secrets;
  publisher: Publisher;
}

async function connectServices(connections: Connections): Promise<Services> {
  const { job, inputs, subject, github, log, warnings, secrets, publisher } = connections;
  const { context, isPrivileged } = subject;
  const platform = isPrivileged ? undefined : connect(inputs, log);
  const aborter = new AbortController();
  job.onCancel((signal) => aborter.abort(new InputError(`The job was canceled (${signal}).`)));
  const readFileAt = memoized(async (path: string, sha: string): Promise<FileAtCommit> => {
    if (!github) return { ok: false };
    const file = await readFileAtCommit({ octokit: github, context, path, sha });
    if (file.ok) return { ok: true, text: file.value };
    warnings.tell(file.failure);
    return { ok: false };
  });
  const compare = memoized(async (base: string, head: string): Promise<Comparison | undefined> => {
    if (!github) return undefined;
    const compared = await compareCommits(github, context, base, head);
    if (compared.ok) return compared.value;
    warnings.tell(compared.failure);
    return undefined;
  });
  return {
    inputs,
    context,
    isPrivileged,
    log,
    github,
    warnings,
    platform,
    compareCommits: compare,
    findApp: appFinder(platform, aborter.signal),
    isOneOfMany: false,
    rules: await ruleConfiguration(job, context, readFileAt),
    catalog: platform && (await liveCatalog(platform, log)),
    environment: job.environment,
    readFileAt,
    secrets,
    showProgress: (result) => publisher.showProgress(secrets.hideIn(result)),
    signal: aborter.signal,
    now: Date.now,
  };
}

/** What is asked of a commit never changes: it is asked for once. */
function memoized<T>(
  read: (first: string, ref: string) => Promise<T>,
): (first: string, ref: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (first, ref) => {
    // A branch moves.
    if (!/^[0-9a-f]{40,64}$/.test(ref)) return read(first, ref);
    const key = `${ref} ${first}`;
    const found = known.get(key) ?? read(first, ref);
    known.set(key, found);
    return found;
  };
}

/** A pull request, and a group of them, is judged by the levels of its base, so that a change cannot silence its own check. */
async function ruleConfiguration(
  job: Job,
  { pullRequest, mergeGroupBaseSha }: GitHubContext,
  readFileAt: Services["readFileAt"],
): Promise<RuleConfiguration> {
  const sha = pullRequest?.baseSha ?? mergeGroupBaseSha;
  if (sha === undefined) {
    const text = await readFile(join(workspaceOf(job), RULES_FILE), "utf8").catch(() => "");
    return readRuleConfiguration(text);
  }
  const base = await readFileAt(RULES_FILE, sha);
  return readRuleConfiguration((base.ok && base.text) || "");
}

function workspaceOf({ environment }: Job): string {
  return environment.GITHUB_WORKSPACE || process.cwd();
}

/** The verdict of the step: one message for each app that failed. */
function conclude(results: readonly AppResult[], job: Job): void {
  const failures = results.flatMap(({ name, failure, diagnostics, file }) => {
    if (failure === undefined) return [];
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const at = errors[0]?.range.start;
    const first = at ? ` The first is at ${file}:${at.line + 1}:${at.character + 1}.` : "";
    return [clean(`${name}: ${failure}${first}`)];
  });
  if (failures.length > 0) job.fail(failures.join("\n"));
}

function concludeRemovals(removals: readonly Removal[], job: Job): void {
  const failures = removals.filter(({ outcome }) => outcome === "failed");
  if (failures.length > 0)
    job.fail(failures.map(({ name, reason }) => clean(`${name}: It ${reason}`)).join("\n"));
}
