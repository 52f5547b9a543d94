import type { Clock } from "@app-platform-toolkit/core";
import type { Simulator } from "../simulator/index.ts";

/** Sleeps from here on are time limits of single calls, not waits: they end by their signal alone. In milliseconds. */
const TIME_LIMIT_MS = 30_000;

/** Waiting lets the simulator's time pass, and no time of ours. */
export const simulatedClock = (simulator: () => Simulator): Clock => ({
  now: () => simulator().now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    if (ms >= TIME_LIMIT_MS) return new Promise(() => {});
    simulator().advance(ms);
  },
});
