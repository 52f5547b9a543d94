import { type Budget, judgeBudget } from "@app-platform-toolkit/core";
import type { NumberByApp } from "./input-readers.ts";
import type { Inputs } from "./inputs.ts";
import type { AppResult } from "./result.ts";

/**
 * Judges the price of an app by the workflow's budget. Over it, the check fails where `mayFail` and the workflow say
 * so; the report is published all the same.
 */
export function withBudget(result: AppResult, inputs: Inputs, mayFail: boolean): AppResult {
  const budget = budgetOf(result.name, inputs);
  const errors = result.diagnostics.some(({ severity }) => severity === "error");
  // A file that is no spec costs nothing, which is no merit.
  if (result.cost.components.length === 0 && errors) return result;
  const failsOver = mayFail && inputs.budgetAction === "fail";
  const limits = judgeBudget(budget, result.costDelta, result.baseline !== "unknown").map((verdict) => ({
    ...verdict,
    fails: failsOver && verdict.verdict === "over",
  }));
  if (limits.length === 0) return result;
  const over = limits.filter(({ fails }) => fails).map(({ message }) => message);
  const failure = result.failure ?? (over.length > 0 ? over.join(" ") : undefined);
  return { ...result, budget: limits, ...(failure === undefined ? {} : { failure }) };
}

function budgetOf(app: string, inputs: Inputs): Budget {
  const { maxMonthlyCost, maxMonthlyIncrease, maxIncreasePercent } = inputs;
  const own = ({ everyApp, byApp }: NumberByApp) => (Object.hasOwn(byApp, app) ? byApp[app] : everyApp);
  return {
    maxMonthlyCost: own(maxMonthlyCost),
    maxMonthlyIncrease: own(maxMonthlyIncrease),
    maxIncreasePercent: own(maxIncreasePercent),
  };
}
