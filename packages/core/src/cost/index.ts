export { type Budget, type BudgetVerdict, judgeBudget } from "./budget.ts";
export { type ComponentDelta, type CostDelta, compareCost, sumCost } from "./compare.ts";
export { type EstimateOptions, estimateCost } from "./estimate.ts";
export { formatCents, formatMoney, formatMoneyChange, formatRange } from "./format.ts";
export type {
  CostEstimate,
  CostItem,
  CostKind,
  CostNote,
  CostNoteCode,
  CountRange,
  MoneyRange,
} from "./types.ts";
