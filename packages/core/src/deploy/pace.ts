import type { Quota } from "../api/index.ts";

/** Between two polls while steps move, at the beginning. */
const FAST_POLL_MS = 2_000;
/** Between two polls while nothing moves. */
const SLOW_POLL_MS = 10_000;
/** Each poll without news is followed by a longer wait. */
const WITHOUT_NEWS = 1.5;
/**
 * The fastest pace falls by a second for so much of the deployment's life: a deployment of six minutes then costs
 * less than 60 calls, whatever moves.
 */
const SECOND_SLOWER_EVERY_MS = 20_000;
/** With less than this share of the hour's calls left, others with the same token need them more. */
const LOW_QUOTA_SHARE = 0.1;
const LOW_QUOTA_POLL_MS = 30_000;
/** So that many watchers do not ask in step. */
const JITTER = 0.1;

/** How long to wait between two looks at a deployment: short while it moves, long while it does not. */
export class PollPace {
  readonly #random: () => number;
  #pollMs = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @param ageMs how long the deployment has been watched */
  nextMs({ moved, ageMs, quota }: { moved: boolean; ageMs: number; quota: Quota | undefined }): number {
    const fastestMs = FAST_POLL_MS + (ageMs / SECOND_SLOWER_EVERY_MS) * 1_000;
    const wantedMs = moved ? fastestMs : Math.max(fastestMs, this.#pollMs * WITHOUT_NEWS);
    this.#pollMs = Math.min(SLOW_POLL_MS, wantedMs);
    const low = quota !== undefined && quota.remaining < quota.limit * LOW_QUOTA_SHARE;
    return (low ? LOW_QUOTA_POLL_MS : this.#pollMs) * (1 - JITTER + 2 * JITTER * this.#random());
  }
}
