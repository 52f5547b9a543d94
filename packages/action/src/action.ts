import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as core from "@actions/core";
import { RULES_FILE, type RuleConfiguration, readRuleConfiguration } from "@app-platform-toolkit/core";
import { createGitHubClient, type GitHubClient } from "./github/client.ts";
import { type GitHubContext, readContext } from "./github/context.ts";
import { readFileAtCommit } from "./github/files.ts";
import { clean } from "./github/markdown.ts";
import { InputError, type Inputs, readInputs, refuseUnknownInputs } from "./inputs.ts";
import { jobLog, type Log } from "./log.ts";
import { connect, liveCatalog } from "./platform.ts";
import { Publisher } from "./publish.ts";
import type { AppResult } from "./result.ts";
import { commandOf, run } from "./run.ts";
import { Secrets } from "./secrets.ts";
import type { FileAtCommit, Services } from "./services.ts";
import { findSpecs, type SpecFile } from "./specs.ts";

/** One run of the action, from the environment that the runner sets to outputs, annotations, comment and verdict. */
export async function runAction(): Promise<void> {
  refuseUnknownInputs(process.env);
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
  const publisher = new Publisher(inputs, context, github, log);
  let files: SpecFile[];
  try {
    files = await findSpecs(workspace(), inputs.specPaths);
  } catch (error) {
    // The comment of an earlier run would go on saying that all is well.
    if (error instanceof InputError) await publisher.publishFailure(error.message);
    throw error;
  }
  const services = await connectServices(inputs, context, github, log, publisher);
  const results = await run(command, files, services);
  await publisher.publish(results);
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
  publisher: Publisher,
): Promise<Services> {
  const platform = connect(inputs, log);
  const aborter = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () =>
      aborter.abort(new InputError(`The job was canceled (${signal}). A deployment that has begun goes on.`)),
    );
  const readFileAt = async (path: string, sha: string): Promise<FileAtCommit> => {
    if (!github) return { ok: false };
    const file = await readFileAtCommit({ octokit: github, context, path, sha });
    if (file.ok) return { ok: true, text: file.value };
    log.warning(file.failure.message);
    return { ok: false };
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
    secrets: new Secrets((value) => core.setSecret(value)),
    showProgress: (result) => publisher.showProgress(result),
    signal: aborter.signal,
    now: Date.now,
  };
}

/** A pull request is judged by the levels of its base, so that a change cannot silence its own check. */
async function ruleConfiguration(
  { pullRequest }: GitHubContext,
  readFileAt: Services["readFileAt"],
): Promise<RuleConfiguration> {
  if (!pullRequest) {
    const text = await readFile(join(workspace(), RULES_FILE), "utf8").catch(() => "");
    return readRuleConfiguration(text);
  }
  const base = await readFileAt(RULES_FILE, pullRequest.baseSha);
  return readRuleConfiguration((base.ok && base.text) || "");
}

function workspace(): string {
  return process.env.GITHUB_WORKSPACE || process.cwd();
}

/** The verdict of the step: one message for each app that failed. */
function conclude(results: readonly AppResult[]): void {
  const failures = results.flatMap(({ name, failure, diagnostics, file }) => {
    if (failure === undefined) return [];
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const at = errors[0]?.range.start;
    const first = at ? ` The first is at ${file}:${at.line + 1}:${at.character + 1}.` : "";
    return [clean(`${name}: ${failure}${first}`)];
  });
  if (failures.length > 0) core.setFailed(failures.join("\n"));
}
