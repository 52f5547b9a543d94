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
import { PollPace } from "./pace.ts";
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
  /** 30 minutes unless said. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** For the jitter: a number from 0 to 1. */
  readonly random?: () => number;
}

const DEFAULT_TIMEOUT_MS = 30 * 60_000;

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
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const clock = options.clock ?? client.transport.clock;
  // A call that is repeated during an outage must not outlast the watch.
  const timeUp = new AbortController();
  const over = new AbortController();
  clock.sleep(timeoutMs, over.signal).then(
    () => timeUp.abort(),
    () => {},
  );
  const seen = new Seen();
  try {
    yield* follow(client, seen, clock, {
      ...options,
      signal: AbortSignal.any(signal ? [signal, timeUp.signal] : [timeUp.signal]),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (!timeUp.signal.aborted) throw error;
    yield { kind: "ended", outcome: "timed-out", ...(seen.last ? { deployment: seen.last } : {}) };
  } finally {
    over.abort();
  }
}

async function* follow(
  client: AppPlatformClient,
  seen: Seen,
  clock: Clock,
  options: WatchOptions & { readonly signal: AbortSignal },
): AsyncGenerator<DeploymentEvent> {
  const { appId, deploymentId, signal } = options;
  const startedAtMs = clock.now();
  const pace = new PollPace(options.random ?? Math.random);
  let inOutage = false;
  for (;;) {
    const deployment = await client.deployments
      .get(appId, deploymentId, { signal })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        if (!OUTAGES.some((kind) => error instanceof kind)) throw error;
        return error as Error;
      });
    let moved = false;
    if (deployment instanceof Error) {
      if (!inOutage)
        yield notice(`The deployment cannot be read for now, and goes on. ${deployment.message}`);
      inOutage = true;
    } else {
      if (inOutage) yield notice("The deployment can be read again.");
      inOutage = false;
      const news = seen.compare(deployment);
      moved = news.length > 0;
      yield* news;
      const outcome = OUTCOMES[deployment.phase ?? ""];
      if (outcome) {
        const successorId =
          outcome === "superseded" ? await successorOf(client, deployment, options) : undefined;
        yield { kind: "ended", outcome, deployment, ...(successorId === undefined ? {} : { successorId }) };
        return;
      }
    }
    const ageMs = clock.now() - startedAtMs;
    await clock.sleep(pace.nextMs({ moved, ageMs, quota: client.quota }), signal);
  }
}

const OUTAGES = [Network, Timeout, Unavailable, UnexpectedBody, RateLimited];

function notice(message: string): DeploymentEvent {
  return { kind: "notice", message };
}

/** What has been told already, so that each change is told once. */
class Seen {
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
    // Steps that ended between two polls belong to the phase before.
    const ended = steps.filter(({ status }) => status !== "RUNNING");
    const running = steps.filter(({ status }) => status === "RUNNING");
    return [...ended, { kind: "phase", phase, deployment }, ...running];
  }
}

/**
 * The deployment that is live or on its way now. An older one is live again where the successor failed, and is none.
 * Best effort: the outcome stands without it.
 */
async function successorOf(
  client: AppPlatformClient,
  { created_at: createdAt }: Deployment,
  { appId, deploymentId, signal }: WatchOptions,
): Promise<string | undefined> {
  const app = await client.apps.get(appId, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
  const bornMs = timeOf(createdAt) ?? 0;
  return [app?.in_progress_deployment, app?.pending_deployment, app?.active_deployment].find(
    (other) => other?.id && other.id !== deploymentId && (timeOf(other.created_at) ?? bornMs) >= bornMs,
  )?.id;
}
