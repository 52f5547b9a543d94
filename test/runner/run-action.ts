// Runs the bundled action as the GitHub runner would: a child process with INPUT_* variables, an event file, and
// files for outputs and the job summary.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { CANARY, newFiles, refuseLeaks, textsIn, withoutMasks } from "./canary.ts";
import { runInProcess } from "./in-process.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

export interface ActionJob {
  /** Files of the checkout, by their path. */
  files: Record<string, string>;
  /** What the workflow writes under `with:`. */
  inputs: Record<string, string>;
  eventName: string;
  event: object;
  repository: string;
  sha: string;
  ref: string;
  runId?: number;
  runAttempt?: number;
  /** Where GitHub is for this job. */
  github: { apiUrl: string; graphqlUrl: string; serverUrl: string };
  /** What the workflow writes under `env:`. */
  env?: Record<string, string>;
  onLine?: (line: string) => void;
  /** Runs the source in this process, which is quick; the bundle is what users run. */
  inProcess?: boolean;
  /** Ends the process in mid-run, as a runner that is lost does. */
  killSignal?: AbortSignal;
  /** What the job must not let out, beside the canary. */
  secrets?: readonly string[];
  /** Asks the process to end, as a runner does whose job is canceled. */
  stopSignal?: AbortSignal;
  /** The folder with the action.yml and the bundle; this repository unless said. */
  actionFolder?: string;
}

export interface ActionRun {
  exitCode: number | null;
  /** Standard output and error as the runner shows them, workflow commands included. */
  log: string;
  outputs: Record<string, string>;
  summary: string;
  durationMs: number;
}

export async function runAction(job: ActionJob): Promise<ActionRun> {
  const folder = await mkdtemp(join(tmpdir(), "action-run-"));
  try {
    const workspace = join(folder, "workspace");
    for (const [path, text] of Object.entries(job.files)) {
      await mkdir(join(workspace, path, ".."), { recursive: true });
      await writeFile(join(workspace, path), text);
    }
    await mkdir(workspace, { recursive: true });
    const files = {
      event: join(folder, "event.json"),
      output: join(folder, "output"),
      summary: join(folder, "summary"),
    };
    await Promise.all([
      writeFile(files.event, JSON.stringify(job.event)),
      writeFile(files.output, ""),
      writeFile(files.summary, ""),
    ]);
    const { actionFolder = REPOSITORY } = job;
    const manifest = await actionManifest(actionFolder);
    const started = Date.now();
    const given = new Set([files.event, ...Object.keys(job.files).map((path) => join(workspace, path))]);
    const environment = {
      ...inputVariables(manifest, job.inputs),
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: job.github.apiUrl,
      GITHUB_GRAPHQL_URL: job.github.graphqlUrl,
      GITHUB_SERVER_URL: job.github.serverUrl,
      GITHUB_EVENT_NAME: job.eventName,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_REPOSITORY: job.repository,
      GITHUB_SHA: job.sha,
      GITHUB_REF: job.ref,
      GITHUB_RUN_ID: String(job.runId ?? 1),
      GITHUB_RUN_ATTEMPT: String(job.runAttempt ?? 1),
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_JOB: "app-platform",
      GITHUB_ACTOR: "octocat",
      RUNNER_TEMP: folder,
      RUNNER_OS: "Linux",
      JOB_SECRET: CANARY,
      ...job.env,
    };
    const secrets = [CANARY, ...(job.secrets ?? [])];
    if (job.inProcess) {
      const run = await runInProcess(environment);
      const { log, outputs, summary } = run;
      refuseLeaks({ "the job log": log, outputs: textsIn(outputs).join("\n"), summary }, secrets);
      return { ...run, durationMs: Date.now() - started };
    }
    const main = join(actionFolder, manifest.main);
    const { exitCode, log } = await runNode(main, workspace, job, environment);
    const traces = { "the job log": withoutMasks(log), ...(await newFiles(folder, given)) };
    refuseLeaks(traces, secrets);
    return {
      exitCode,
      log,
      outputs: parseOutputs(await readFile(files.output, "utf8")),
      summary: await readFile(files.summary, "utf8"),
      durationMs: Date.now() - started,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export interface ActionManifest {
  main: string;
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string }>;
}

export async function actionManifest(folder = REPOSITORY): Promise<ActionManifest> {
  const manifest = parse(await readFile(join(folder, "action.yml"), "utf8"));
  return { main: manifest.runs.main, inputs: manifest.inputs, outputs: manifest.outputs };
}

/** Inputs as the runner hands them over: defaults from the manifest, upper-case names, hyphens kept. */
function inputVariables(manifest: ActionManifest, given: Record<string, string>): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, { default: fallback = "" }] of Object.entries(manifest.inputs)) {
    const expression = /^\$\{\{.*\}\}$/.test(fallback);
    variables[`INPUT_${name.toUpperCase()}`] = given[name] ?? (expression ? "" : String(fallback));
  }
  for (const [name, value] of Object.entries(given)) variables[`INPUT_${name.toUpperCase()}`] = value;
  return variables;
}

function runNode(main: string, cwd: string, job: ActionJob, env: Record<string, string>) {
  return new Promise<{ exitCode: number | null; log: string }>((resolve, reject) => {
    // Only what a runner's shell has: nothing of this machine's environment leaks into the run.
    const child = spawn(process.execPath, [main], {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    let unfinished = "";
    const take = (chunk: string) => {
      log += chunk;
      unfinished += chunk;
      const lines = unfinished.split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines) job.onLine?.(line);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const kill = () => child.kill("SIGKILL");
    const stop = () => child.kill("SIGINT");
    job.killSignal?.addEventListener("abort", kill, { once: true });
    job.stopSignal?.addEventListener("abort", stop, { once: true });
    child.on("error", reject);
    child.on("close", (exitCode) => {
      job.killSignal?.removeEventListener("abort", kill);
      job.stopSignal?.removeEventListener("abort", stop);
      resolve({ exitCode, log });
    });
  });
}

/** Reads the runner's output file: `name=value` lines and `name<<DELIMITER` blocks. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const block = /^([^=]+?)<<(.+)$/.exec(lines[i] ?? "");
    if (!block) continue;
    const [, name = "", delimiter = ""] = block;
    const value: string[] = [];
    while (++i < lines.length && lines[i] !== delimiter) value.push(lines[i] ?? "");
    outputs[name] = value.join("\n");
  }
  return outputs;
}
