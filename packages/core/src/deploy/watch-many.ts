import {
  type App,
  type AppPlatformClient,
  type AppPlatformError,
  type Clock,
  NotFound,
} from "../api/index.ts";
import { manyPollMs } from "./pace.ts";
import { type DeploymentTarget, successorOf, type WatchLimits, withinTime } from "./watch.ts";
import { type DeploymentEvent, ended, isOutage, outcomeOf, Seen, successorIn } from "./watch-events.ts";

/** What happens to one of many deployments; a notice concerns all of them. */
export type WatchedEvent =
  | (Exclude<DeploymentEvent, { kind: "notice" }> & DeploymentTarget)
  /** It is followed no more: the app or the deployment is not there. */
  | ({ readonly kind: "lost"; readonly error: AppPlatformError } & DeploymentTarget)
  | { readonly kind: "notice"; readonly message: string };

/** Apps on a page of the list, which is one call. */
const APPS_PER_CALL = 200;
/** Calls for single deployments in any minute. With those for the list (20 at most) they stay below 60. */
const SINGLE_CALLS_PER_MINUTE = 30;
const MINUTE_MS = 60_000;

/**
 * Follows many deployments until all have ended or the time is up. The list of apps carries the deployments that are
 * live or on their way, so one call tells of 200 apps; what ended in another way is no more in it, and is read by
 * itself. Where reading each by itself is cheaper, the list is not read.
 *
 * Events are those of `watchDeployment`, each with its `appId` and `deploymentId`.
 *
 * @throws the signal's reason on abort; AppPlatformError where asking again cannot help (401, 403).
 */
export async function* watchDeployments(
  client: AppPlatformClient,
  targets: Iterable<DeploymentTarget>,
  options: WatchLimits = {},
): AsyncGenerator<WatchedEvent> {
  const clock = options.clock ?? client.transport.clock;
  const watch = new ManyWatch(client, clock, targets);
  yield* withinTime(
    clock,
    options,
    (signal) => watch.run(signal, options.random ?? Math.random),
    () => watch.timedOut(),
  );
}

interface Followed {
  readonly target: DeploymentTarget;
  readonly seen: Seen;
  /** When it was last read by itself. */
  readAtMs: number;
}

class ManyWatch {
  /** By the deployment's id: those that have not ended. */
  readonly #open = new Map<string, Followed>();
  readonly #client: AppPlatformClient;
  readonly #clock: Clock;
  /** How many calls the list took when it was last read. */
  #listCalls = 1;
  #singleCallsAtMs: number[] = [];

  constructor(client: AppPlatformClient, clock: Clock, targets: Iterable<DeploymentTarget>) {
    this.#client = client;
    this.#clock = clock;
    for (const { appId, deploymentId } of targets)
      this.#open.set(deploymentId, { target: { appId, deploymentId }, seen: new Seen(), readAtMs: -1 });
  }

  async *run(signal: AbortSignal, random: () => number): AsyncGenerator<WatchedEvent> {
    let inOutage = false;
    while (this.#open.size > 0) {
      const byList = this.#open.size > this.#listCalls;
      let moved = false;
      try {
        for await (const event of this.#look(byList, signal)) {
          moved = true;
          yield event;
        }
        if (inOutage) yield notice("The deployments can be read again.");
        inOutage = false;
      } catch (error) {
        signal.throwIfAborted();
        if (!isOutage(error)) throw error;
        if (!inOutage) yield notice(`The deployments cannot be read for now, and go on. ${error.message}`);
        inOutage = true;
      }
      if (this.#open.size === 0) return;
      const calls = byList ? this.#listCalls : 1;
      await this.#clock.sleep(manyPollMs({ moved, calls, quota: this.#client.quota }, random), signal);
    }
  }

  *timedOut(): Generator<WatchedEvent> {
    for (const { target, seen } of this.#open.values()) yield { ...ended("timed-out", seen.last), ...target };
  }

  /** Looks once at all that is open, as far as the calls of this minute go, and tells what is new. */
  async *#look(byList: boolean, signal: AbortSignal): AsyncGenerator<WatchedEvent> {
    const apps = byList ? await this.#readApps(signal) : undefined;
    const unlisted: Followed[] = [];
    for (const followed of [...this.#open.values()]) {
      const app = apps?.get(followed.target.appId);
      const listed = deploymentsOf(app).find(({ id }) => id === followed.target.deploymentId);
      if (!listed?.phase) unlisted.push(followed);
      else yield* this.#tell(followed, followed.seen.compare(listed), app, signal);
    }
    const due = unlisted.sort((a, b) => a.readAtMs - b.readAtMs).slice(0, this.#spareCalls());
    const read = await Promise.allSettled(due.map((followed) => this.#read(followed, signal)));
    for (const [index, followed] of due.entries()) {
      const result = read[index];
      const app = apps?.get(followed.target.appId);
      if (result?.status === "fulfilled") yield* this.#tell(followed, result.value, app, signal);
      else if (result?.reason instanceof NotFound) yield this.#lose(followed, result.reason);
    }
    const failed = read.find(
      (result) => result.status === "rejected" && !(result.reason instanceof NotFound),
    );
    if (failed?.status === "rejected") throw failed.reason;
  }

  /** The apps that are watched, by id. Reading ends with the last of them. */
  async #readApps(signal: AbortSignal): Promise<Map<string, App>> {
    const wanted = new Set([...this.#open.values()].map(({ target }) => target.appId));
    const found = new Map<string, App>();
    let count = 0;
    for await (const app of this.#client.apps.list({ signal })) {
      count += 1;
      if (app.id !== undefined && wanted.delete(app.id)) found.set(app.id, app);
      if (wanted.size === 0) break;
    }
    this.#listCalls = Math.max(1, Math.ceil(count / APPS_PER_CALL));
    return found;
  }

  async #read(followed: Followed, signal: AbortSignal): Promise<DeploymentEvent[]> {
    const { appId, deploymentId } = followed.target;
    followed.readAtMs = this.#clock.now();
    this.#singleCallsAtMs.push(followed.readAtMs);
    return followed.seen.compare(await this.#client.deployments.get(appId, deploymentId, { signal }));
  }

  /** How many calls for single deployments this minute still has. */
  #spareCalls(): number {
    const now = this.#clock.now();
    this.#singleCallsAtMs = this.#singleCallsAtMs.filter((at) => now - at < MINUTE_MS);
    return SINGLE_CALLS_PER_MINUTE - this.#singleCallsAtMs.length;
  }

  async *#tell(
    { target, seen }: Followed,
    news: readonly DeploymentEvent[],
    app: App | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<WatchedEvent> {
    for (const event of news) if (event.kind !== "notice") yield { ...event, ...target };
    const outcome = seen.last && outcomeOf(seen.last);
    if (!seen.last || !outcome) return;
    this.#open.delete(target.deploymentId);
    const successor =
      outcome !== "superseded"
        ? undefined
        : app
          ? successorIn(app, seen.last)
          : await successorOf(this.#client, seen.last, { ...target, signal });
    yield { ...ended(outcome, seen.last, successor), ...target };
  }

  #lose({ target }: Followed, error: AppPlatformError): WatchedEvent {
    this.#open.delete(target.deploymentId);
    return { kind: "lost", error, ...target };
  }
}

function notice(message: string): WatchedEvent {
  return { kind: "notice", message };
}

function deploymentsOf(app: App | undefined) {
  return [app?.in_progress_deployment, app?.pending_deployment, app?.active_deployment].filter(
    (deployment) => deployment !== undefined,
  );
}
