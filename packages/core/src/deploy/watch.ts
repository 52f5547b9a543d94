import { type AppPlatformClient, type Clock, type Deployment, TimeLimit } from "../api/index.ts";
import { PollPace } from "./pace.ts";
import { type DeploymentEvent, ended, isOutage, outcomeOf, Seen, successorIn } from "./watch-events.ts";

export interface DeploymentTarget {
  readonly appId: string;
  readonly deploymentId: string;
}

export interface WatchLimits {
  /** 30 minutes unless said. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** For the jitter: a number from 0 to 1. */
  readonly random?: () => number;
}

export type WatchOptions = DeploymentTarget & WatchLimits;

const DEFAULT_TIMEOUT_MS = 30 * 60_000;

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
  const clock = options.clock ?? client.transport.clock;
  const seen = new Seen();
  yield* withinTime(
    clock,
    options,
    (signal) => follow(client, seen, clock, { ...options, signal }),
    () => [ended("timed-out", seen.last)],
  );
}

/**
 * Events as they come, with a signal that aborts when the time is up: a call that is repeated during an outage must
 * not outlast the watch. Then the `last` events end it.
 */
export async function* withinTime<Event>(
  clock: Clock,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: WatchLimits,
  events: (signal: AbortSignal) => AsyncIterable<Event>,
  last: () => Iterable<Event>,
): AsyncGenerator<Event> {
  const limit = new TimeLimit(clock, timeoutMs, signal);
  try {
    yield* events(limit.signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (!limit.isUp) throw error;
    yield* last();
  } finally {
    limit.end();
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
        if (!isOutage(error)) throw error;
        return error;
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
      const outcome = outcomeOf(deployment);
      if (outcome) {
        const successorId =
          outcome === "superseded" ? await successorOf(client, deployment, options) : undefined;
        yield ended(outcome, deployment, successorId);
        return;
      }
    }
    const ageMs = clock.now() - startedAtMs;
    await clock.sleep(pace.nextMs({ moved, ageMs, quota: client.quota }), signal);
  }
}

function notice(message: string): DeploymentEvent {
  return { kind: "notice", message };
}

/** Best effort: the outcome stands without it. */
export async function successorOf(
  client: AppPlatformClient,
  deployment: Deployment,
  { appId, signal }: { readonly appId: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const app = await client.apps.get(appId, { signal }).catch(() => undefined);
  signal.throwIfAborted();
  return successorIn(app, deployment);
}
