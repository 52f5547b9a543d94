import type { Clock } from "./clock.ts";

/** The platform allows 250 calls in any minute for each token; a few are left to others with the same token. */
const CALLS_PER_MINUTE = 240;
const MINUTE_MS = 60_000;
/** Below this share of the hour's calls they are spread out, the more the fewer are left. */
const RESERVED_SHARE = 0.05;
/** Between two calls when none is left but one. At 5,000 an hour one expires every 0.72 s on the average. */
const WIDEST_GAP_MS = 5_000;
/** Longer than this no call waits for the hour: then the platform is asked, and may refuse. */
const MAX_WAIT_MS = 60_000;

/** Calls that wait say so, but not each. */
const TELL_EVERY_MS = 5 * MINUTE_MS;

/** How much of the hour's calls is left, as the platform last said; `undefined` before its first answer. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  /** When the oldest call of the hour expires, which frees one call and not all. */
  readonly resetAtMs: number;
}

interface Headers {
  get(name: string): string | null;
}

/**
 * Keeps all calls of one client within the token's two sliding windows: 250 calls in any minute, which it counts
 * itself, and 5,000 in any hour, which it learns from the headers of each answer.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #notice: (message: string) => void;
  #sentAtMs: number[] = [];
  #quota: Quota | undefined;
  #closed: { readonly atMs: number; readonly forMs: number } | undefined;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, notice: (message: string) => void) {
    this.#clock = clock;
    this.#notice = notice;
  }

  get quota(): Quota | undefined {
    return this.#quota;
  }

  /** Waits for a turn. Who waits looks again afterwards, so calls that wait together still go one by one. */
  async turn(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const waitMs = this.#waitMs();
      if (waitMs <= 0) break;
      this.#tell(waitMs);
      await this.#clock.sleep(waitMs, signal);
    }
    this.#sentAtMs.push(this.#clock.now());
    // Calls that are under way have not been answered yet, but count.
    if (this.#quota) this.#quota = { ...this.#quota, remaining: Math.max(0, this.#quota.remaining - 1) };
  }

  /** Learns from the headers of an answer how much of the hour is left. */
  learn(headers: Headers): void {
    const [limit, remaining, reset] = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"].map(
      (name) => Number(headers.get(name) ?? Number.NaN),
    );
    if (limit === undefined || remaining === undefined || reset === undefined) return;
    if (!Number.isFinite(limit + remaining + reset) || limit <= 0) return;
    this.#quota = { limit, remaining, resetAtMs: reset * 1000 };
  }

  /** After a 429 nobody calls for a while: the window is the token's, not the call's. */
  close(waitMs: number): void {
    const atMs = this.#clock.now();
    if (waitMs > this.#closedMs(atMs)) this.#closed = { atMs, forMs: waitMs };
  }

  #waitMs(): number {
    const now = this.#clock.now();
    // What lies ahead was sent before a clock was set back, and nobody waits until it has caught up.
    this.#sentAtMs = this.#sentAtMs.filter((at) => at <= now && now - at < MINUTE_MS);
    const oldest = this.#sentAtMs[0] ?? now;
    const minute = this.#sentAtMs.length >= CALLS_PER_MINUTE ? oldest + MINUTE_MS - now : 0;
    return Math.max(minute, this.#hourWaitMs(now), this.#closedMs(now));
  }

  #closedMs(now: number): number {
    if (!this.#closed || now < this.#closed.atMs) return 0;
    return this.#closed.atMs + this.#closed.forMs - now;
  }

  #hourWaitMs(now: number): number {
    const quota = this.#quota;
    const last = this.#sentAtMs.at(-1);
    if (!quota || !this.#isScarce() || last === undefined) return 0;
    const scarcity = 1 - quota.remaining / (quota.limit * RESERVED_SHARE);
    const gapMs =
      quota.remaining === 0
        ? Math.min(MAX_WAIT_MS, Math.max(WIDEST_GAP_MS, quota.resetAtMs - last))
        : WIDEST_GAP_MS * scarcity;
    return last + gapMs - now;
  }

  #isScarce(): boolean {
    return this.#quota !== undefined && this.#quota.remaining < this.#quota.limit * RESERVED_SHARE;
  }

  #tell(waitMs: number): void {
    const now = this.#clock.now();
    if (now - this.#toldAtMs < TELL_EVERY_MS) return;
    this.#toldAtMs = now;
    const left = this.#isScarce()
      ? `${this.#quota?.remaining} of ${this.#quota?.limit} calls an hour are left`
      : "250 calls a minute are nearly used up";
    this.#notice(
      `Slowing down, because of the token's rate limit: ${left}. The next call goes out in ${Math.ceil(waitMs / 1000)} s.`,
    );
  }
}
