import type { CostDelta } from "./compare.ts";
import { formatCents, formatMoney, toCents } from "./format.ts";

/** What an app may cost and how much a change may add: US dollars a month, and percent. Absent: no limit. */
export interface Budget {
  readonly maxMonthlyCost?: number | undefined;
  readonly maxMonthlyIncrease?: number | undefined;
  readonly maxIncreasePercent?: number | undefined;
}

/** How one limit of a budget is kept. */
export interface BudgetVerdict {
  readonly limit: keyof Budget;
  /**
   * `tolerated`: over the limit before already, and not worse now. `not-judged`: what it costs now is not known, or
   * is nothing, of which there are no percents.
   */
  readonly verdict: "within" | "over" | "tolerated" | "not-judged";
  /** One sentence with the figures. */
  readonly message: string;
}

/**
 * Judges the price of a change by a budget, limit by limit. Everything is judged on the high ends, increases high
 * against high: an app that scales itself keeps its budget at its busiest. What is not counted is not judged.
 *
 * @param known whether `delta.before` tells what the app costs now, be it nothing
 */
export function judgeBudget(budget: Budget, delta: CostDelta, known: boolean): BudgetVerdict[] {
  const after = toCents(delta.after.high);
  const before = known ? toCents(delta.before?.high ?? 0) : undefined;
  const { maxMonthlyCost, maxMonthlyIncrease, maxIncreasePercent } = budget;
  return [
    ...(maxMonthlyCost === undefined ? [] : [judgeCost(toCents(maxMonthlyCost), before, after)]),
    ...(maxMonthlyIncrease === undefined ? [] : [judgeIncrease(toCents(maxMonthlyIncrease), before, after)]),
    ...(maxIncreasePercent === undefined ? [] : [judgePercent(maxIncreasePercent, before, after)]),
  ];
}

function judgeCost(limit: number, before: number | undefined, after: number): BudgetVerdict {
  const of = verdictOn("maxMonthlyCost");
  const cost = `The cost of ${formatCents(after)}/mo`;
  const budget = `the budget of ${formatCents(limit)}/mo`;
  if (after <= limit) return of("within", `${cost} is within ${budget}.`);
  const over = `${cost} is ${formatCents(after - limit)} over ${budget}`;
  if (before === undefined || before <= limit || after > before) return of("over", `${over}.`);
  return of("tolerated", `${over}, as it was before: this change does not make it worse.`);
}

function judgeIncrease(limit: number, before: number | undefined, after: number): BudgetVerdict {
  const of = verdictOn("maxMonthlyIncrease");
  const allowed = `the ${formatCents(limit)}/mo that a change may add`;
  if (before === undefined)
    return of("not-judged", `What the app costs now is not known, so ${allowed} were not judged.`);
  const rise = Math.max(0, after - before);
  const increase = `The increase of ${formatCents(rise)}/mo`;
  if (rise <= limit) return of("within", `${increase} is within ${allowed}.`);
  return of("over", `${increase} is ${formatCents(rise - limit)} over ${allowed}.`);
}

function judgePercent(limit: number, before: number | undefined, after: number): BudgetVerdict {
  const of = verdictOn("maxIncreasePercent");
  const allowed = `the ${limit} % that a change may add`;
  if (before === undefined)
    return of("not-judged", `What the app costs now is not known, so ${allowed} were not judged.`);
  const rise = Math.max(0, after - before);
  if (before === 0 && rise > 0)
    return of("not-judged", `The app costs ${formatMoney(0)} now, so ${allowed} were not judged.`);
  // In tenths, rounded up, so that what is over the limit also reads so.
  const percent = rise === 0 ? 0 : Math.ceil((rise * 1000) / before) / 10;
  if (rise * 100 <= limit * before) return of("within", `The increase of ${percent} % is within ${allowed}.`);
  return of("over", `The increase of ${percent} % is over ${allowed}.`);
}

function verdictOn(limit: keyof Budget) {
  return (verdict: BudgetVerdict["verdict"], message: string): BudgetVerdict => ({ limit, verdict, message });
}
