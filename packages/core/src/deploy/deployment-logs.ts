import { type AppPlatformClient, type Clock, TimeLimit } from "../api/index.ts";
import { type LogLine, tailLogs } from "../logs/index.ts";
import { LogRing } from "./log-ring.ts";
import type { TellingLog } from "./reason-codes.ts";
import type { DeploymentTarget } from "./watch.ts";
import type { DeploymentEvent, DeploymentOutcome } from "./watch-events.ts";

export interface DeploymentLogsOptions extends DeploymentTarget {
  /** Each line as it comes: of BUILD and DEPLOY, and of RUN while the new containers start. */
  readonly onLine?: (type: TellingLog, line: LogLine) => void;
  /** One sentence about a log that cannot be had, or not as a whole. */
  readonly onNotice?: (message: string) => void;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Which logs are written in a phase. RUN begins with the roll-out: the platform drops it when the deployment fails. */
const LOGS_OF_PHASE: Readonly<Record<string, readonly TellingLog[]>> = {
  BUILDING: ["BUILD"],
  DEPLOYING: ["DEPLOY", "RUN"],
};

/** How long the last lines of a deployment may take after its end has been seen. */
const LAST_WORDS_MS = 5_000;

/**
 * The logs of a deployment while it is watched. Give it each event of `watchDeployment`: it opens the streams that a
 * phase calls for and keeps the end of each component's log, so that a container that crashes has left its words
 * before the platform drops them. Best effort: no log fails a deployment.
 */
export class DeploymentLogs implements AsyncDisposable {
  readonly #client: AppPlatformClient;
  readonly #options: DeploymentLogsOptions;
  readonly #clock: Clock;
  readonly #ring = new LogRing();
  readonly #streams = new Map<TellingLog, { readonly over: Promise<void>; readonly stop: AbortController }>();
  readonly #complete = new Set<TellingLog>();

  constructor(client: AppPlatformClient, options: DeploymentLogsOptions) {
    this.#client = client;
    this.#options = options;
    this.#clock = options.clock ?? client.transport.clock;
  }

  /** Opens what a new phase calls for. */
  follow(event: DeploymentEvent): void {
    if (event.kind !== "phase") return;
    for (const type of LOGS_OF_PHASE[event.phase] ?? []) if (!this.#streams.has(type)) this.#open(type);
  }

  /** The last lines of a log as far as it was captured, of one component or of all. */
  tail(type: TellingLog, component: string | undefined, lines: number): LogLine[] {
    return this.#ring.tail(type, component, lines);
  }

  /** Whether a log was followed to its own end, so that the archive has no more. */
  isComplete(type: TellingLog): boolean {
    return this.#complete.has(type);
  }

  /**
   * Ends with the deployment: waits a little for lines that are on their way, then closes every stream. What goes on
   * after `outcome` is not waited for: the log of containers that run, and any log where nobody watches any more.
   */
  async end(outcome: DeploymentOutcome): Promise<void> {
    if (outcome === "active") this.#streams.get("RUN")?.stop.abort();
    if (outcome === "timed-out") this.#stop();
    const limit = new TimeLimit(this.#clock, LAST_WORDS_MS, this.#options.signal);
    limit.signal.addEventListener("abort", () => this.#stop(), { once: true });
    if (limit.signal.aborted) this.#stop();
    await this.#over();
    limit.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    await this.#over();
  }

  async #over(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ over }) => over));
  }

  #stop(): void {
    for (const { stop } of this.#streams.values()) stop.abort();
  }

  #open(type: TellingLog): void {
    const stop = new AbortController();
    const { signal } = this.#options;
    const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    this.#streams.set(type, { stop, over: this.#read(type, either) });
  }

  /** Never throws: what happens to a log is a notice. */
  async #read(type: TellingLog, signal: AbortSignal): Promise<void> {
    const { appId, deploymentId, onLine, onNotice } = this.#options;
    const selection = { appId, deploymentId, type, follow: true };
    try {
      for await (const event of tailLogs(this.#client, { ...selection, signal, clock: this.#clock })) {
        if (event.kind === "line") {
          this.#ring.push(type, event);
          onLine?.(type, event);
        } else if (event.code === "skipped") onNotice?.(`The ${type} log has a gap. ${event.message}`);
        else if (event.code === "ended") this.#complete.add(type);
      }
    } catch (error) {
      if (signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      onNotice?.(`The ${type} log cannot be followed. ${why}`);
    }
  }
}
