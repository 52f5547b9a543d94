import {
  type AppPlatformClient,
  type Clock,
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

/** What happens to a deployment, as it is seen. */
export type DeploymentEvent =
  | { readonly kind: "phase"; readonly phase: string; readonly deployment: Deployment }
  | StepEvent
  | { readonly kind: "notice"; readonly message: string }
  | {
      readonly kind: "ended";
      readonly outcome: DeploymentOutcome;
      /** As last read; absent where it was never read in time. */
      readonly deployment?: Deployment;
      /** The deployment that took over, where this one is superseded. */
      readonly successorId?: string;
    };

export interface WatchOptions {
  readonly appId: string;
  readonly deploymentId: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** For the jitter: a number from 0 to 1. */
  readonly random?: () => number;
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000;
/** While steps move. */
const FAST_POLL_MS = 3_000;
/** While they do not. */
const SLOW_POLL_MS = 10_000;
/** Each poll without news is followed by a longer wait. */
const SLOW_DOWN = 1.5;
/** So that many watchers do not ask in step. */
const JITTER = 0.1;

/** Only the phase decides: the counts of steps are equal before the first step, too. */
const OUTCOMES: Readonly<Record<string, DeploymentOutcome>> = {
  ACTIVE: "active",
  ERROR: "error",
  CANCELED: "canceled",
  SUPERSEDED: "superseded",
};

/**
 * Follows one deployment by its id until it ends or the time is up. Each change of the phase and of a step's status
 * is one event. An outage of the API is a notice and is waited out. The last event is `ended`.
 *
 * @throws the signal's reason on abort; AppPlatformError where asking again cannot help (401, 403, 404).
 */
export async function* watchDeployment(
  client: AppPlatformClient,
  options: WatchOptions,
): AsyncGenerator<DeploymentEvent> {
  const { appId, deploymentId, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const clock = options.clock ?? client.transport.clock;
  const random = options.random ?? Math.random;
  const deadlineMs = clock.now() + timeoutMs;
  const seen = new Seen();
  let pollMs = FAST_POLL_MS;
  for (;;) {
    const news: DeploymentEvent[] = [];
    try {
      const deployment = await client.deployments.get(appId, deploymentId, { signal });
      news.push(...seen.compare(deployment));
    } catch (error) {
      signal?.throwIfAborted();
      if (!OUTAGES.some((kind) => error instanceof kind)) throw error;
      news.push({
        kind: "notice",
        message: `The deployment could not be read, and is asked for again. ${(error as Error).message}`,
      });
    }
    yield* news;
    const deployment = seen.last;
    const outcome = OUTCOMES[deployment?.phase ?? ""];
    if (deployment && outcome) {
      const successorId = outcome === "superseded" ? await successorOf(client, options) : undefined;
      yield { kind: "ended", outcome, deployment, ...(successorId === undefined ? {} : { successorId }) };
      return;
    }
    if (clock.now() >= deadlineMs) {
      yield { kind: "ended", outcome: "timed-out", ...(deployment ? { deployment } : {}) };
      return;
    }
    pollMs = news.length > 0 ? FAST_POLL_MS : Math.min(SLOW_POLL_MS, pollMs * SLOW_DOWN);
    const jittered = pollMs * (1 - JITTER + 2 * JITTER * random());
    await clock.sleep(Math.min(jittered, Math.max(0, deadlineMs - clock.now())), signal);
  }
}

const OUTAGES = [Network, Timeout, Unavailable, UnexpectedBody, RateLimited];

/** What has been told already, so that each change is told once. */
class Seen {
  last: Deployment | undefined;
  #phase = "";
  readonly #status = new Map<string, string>();

  compare(deployment: Deployment): DeploymentEvent[] {
    this.last = deployment;
    const steps = stepsOf(deployment).flatMap(({ path, component, step }): StepEvent[] => {
      const key = JSON.stringify([path, component]);
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
    // Steps that ended between two polls belong to the phase before.
    const ended = steps.filter(({ status }) => status !== "RUNNING");
    const running = steps.filter(({ status }) => status === "RUNNING");
    return [...ended, { kind: "phase", phase, deployment }, ...running];
  }
}

/** The deployment that is live or on its way now. Best effort: the outcome stands without it. */
async function successorOf(
  client: AppPlatformClient,
  { appId, deploymentId, signal }: WatchOptions,
): Promise<string | undefined> {
  const app = await client.apps.get(appId, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
  return [app?.in_progress_deployment, app?.pending_deployment, app?.active_deployment]
    .map((deployment) => deployment?.id)
    .find((id) => id !== undefined && id !== deploymentId);
}
