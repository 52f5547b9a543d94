import { monitorEventLoopDelay } from "node:perf_hooks";

/** What was measured, in words, for who runs the suite: the machine differs, so that nothing is asserted. */
export const MEASURES: string[] = [];

export function tellMeasure(what: string, value: string): void {
  MEASURES.push(`${what}: ${value}`);
}

export interface Measured<T> {
  readonly result: T;
  readonly ms: number;
  /** The longest time, in milliseconds, in which this extension host answered nobody. */
  readonly blockedMs: number;
}

export async function measure<T>(run: () => PromiseLike<T>): Promise<Measured<T>> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const startedAt = performance.now();
  const result = await run();
  const ms = Math.round(performance.now() - startedAt);
  delays.disable();
  return { result, ms, blockedMs: Math.round(delays.max / 1e6) };
}
