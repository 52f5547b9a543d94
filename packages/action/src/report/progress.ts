import type { DeploymentEvent } from "@app-platform-toolkit/core";
import type { Log } from "../log.ts";

const PHASE_TITLES: Record<string, string> = {
  PENDING_BUILD: "Waiting for the build to start",
  BUILDING: "Building",
  PENDING_DEPLOY: "Waiting for the deployment to start",
  DEPLOYING: "Deploying",
};

const STATUS_WORDS: Record<string, string> = {
  RUNNING: "running",
  SUCCESS: "done",
  ERROR: "FAILED",
};

/**
 * Writes a deployment's events to the job log: a group a phase, one line a step that starts or ends.
 *
 * Steps that only wait say nothing, so that the log holds one line a change.
 */
export class ProgressLog {
  readonly #log: Log;
  readonly #startedAtMs: number;
  #open = false;

  constructor(log: Log, startedAtMs: number) {
    this.#log = log;
    this.#startedAtMs = startedAtMs;
  }

  show(event: DeploymentEvent, nowMs: number): void {
    switch (event.kind) {
      case "phase": {
        const title = PHASE_TITLES[event.phase];
        this.end();
        if (title === undefined) return;
        this.#log.group(`${clockTime(nowMs - this.#startedAtMs)}  ${title}`);
        this.#open = true;
        return;
      }
      case "step": {
        const word = STATUS_WORDS[event.status];
        if (word === undefined || !event.leaf) return;
        const took =
          event.elapsedMs !== undefined && event.status !== "RUNNING"
            ? ` in ${duration(event.elapsedMs)}`
            : "";
        this.#log.foreign(
          `${clockTime(nowMs - this.#startedAtMs)}  ${stepName(event.path)}  ${word}${took}${reason(event.reason)}`,
        );
        return;
      }
      case "notice":
        this.#log.foreign(`${clockTime(nowMs - this.#startedAtMs)}  ${event.message}`);
        return;
      case "ended":
        this.end();
        return;
      default:
        event satisfies never;
    }
  }

  /** Closes the open group: what follows is about the whole deployment. */
  end(): void {
    if (this.#open) this.#log.endGroup();
    this.#open = false;
  }
}

/** The platform puts the components into a step of their own, which says nothing. */
export function stepName(path: readonly string[]): string {
  return path.filter((name) => name !== "components").join(" › ");
}

function reason(value: { code?: string; message?: string } | undefined): string {
  const text = [value?.code, value?.message].filter(Boolean).join(": ");
  return text ? ` (${text})` : "";
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
