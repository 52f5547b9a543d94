// What watching costs: see test/bench/deploy.ts for the figures.
import { expect, it } from "vitest";
import { MAX_SHARE, measureDeploy } from "../bench/deploy.ts";

it("six minutes watched with all logs cost at most a third of the calls of asking every two seconds", async () => {
  const { outcomes, minutes, total, pollingTotal, logLines } = await measureDeploy();
  expect(outcomes).toEqual(["active", "active"]);
  expect(minutes).toBeGreaterThan(5.9);
  expect(logLines).toBeGreaterThan(50);
  expect(total / pollingTotal).toBeLessThanOrEqual(MAX_SHARE);
});
