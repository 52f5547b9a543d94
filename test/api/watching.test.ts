// The promise of watching many, held against the simulator: see test/bench/watch.ts for the figures.
import { expect, it } from "vitest";
import { LIMITS, measureWatch } from "../bench/watch.ts";

it("200 deployments, 20 of which fail, cost at most 60 calls in any minute and are seen within 6 seconds", async () => {
  const figures = await measureWatch();
  expect(figures.outcomes).toEqual({ active: 180, error: 20 });
  expect(figures.changes).toBeGreaterThan(500);
  expect(figures.busiestMinute).toBeLessThanOrEqual(LIMITS.requestsAMinute);
  expect(figures.p95Ms).toBeLessThanOrEqual(LIMITS.p95Ms);
});
