import type { Random } from "./random.ts";
import type { Placed, Spec } from "./spec.ts";
import type { LogLine, LogType, PlannedStep } from "./timeline.ts";
import type { Failure } from "./triggers.ts";

/** Lines spread evenly between two times, with the words of one component. */
function spread(type: LogType, component: string, from: number, to: number, texts: string[]): LogLine[] {
  const gap = (to - from) / (texts.length + 1);
  return texts.map((text, index) => ({ type, component, at: Math.floor(from + gap * (index + 1)), text }));
}

export function buildLines(
  { list, component }: Placed,
  commit: string | undefined,
  step: PlannedStep,
  random: Random,
  failure: Failure | undefined,
): LogLine[] {
  const repository =
    component.github?.repo ??
    component.gitlab?.repo ??
    component.bitbucket?.repo ??
    component.git?.repo_clone_url;
  const texts = [
    "\u001b[34m--> fetching the source\u001b[0m",
    ` cloning ${repository ?? "the repository"}, branch ${branchOf(component) ?? "(default)"}`,
    ` checking out commit ${(commit ?? "unknown").slice(0, 7)}`,
  ];
  if (component.dockerfile_path) {
    texts.push("\u001b[34m--> dockerfile build\u001b[0m", ` building with ${component.dockerfile_path}`);
    texts.push(` [1/3] FROM base@sha256:${random.hex(12)}`, " [2/3] COPY . .", " [3/3] RUN install");
  } else {
    texts.push("\u001b[34m--> buildpack detection\u001b[0m");
    texts.push(` ${component.environment_slug ?? "node-js"} buildpack, version 0.${random.integer(10, 99)}`);
    texts.push(` installed ${random.integer(80, 900)} dependencies in ${random.integer(4, 30)} s`);
  }
  if (component.build_command)
    texts.push("\u001b[34m--> custom build command\u001b[0m", ` $ ${component.build_command}`);
  if (failure?.exitCode === 137) texts.push(" Killed", " the build used more memory than it may");
  else if (failure) texts.push(` error: the build command exited with code ${failure.exitCode}`);
  if (failure) texts.push("\u001b[31m ! build failed: exit status 1\u001b[0m");
  else texts.push("\u001b[34m--> upload\u001b[0m", ` image of ${random.integer(40, 400)} MiB uploaded`);
  if (!failure)
    texts.push(`\u001b[32m build complete${list === "static_sites" ? ": assets are ready" : ""}\u001b[0m`);
  return spread("BUILD", component.name, step.startsAt, step.endsAt, texts);
}

function branchOf(component: Placed["component"]): string | undefined {
  return [component.github, component.gitlab, component.bitbucket, component.git].find((each) => each)
    ?.branch;
}

/** What a careless program prints of its environment: each value as it is and in the encodings that are in use. */
export function environmentLines(
  type: LogType,
  { component }: Placed,
  step: PlannedStep,
  environment: Readonly<Record<string, string>>,
): LogLine[] {
  const texts = Object.entries(environment).flatMap(([key, value]) => {
    const bytes = Buffer.from(value, "utf8");
    return [
      `${key}=${value}`,
      JSON.stringify({ [key]: value }),
      `https://example.test/?${key}=${encodeURIComponent(value)}`,
      `${key} in hex: ${bytes.toString("hex")}`,
      `authorization: Basic ${Buffer.from(`user:${value}`).toString("base64")}`,
      `::warning::${value}`,
      `\u001b[33m${value.slice(0, 4)}\u001b[0m${value.slice(4)}`,
      [...value].reverse().join(""),
    ];
  });
  return spread(type, component.name, step.startsAt, step.endsAt, texts);
}

export function deployLines(
  { component }: Placed,
  deploy: PlannedStep,
  wait: PlannedStep,
  failure: Failure | undefined,
): LogLine[] {
  const rollOut = ["preparing the roll-out", "pulling the image", "creating the containers"];
  const waiting = failure
    ? ["waiting until it is ready", `not ready: ${failure.message}`, "the roll-out is given up"]
    : ["waiting until it is ready", "ready"];
  return [
    ...spread("DEPLOY", component.name, deploy.startsAt, deploy.endsAt, rollOut),
    ...spread("DEPLOY", component.name, wait.startsAt, wait.endsAt, waiting),
  ];
}

