/** Where step mode begins, so that a test sees the same dates on every run. */
const STEP_MODE_START = Date.UTC(2026, 0, 5, 9, 0, 0);

/** How often listeners look at a running clock; on the wall, so fast enough for a virtual minute a second. */
const TICK_MS = 25;
/** After it a date has no four-digit year, and RFC 3339 no way to write it. */
const END_OF_TIME = Date.UTC(9999, 11, 31);

/**
 * The time on which deployments, logs and schedules run. With a speed of 60 a virtual minute passes in a second;
 * with a speed of 0 (step mode) time stands still until {@link advance} is called.
 */
export class VirtualClock {
  readonly speed: number;
  readonly #startedAt = Date.now();
  readonly #listeners = new Set<() => void>();
  #skippedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(speed: number) {
    this.speed = speed;
  }

  get stepMode(): boolean {
    return this.speed === 0;
  }

  /** Virtual milliseconds since 1970. */
  now(): number {
    const running = this.stepMode
      ? STEP_MODE_START
      : this.#startedAt + (Date.now() - this.#startedAt) * this.speed;
    return Math.floor(running + this.#skippedMs);
  }

  /** What rate windows and link expiry count by: they concern the caller's time, not the deployment's. */
  wallNow(): number {
    return this.stepMode ? this.now() : Date.now();
  }

  advance(ms: number): void {
    if (!(ms >= 0))
      throw new RangeError(`The clock cannot advance by ${ms} ms: time does not run backwards.`);
    if (this.now() + ms > END_OF_TIME) throw new RangeError("The clock cannot advance beyond the year 9999.");
    this.#skippedMs += ms;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` while time passes; returns what stops it. */
  whileItRuns(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.stepMode)
      this.#timer ??= setInterval(() => {
        for (const each of [...this.#listeners]) each();
      }, TICK_MS);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** RFC 3339 to the second, as the platform writes the times of apps and deployments. */
export function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 with nine digits, as in steps and log lines. The digits below a millisecond are made up from it. */
export function rfc3339Nano(ms: number): string {
  const below = String(Math.imul(ms % 86_400_000, 2654435761) >>> 0)
    .padStart(10, "0")
    .slice(-6);
  return `${new Date(ms).toISOString().slice(0, 23)}${below}Z`;
}

export const ZERO_TIME = "0001-01-01T00:00:00Z";
