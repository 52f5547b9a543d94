import {
  AppPlatformClient,
  type Clock,
  type LogEvent,
  type LogLine,
  tailLogs,
} from "@app-platform-toolkit/core";
import WebSocket from "ws";
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator/simulator.ts";
import { type AppView, TestClient } from "../simulator/test-client.ts";

/** The longest wait before a reconnect; the wait for a silent connection is longer. */
const LONGEST_BACK_OFF_MS = 20_000;

/** Back-offs pass at once and are written down; silence lasts until a test says that it is over. */
export class TailClock implements Clock {
  readonly backOffsMs: number[] = [];
  /** What `now` is off by: a clock that is set, or a machine that slept. */
  jumpMs = 0;
  #silences = new Set<() => void>();

  now(): number {
    return Date.now() + this.jumpMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = () => {
        this.#silences.delete(wake);
        signal?.removeEventListener("abort", abort);
        resolve();
      };
      const abort = () => {
        this.#silences.delete(wake);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort, { once: true });
      if (ms > LONGEST_BACK_OFF_MS) this.#silences.add(wake);
      else {
        this.backOffsMs.push(ms);
        setImmediate(wake);
      }
    });
  }

  /** All that waits in silence has waited long enough. */
  passSilence(): void {
    for (const wake of [...this.#silences]) wake();
  }
}

/** The simulator in step mode, and a client of it with a WebSocket of `ws`. */
export class Scene implements AsyncDisposable {
  readonly simulator: Simulator;
  readonly clock = new TailClock();
  readonly client: AppPlatformClient;
  readonly platform: TestClient;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
    this.platform = new TestClient(simulator);
    this.client = new AppPlatformClient({
      token: simulator.token,
      baseUrl: simulator.url,
      webSocket: WebSocket,
      clock: this.clock,
      random: () => 0.5,
    });
  }

  static async start(options: SimulatorOptions = {}): Promise<Scene> {
    const rateLimits = { perMinute: 100_000, perHour: 1_000_000 };
    return new Scene(await startSimulator({ speed: 0, rateLimits, ...options }));
  }

  tail(app: Pick<AppView, "id">, options: Partial<Parameters<typeof tailLogs>[1]> = {}): Tail {
    const signal = options.signal ?? new AbortController().signal;
    return new Tail(
      tailLogs(this.client, {
        appId: app.id,
        type: "RUN",
        follow: true,
        random: () => 0.5,
        ...options,
        signal,
      }),
    );
  }

  async redeploy(app: Pick<AppView, "id">): Promise<string> {
    const { body } = await this.platform.call("POST", `/v2/apps/${app.id}/deployments`, {
      force_build: true,
    });
    return body.deployment.id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator.close();
  }
}

/** Reads a tail all the time, and lets a test wait until it has seen something. */
export class Tail {
  readonly events: LogEvent[] = [];
  /** Settles with the stream. */
  readonly over: Promise<unknown>;
  readonly #iterator: AsyncIterator<LogEvent>;
  #wake: () => void = () => {};
  #ended = false;

  constructor(events: AsyncIterable<LogEvent>) {
    this.#iterator = events[Symbol.asyncIterator]();
    this.over = this.#read().catch((error: unknown) => error);
  }

  async #read(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#iterator.next();
        if (done) return;
        this.events.push(value);
        this.#wake();
      }
    } finally {
      this.#ended = true;
      this.#wake();
    }
  }

  get lines(): LogLine[] {
    return this.events.filter((event) => event.kind === "line");
  }

  get texts(): string[] {
    return this.lines.map(({ text }) => text);
  }

  /** What happened to the stream. */
  get notices(): string[] {
    return this.events.flatMap((event) => (event.kind === "notice" ? [event.code] : []));
  }

  count(code: string): number {
    return this.notices.filter((each) => each === code).length;
  }

  /** Waits until something is so; the clock of the simulator stands still meanwhile. */
  async until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.#ended)
        throw new Error(`The stream has ended: ${String(await this.over)}, ${this.notices.join(", ")}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    await this.#iterator.return?.();
  }
}