/** The first words of a container that starts well. */
export function startLines({ list, component }: Placed, step: PlannedStep, random: Random): LogLine[] {
  const command = component.run_command ? [`$ ${component.run_command}`] : [];
  const texts = {
    services: [...command, `listening on 0.0.0.0:${component.http_port ?? 8080}`],
    workers: [...command, "connected to the queue", "waiting for work"],
    jobs: [...command, `done: ${random.integer(1, 60)} changes applied`],
    static_sites: [],
    functions: [],
  }[list];
  return spread("RUN", component.name, step.startsAt, step.endsAt, texts);
}

/** A container that ends at once, and ends again after its restart, until the platform gives up. */
export function crashLines(
  { component }: Placed,
  step: PlannedStep,
  random: Random,
  failure: Failure,
): LogLine[] {
  const life = [
    ...(component.run_command ? [`$ ${component.run_command}`] : []),
    ...lastWords(component, random, failure),
    `container ended with exit code ${failure.exitCode}`,
  ];
  const half = (step.startsAt + step.endsAt) / 2;
  return [
    ...spread("RUN", component.name, step.startsAt, half, life),
    ...spread("RUN", component.name, half, step.endsAt, life),
    ...spread("RUN_RESTARTED", component.name, step.startsAt, half, life),
  ];
}

function lastWords(component: Placed["component"], random: Random, failure: Failure): string[] {
  if (failure.exitCode === 137) return ["loading the data set into memory", "Killed"];
  if (failure.exitCode === 127) return [`sh: ${component.run_command}: not found`];
  return [
    "Error: cannot reach the configuration it needs",
    `    at start (/workspace/server.js:${random.integer(10, 90)}:${random.integer(3, 30)})`,
  ];
}

/** A container that runs, but not where the platform asks. */
export function healthLines(
  { component }: Placed,
  step: PlannedStep,
  random: Random,
  port: number,
): LogLine[] {
  const asked = component.health_check?.port ?? component.http_port ?? 8080;
  const probe = `health check failed: connection refused on port ${asked} (attempt `;
  const texts = [`listening on 0.0.0.0:${port}`, ...[1, 2, 3].map((attempt) => `${probe}${attempt})`)];
  return spread("RUN", component.name, step.startsAt, step.endsAt - random.integer(0, 500), texts);
}

const RUN_INTERVAL_MS = 20_000;

/** How often a running container writes: `SIMULATE_LOG_INTERVAL_MS` of the component or the app, in clear. */
export function logIntervalMs({ component }: Placed, spec: Spec): number {
  const isAsked = ({ key }: { key?: string }) => key === "SIMULATE_LOG_INTERVAL_MS";
  const asked = component.envs?.find(isAsked) ?? spec.envs?.find(isAsked);
  const intervalMs = Math.floor(Number(asked?.value));
  return intervalMs >= 1 ? intervalMs : RUN_INTERVAL_MS;
}

/** Of a longer stretch only the last lines are there, so that years can pass at once. */
const MAX_LINES_AT_ONCE = 200_000;

/** What a running container writes in a stretch of time: the same lines for the same stretch, without end. */
export function runningLines(
  { list, component }: Placed,
  intervalMs: number,
  activeAt: number,
  from: number,
  to: number,
): LogLine[] {
  if (list !== "services" && list !== "workers") return [];
  const last = Math.ceil((to - activeAt) / intervalMs);
  const first = Math.max(1, Math.ceil((from - activeAt) / intervalMs), last - MAX_LINES_AT_ONCE);
  const lines: LogLine[] = [];
  for (let index = first; activeAt + index * intervalMs < to; index++) {
    const at = activeAt + index * intervalMs;
    const spentMs = (Math.imul(index, 2654435761) >>> 20) % 180;
    const text =
      list === "services"
        ? `GET /items/${index} 200 ${spentMs} ms`
        : `task ${index} finished in ${spentMs} ms`;
    lines.push({ type: "RUN", component: component.name, at, text });
  }
  return lines;
}
