import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { commandOf } from "./command.ts";
import { createGitHubClient, type GitHubClient } from "./github/client.ts";
import { readContext } from "./github/context.ts";
import { listFolderAtCommit, readFileAtCommit } from "./github/files.ts";
import { InputError, type Inputs, readInputs, refuseUnknownInputs } from "./inputs.ts";
import { type Job, workspaceOf } from "./job.ts";
import { jobLog } from "./log.ts";
import { connect, liveCatalog } from "./platform.ts";
import { Secrets } from "./secrets.ts";
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

  let files: readonly SpecFile[] = [];
  if (command !== "delete-preview" && command !== "sweep")
    try {
      files = await readSpecs(job, subject, inputs, github);
    } catch (error) {
      const { publisherOf } = await import("./perform.ts");
      // The comment of an earlier run would go on saying that all is well.
      if (error instanceof InputError)
        await publisherOf({ job, inputs, subject, github, log }).publishFailure(error.message);
      throw error;
    }
  const platform = subject.isPrivileged ? undefined : connect(inputs, log);
  const catalog = platform && liveCatalog(platform, log);
  // The larger part of the action is loaded while the platform is answering: once its request has left.
  await setImmediate();
  const { perform } = await import("./perform.ts");
  await perform(command, files, { job, inputs, subject, github, log, secrets, platform, catalog });
}

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
