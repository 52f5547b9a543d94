import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type AppPlatformClient,
  type Catalog,
  RULES_FILE,
  type RuleConfiguration,
  readRuleConfiguration,
} from "@app-platform-toolkit/core";
import type { PreviewCommand, SpecCommand } from "./command.ts";
import { deletePreview } from "./commands/delete-preview.ts";
import type { Removal } from "./commands/remove-preview.ts";
import { sweep } from "./commands/sweep.ts";
import type { GitHubClient } from "./github/client.ts";
import { type Comparison, compareCommits } from "./github/commits.ts";
import type { GitHubContext } from "./github/context.ts";
import { readFileAtCommit } from "./github/files.ts";
import { clean } from "./github/markdown.ts";
import { GitHubWarnings } from "./github/warnings.ts";
import { InputError, type Inputs } from "./inputs.ts";
import { type Job, workspaceOf } from "./job.ts";
import type { JobLog } from "./log.ts";
import { appFinder, sockets } from "./platform.ts";
import { Publisher } from "./publish.ts";
import type { AppResult } from "./result.ts";
import { run } from "./run.ts";
import type { Secrets } from "./secrets.ts";
import type { FileAtCommit, Services } from "./services.ts";
import type { SpecFile } from "./specs.ts";
import type { Subject } from "./subject.ts";
import { JobWebSocket } from "./web-socket.ts";

/** What a run has to work with, before a command is carried out. */
export interface Setting {
  readonly job: Job;
  readonly inputs: Inputs;
  readonly subject: Subject;
  readonly github: GitHubClient | undefined;
  readonly log: JobLog;
  readonly secrets: Secrets;
  readonly platform: AppPlatformClient | undefined;
  /** On its way. */
  readonly catalog: Promise<Catalog | undefined> | undefined;
}

/** Carries out a command, and publishes what came of it. */
export async function perform(
  command: PreviewCommand | SpecCommand,
  files: readonly SpecFile[],
  setting: Setting,
): Promise<void> {
  sockets.ofJob = JobWebSocket;
  const { job, log, secrets } = setting;
  const warnings = new GitHubWarnings(log);
  const publisher = publisherOf(setting, warnings);
  const services = await connectServices(setting, warnings, publisher);
  if (command === "delete-preview" || command === "sweep") {
    const removals = secrets.hideIn(await PREVIEW_COMMANDS[command](services));
    await publisher.publishRemovals(removals);
    concludeRemovals(removals, job);
    return;
  }
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

export function publisherOf(
  { job, inputs, subject, github, log }: Pick<Setting, "job" | "inputs" | "subject" | "github" | "log">,
  warnings = new GitHubWarnings(log),
): Publisher {
  return new Publisher({
    inputs,
    context: subject.context,
    github,
    log,
    warnings,
    runner: job.runner,
    settle: job.patience?.settle,
  });
}

async function connectServices(
  { job, inputs, subject, github, log, secrets, platform, catalog }: Setting,
  warnings: GitHubWarnings,
  publisher: Publisher,
): Promise<Services> {
  const { context, isPrivileged } = subject;
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
    catalog: await catalog,
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
    const text = await readFile(join(workspaceOf(job), RULES_FILE), "utf8").catch((error) => {
      if (error.code === "ENOENT") return "";
      throw new InputError(`${RULES_FILE} cannot be read: ${error.message}`);
    });
    return readRuleConfiguration(text);
  }
  const base = await readFileAt(RULES_FILE, sha);
  return readRuleConfiguration((base.ok && base.text) || "");
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
