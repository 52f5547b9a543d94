const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface RateLimits {
  perMinute: number;
  perHour: number;
}

export interface RateVerdict {
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * Sliding windows for each token. The three headers speak of the hour, and `ratelimit-reset` is when the oldest
 * request leaves it; only the minute's refusal carries `retry-after`. Refused requests do not count.
 */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #requests = new Map<string, number[]>();

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  check(caller: string, now: number): RateVerdict {
    const times = this.#timesOf(caller);
    const expired = times.findIndex((at) => at > now - HOUR_MS);
    times.splice(0, expired < 0 ? times.length : expired);
    const burstStart = times.length - this.#limits.perMinute;
    const oldestOfBurst = times[burstStart];
    const burst = oldestOfBurst !== undefined && oldestOfBurst > now - MINUTE_MS;
    const allowed = !burst && times.length < this.#limits.perHour;
    if (allowed) times.push(now);
    const headers: Record<string, string> = {
      "ratelimit-limit": String(this.#limits.perHour),
      "ratelimit-remaining": String(Math.max(0, this.#limits.perHour - times.length)),
      "ratelimit-reset": String(Math.ceil(((times[0] ?? now) + HOUR_MS) / 1000)),
    };
    if (burst)
      headers["retry-after"] = String(Math.max(1, Math.ceil((oldestOfBurst + MINUTE_MS - now) / 1000)));
    return { allowed, headers };
  }

  #timesOf(caller: string): number[] {
    const known = this.#requests.get(caller);
    if (known) return known;
    const times: number[] = [];
    this.#requests.set(caller, times);
    return times;
  }
}
