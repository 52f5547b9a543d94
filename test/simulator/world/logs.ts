import { badRequest } from "../server/answer.ts";
import { rfc3339Nano } from "./clock.ts";
import { phaseOf } from "./deployments.ts";
import { logIntervalMs, runningLines } from "./log-lines.ts";
import { componentsOf } from "./spec.ts";
import type { Deployment } from "./state.ts";
import type { LogType, Phase } from "./timeline.ts";

export interface StreamLine {
  component: string;
  at: number;
  text: string;
}

/** Lines that come with time. `follow` false means: what there is, and the end. */
export interface LogStream {
  linesBetween(from: number, to: number): StreamLine[];
  isOver(now: number): boolean;
  follow: boolean;
  /** Only so many of the lines that are there already. */
  tailLines?: number;
  /** A time with at least so many lines after it, or the beginning: so that a long log need not be made for its end. */
  tailBegin?(now: number, lines: number): number;
}

export interface LogQuery {
  type: string;
  component?: string;
  follow: boolean;
  tailLines?: number;
}

/** What the logs operations have for a deployment: a stream while it runs, archives when it is over, or nothing. */
export interface LogSources {
  live?: LogStream;
  archives: LogStream[];
}

/** `2026-01-05T09:00:01.123456789Z` behind the component, as log frames and archives carry it. */
export function formatLine({ component, at, text }: StreamLine): string {
  return `${component} ${rfc3339Nano(at)} ${text}\n`;
}

export function logSources(deployment: Deployment, query: LogQuery, now: number): LogSources {
  const phase = phaseOf(deployment, now);
  switch (query.type) {
    case "BUILD":
      return finiteLogs(deployment, query, now, "BUILDING", "build");
    case "DEPLOY":
      return finiteLogs(deployment, query, now, "DEPLOYING", "deploy");
    case "RUN":
      checkRunning(deployment, phase);
      return hasRunLogs(deployment, query)
        ? { live: runStream(deployment, query), archives: [] }
        : { archives: [] };
    case "RUN_RESTARTED":
      checkRunning(deployment, phase);
      return { archives: archivesOf(deployment, "RUN_RESTARTED", query, now) };
    case "AUTOSCALE_EVENT":
    case "JOB_INVOCATION":
      throw badRequest(`log type ${query.type} is not available for a deployment`);
    default:
      throw badRequest(`invalid log type "${query.type}"`);
  }
}

/** Build and deploy logs: live while their phase lasts, archived afterwards, refused where it was never reached. */
function finiteLogs(
  deployment: Deployment,
  query: LogQuery,
  now: number,
  during: Phase,
  word: string,
): LogSources {
  const phase = phaseOf(deployment, now);
  const startsAt = deployment.timeline.phases.find((each) => each.phase === during)?.at;
  const stoppedAt = deployment.stopped?.at ?? Number.POSITIVE_INFINITY;
  if (startsAt === undefined || now < startsAt || stoppedAt <= startsAt)
    throw badRequest(
      `cannot get ${word} logs from deployment ${deployment.id} in phase ${phase.toLowerCase()}`,
    );
  const type = during === "BUILDING" ? "BUILD" : "DEPLOY";
  if (phase !== during) return { archives: archivesOf(deployment, type, query, now) };
  const live = plannedStream(deployment, type, query, (later) => phaseOf(deployment, later) !== during);
  return { live, archives: [] };
}

/** The platform keeps no RUN logs of a deployment that is not the active one; "final_cleanup" is its own word. */
function checkRunning(deployment: Deployment, phase: Phase): void {
  if (phase === "DEPLOYING" || phase === "ACTIVE") return;
  const waiting = phase === "PENDING_BUILD" || phase === "BUILDING" || phase === "PENDING_DEPLOY";
  const seen = waiting ? phase.toLowerCase() : "final_cleanup";
  throw badRequest(`cannot get running logs from deployment ${deployment.id} in phase ${seen}`);
}

function hasRunLogs(deployment: Deployment, { component }: LogQuery): boolean {
  return componentsOf(deployment.spec).some(
    ({ list, component: { name } }) =>
      list !== "static_sites" && list !== "functions" && (component === undefined || name === component),
  );
}

/** One archive for each component that wrote something: that is how aggregate logs come. */
function archivesOf(deployment: Deployment, type: LogType, query: LogQuery, now: number): LogStream[] {
  return componentsOf(deployment.spec)
    .map(({ component }) => component.name)
    .filter((name) => query.component === undefined || name === query.component)
    .map((component) => plannedStream(deployment, type, { ...query, component }, () => true))
    .filter((stream) => stream.linesBetween(0, now).length > 0);
}

function plannedStream(
  deployment: Deployment,
  type: LogType,
  { component, follow, tailLines }: LogQuery,
  isOver: (now: number) => boolean,
): LogStream {
  return {
    linesBetween: (from, to) => plannedLines(deployment, type, component, from, to),
    isOver,
    follow,
    ...(tailLines === undefined ? {} : { tailLines }),
  };
}

function runStream(deployment: Deployment, query: LogQuery): LogStream {
  const { timeline } = deployment;
  const isOver = (now: number) => !["DEPLOYING", "ACTIVE"].includes(phaseOf(deployment, now));
  return {
    ...plannedStream(deployment, "RUN", query, isOver),
    tailBegin: (now, lines) => {
      const busiest = Math.min(
        ...componentsOf(deployment.spec).map((placed) => logIntervalMs(placed, deployment.spec)),
      );
      const begin = now - (lines + 1) * busiest;
      return begin > timeline.endsAt ? begin : 0;
    },
    linesBetween: (from, to) => {
      const until = Math.min(to, deployment.stopped?.at ?? to);
      const running = timeline.succeeds
        ? componentsOf(deployment.spec)
            .filter(({ component }) => query.component === undefined || component.name === query.component)
            .flatMap((placed) =>
              runningLines(placed, logIntervalMs(placed, deployment.spec), timeline.endsAt, from, until),
            )
        : [];
      const lines = [...plannedLines(deployment, "RUN", query.component, from, until), ...running];
      return lines.sort((a, b) => a.at - b.at);
    },
  };
}

/** The lines with `from` ≤ time < `to`; nothing is written after a deployment was cut short. */
function plannedLines(
  deployment: Deployment,
  type: LogType,
  component: string | undefined,
  from: number,
  to: number,
): StreamLine[] {
  const until = Math.min(to, deployment.stopped?.at ?? to);
  return deployment.timeline.logs.filter(
    (line) =>
      line.type === type &&
      (component === undefined || line.component === component) &&
      line.at >= from &&
      line.at < until,
  );
}
