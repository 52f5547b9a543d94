import type { DeploymentEvent } from "@app-platform-toolkit/core";
import type { Log } from "../log.ts";

const PHASE_TITLES: Record<string, string> = {
  PENDING_BUILD: "Waiting for the build to start",
  BUILDING: "Building",
  PENDING_DEPLOY: "Waiting for the deployment to start",
  DEPLOYING: "Deploying",
};

const STATUS_MARKS: Record<string, string> = { RUNNING: "▸", SUCCESS: "✓", ERROR: "✗" };

/**
 * Writes a deployment's events to the job log: one line a change, for phases and for the steps that have none below
 * them, each with the time since the start.
 */
export class ProgressLog {
  readonly #log: Log;
  readonly #startedAtMs: number;

  constructor(log: Log, startedAtMs: number) {
    this.#log = log;
    this.#startedAtMs = startedAtMs;
  }

  show(event: DeploymentEvent, nowMs: number): void {
    const time = clockTime(nowMs - this.#startedAtMs).padStart(5);
    switch (event.kind) {
      case "phase": {
        const title = PHASE_TITLES[event.phase];
        if (title !== undefined) this.#log.foreign(`${time}  ${title}`);
        return;
      }
      case "step": {
        const mark = STATUS_MARKS[event.status];
        if (mark === undefined || !event.leaf) return;
        const ended = event.elapsedMs !== undefined && event.status !== "RUNNING";
        const took = ended ? `  ${duration(event.elapsedMs ?? 0)}` : "";
        this.#log.foreign(`${time}    ${mark} ${stepName(event.path)}${took}${reason(event.reason)}`);
        return;
      }
      case "notice":
        this.#log.foreign(`${time}  ${event.message}`);
        return;
      case "ended":
        return;
      default:
        event satisfies never;
    }
  }
}

/** The platform puts the components into a step of their own, which says nothing. */
export function stepName(path: readonly string[]): string {
  return path.filter((name) => name !== "components").join(" › ");
}

function reason(value: { code?: string; message?: string } | undefined): string {
  const text = [value?.code, value?.message].filter(Boolean).join(": ");
  return text ? `  (${text})` : "";
}

/** Time since the start as `0:07` or `12:30`. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A length of time in words: `12 s`, `3 min 5 s`, `1 h 2 min`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.floor(minutes / 60)} h`;
}
