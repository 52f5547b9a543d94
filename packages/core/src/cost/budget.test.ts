import { describe, expect, it } from "vitest";
import { type Budget, judgeBudget } from "./budget.ts";
import { compareCost } from "./compare.ts";
import type { CostEstimate, MoneyRange } from "./types.ts";

function estimate(monthly: MoneyRange): CostEstimate {
  return {
    monthly,
    currency: "USD",
    catalog: { asOf: "2026-05-01", source: "test" },
    components: [],
    notes: [],
  };
}

function judge(
  budget: Budget,
  before: number | MoneyRange | undefined,
  after: number | MoneyRange,
  known = true,
) {
  const range = (value: number | MoneyRange) =>
    typeof value === "number" ? { low: value, high: value } : value;
  const delta = compareCost(
    before === undefined ? undefined : estimate(range(before)),
    estimate(range(after)),
  );
  return judgeBudget(budget, delta, known).map(({ verdict, message }) => `${verdict}: ${message}`);
}

describe("judgeBudget", () => {
  it.each([
    [24, 36, "within: The cost of $36.00/mo is within the budget of $36.00/mo."],
    [24, 36.01, "over: The cost of $36.01/mo is $0.01 over the budget of $36.00/mo."],
    [undefined, 40, "over: The cost of $40.00/mo is $4.00 over the budget of $36.00/mo."],
    [40, 41, "over: The cost of $41.00/mo is $5.00 over the budget of $36.00/mo."],
    [
      41,
      40,
      "tolerated: The cost of $40.00/mo is $4.00 over the budget of $36.00/mo, as it was before: this change does not make it worse.",
    ],
    [
      { low: 12, high: 36 },
      { low: 12, high: 60 },
      "over: The cost of $60.00/mo is $24.00 over the budget of $36.00/mo.",
    ],
  ])("a cost from %j to %j", (before, after, verdict) => {
    expect(judge({ maxMonthlyCost: 36 }, before, after)).toEqual([verdict]);
  });

  it.each([
    [24, 36, "within: The increase of $12.00/mo is within the $12.00/mo that a change may add."],
    [24, 37, "over: The increase of $13.00/mo is $1.00 over the $12.00/mo that a change may add."],
    [24, 12, "within: The increase of $0.00/mo is within the $12.00/mo that a change may add."],
    [undefined, 13, "over: The increase of $13.00/mo is $1.00 over the $12.00/mo that a change may add."],
    [
      { low: 12, high: 24 },
      { low: 24, high: 24 },
      "within: The increase of $0.00/mo is within the $12.00/mo that a change may add.",
    ],
  ])("an increase from %j to %j", (before, after, verdict) => {
    expect(judge({ maxMonthlyIncrease: 12 }, before, after)).toEqual([verdict]);
  });

  it.each([
    [24, 30, "within: The increase of 25 % is within the 25 % that a change may add."],
    [24, 30.01, "over: The increase of 25.1 % is over the 25 % that a change may add."],
    [29, 60, "over: The increase of 106.9 % is over the 25 % that a change may add."],
    [0, 0, "within: The increase of 0 % is within the 25 % that a change may add."],
    [0, 5, "not-judged: The app costs $0.00 now, so the 25 % that a change may add were not judged."],
    [undefined, 5, "not-judged: The app costs $0.00 now, so the 25 % that a change may add were not judged."],
  ])("percents from %j to %j", (before, after, verdict) => {
    expect(judge({ maxIncreasePercent: 25 }, before, after)).toEqual([verdict]);
  });

  it("judges the cost alone where it is not known what the app costs now", () => {
    const budget = { maxMonthlyCost: 5, maxMonthlyIncrease: 0, maxIncreasePercent: 0 };
    expect(judge(budget, undefined, 5, false)).toEqual([
      "within: The cost of $5.00/mo is within the budget of $5.00/mo.",
      "not-judged: What the app costs now is not known, so the $0.00/mo that a change may add were not judged.",
      "not-judged: What the app costs now is not known, so the 0 % that a change may add were not judged.",
    ]);
  });

  it("has nothing to say without limits", () => {
    expect(judge({}, 5, 500)).toEqual([]);
  });
});
