/** Time as a parameter, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after a time, of 24 days at most; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Timers take no more, and end at once where they are given it. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The time of the machine; tests bring a clock of their own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
        Math.min(ms, MAX_TIMER_MS),
      );
      signal?.addEventListener("abort", abort, { once: true });
    }),
};

/** A limited time for something that takes signals. Who starts it ends it. */
export class TimeLimit {
  /** Aborts when the time is up, or when the signal that was given does. */
  readonly signal: AbortSignal;
  readonly #up = new AbortController();
  readonly #ended = new AbortController();

  constructor(clock: Clock, ms: number, signal?: AbortSignal) {
    this.signal = signal ? AbortSignal.any([signal, this.#up.signal]) : this.#up.signal;
    clock.sleep(ms, this.#ended.signal).then(
      () => this.#up.abort(),
      () => {},
    );
  }

  get isUp(): boolean {
    return this.#up.signal.aborted;
  }

  end(): void {
    this.#ended.abort();
  }
}
