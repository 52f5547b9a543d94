import type { Clock } from "./clock.ts";

/** The platform allows 250 calls in any minute for each token; the last ones are kept for what cannot wait. */
const CALLS_PER_MINUTE = 240;
const MINUTE_MS = 60_000;
/** From here on calls are spread over the time until the hour's oldest call expires. */
const HOURLY_RESERVE = 50;
const MAX_SPREAD_MS = 10_000;

/** Keeps all calls of one client within the token's limits, so that other tools with the same token still get through. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #notice: (message: string) => void;
  #sentAtMs: number[] = [];
  #remaining = Number.POSITIVE_INFINITY;
  #noticed = false;

  constructor(clock: Clock, notice: (message: string) => void) {
    this.#clock = clock;
    this.#notice = notice;
  }

  /** Waits for a turn. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const waitMs = this.#waitMs();
      if (waitMs <= 0) break;
      if (!this.#noticed) this.#notice("Slowing down: the token's rate limit is nearly used up.");
      this.#noticed = true;
      await this.#clock.sleep(waitMs, signal);
      this.#remaining = Number.POSITIVE_INFINITY;
    }
    this.#sentAtMs.push(this.#clock.now());
  }

  /** Learns from the headers of an answer how much of the hour is left. */
  learn(headers: { get(name: string): string | null }): void {
    const remaining = Number(headers.get("ratelimit-remaining") ?? Number.NaN);
    if (!Number.isFinite(remaining)) return;
    this.#remaining = remaining;
    if (remaining > HOURLY_RESERVE) this.#noticed = false;
  }

  #waitMs(): number {
    const now = this.#clock.now();
    this.#sentAtMs = this.#sentAtMs.filter((at) => now - at < MINUTE_MS);
    const oldest = this.#sentAtMs[0];
    if (this.#sentAtMs.length >= CALLS_PER_MINUTE && oldest !== undefined) return oldest + MINUTE_MS - now;
    if (this.#remaining >= HOURLY_RESERVE) return 0;
    return MAX_SPREAD_MS * (1 - this.#remaining / HOURLY_RESERVE);
  }
}
