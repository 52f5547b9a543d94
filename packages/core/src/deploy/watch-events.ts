import {
  type App,
  type Deployment,
  Network,
  RateLimited,
  Timeout,
  Unavailable,
  UnexpectedBody,
} from "../api/index.ts";
import { stepsOf, timeOf } from "./steps.ts";

export type DeploymentOutcome = "active" | "error" | "canceled" | "superseded" | "timed-out";

export interface StepEvent {
  readonly kind: "step";
  /** Names from the root of the tree. */
  readonly path: readonly string[];
  readonly component?: string;
  /** No steps below it: what those above say is the sum of theirs. */
  readonly leaf: boolean;
  /** RUNNING, SUCCESS, ERROR, or one that is new. */
  readonly status: string;
  readonly reason?: { readonly code?: string; readonly message?: string };
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
  readonly elapsedMs?: number;
}

export interface EndedEvent {
  readonly kind: "ended";
  readonly outcome: DeploymentOutcome;
  /** As last read; absent where it was never read in time. */
  readonly deployment?: Deployment;
  /** The deployment that took over, where this one is superseded. */
  readonly successorId?: string;
}

/** What happens to a deployment, as it is seen. */
export type DeploymentEvent =
  | { readonly kind: "phase"; readonly phase: string; readonly deployment: Deployment }
  | StepEvent
  | { readonly kind: "notice"; readonly message: string }
  | EndedEvent;

/** Only the phase decides: the counts of steps are equal before the first step, too. */
const OUTCOMES: Readonly<Record<string, DeploymentOutcome>> = {
  ACTIVE: "active",
  ERROR: "error",
  CANCELED: "canceled",
  SUPERSEDED: "superseded",
};

/** How a deployment has ended; `undefined` while it goes on. */
export function outcomeOf({ phase = "" }: Deployment): DeploymentOutcome | undefined {
  return OUTCOMES[phase];
}

export function ended(
  outcome: DeploymentOutcome,
  deployment: Deployment | undefined,
  successorId?: string,
): EndedEvent {
  return {
    kind: "ended",
    outcome,
    ...(deployment ? { deployment } : {}),
    ...(successorId === undefined ? {} : { successorId }),
  };
}

/** The part of the step tree that belongs to a phase. */
const STAGES: Readonly<Record<string, string>> = { BUILDING: "build", DEPLOYING: "deploy" };

/** What has been told already, so that each change is told once. */
export class Seen {
  last: Deployment | undefined;
  #phase = "";
  readonly #status = new Map<string, string>();

  compare(deployment: Deployment): DeploymentEvent[] {
    this.last = deployment;
    const twins = new Map<string, number>();
    const steps = stepsOf(deployment).flatMap(({ path, component, step }): StepEvent[] => {
      const name = JSON.stringify([path, component]);
      // Steps of the same name in the same place are told apart by their order.
      const twin = (twins.get(name) ?? 0) + 1;
      twins.set(name, twin);
      const key = `${twin} ${name}`;
      const status = step.status ?? "UNKNOWN";
      if (this.#status.get(key) === status) return [];
      this.#status.set(key, status);
      if (status === "PENDING" || status === "UNKNOWN") return [];
      const [startedAtMs, endedAtMs] = [timeOf(step.started_at), timeOf(step.ended_at)];
      return [
        {
          kind: "step",
          path,
          leaf: !step.steps?.length,
          status,
          ...(component === undefined ? {} : { component }),
          ...(step.reason ? { reason: step.reason } : {}),
          ...(startedAtMs === undefined ? {} : { startedAtMs }),
          ...(endedAtMs === undefined ? {} : { endedAtMs }),
          ...(startedAtMs === undefined || endedAtMs === undefined
            ? {}
            : { elapsedMs: endedAtMs - startedAtMs }),
        },
      ];
    });
    const phase = deployment.phase ?? "UNKNOWN";
    if (phase === this.#phase) return steps;
    this.#phase = phase;
    // Steps that ended between two polls belong to the phase before, unless they are of the new phase's own stage.
    const isEarlier = ({ status, path: [stage] }: StepEvent) =>
      status !== "RUNNING" && stage !== STAGES[phase];
    const later = steps.filter((step) => !isEarlier(step));
    return [...steps.filter(isEarlier), { kind: "phase", phase, deployment }, ...later];
  }
}

/**
 * The deployment of an app that is live or on its way instead of one that was superseded. An older one is live again
 * where the successor failed, and is none.
 */
export function successorIn(
  app: App | undefined,
  { id, created_at: createdAt }: Deployment,
): string | undefined {
  const bornMs = timeOf(createdAt) ?? 0;
  return [app?.in_progress_deployment, app?.pending_deployment, app?.active_deployment].find(
    (other) => other?.id && other.id !== id && (timeOf(other.created_at) ?? bornMs) >= bornMs,
  )?.id;
}

const OUTAGES = [Network, Timeout, Unavailable, UnexpectedBody, RateLimited];

/** Whether asking again later may help. */
export function isOutage(error: unknown): error is Error {
  return OUTAGES.some((kind) => error instanceof kind);
}
