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
    return jittered(isLow(quota) ? LOW_QUOTA_POLL_MS : this.#pollMs, this.#random);
  }
}

/** Between two looks at the list of apps while something moves, for each call that it takes. */
const FAST_LIST_MS = 3_000;
/** Among many something begins to move any time, so that the waits do not grow as long as for one. */
const SLOW_LIST_MS = 4_500;

/** How long to wait between two looks at many deployments, which cost so many calls. */
export function manyPollMs(
  { moved, calls, quota }: { moved: boolean; calls: number; quota: Quota | undefined },
  random: () => number,
): number {
  const eachMs = isLow(quota) ? LOW_QUOTA_POLL_MS : moved ? FAST_LIST_MS : SLOW_LIST_MS;
  return jittered(eachMs * Math.max(1, calls), random);
}

function isLow(quota: Quota | undefined): boolean {
  return quota !== undefined && quota.remaining < quota.limit * LOW_QUOTA_SHARE;
}

function jittered(ms: number, random: () => number): number {
  return ms * (1 - JITTER + 2 * JITTER * random());
}
