import {
  compareCost,
  diffSpecs,
  estimateCost,
  formatChange,
  formatMoneyChange,
  formatRange,
  harmlessLine,
} from "@app-platform-toolkit/core";
import { readSpec, type SpecFile } from "./spec-file.ts";

/** How two specs differ in what they mean, secrets left out, and what that costs. */
export function diffReport(
  before: SpecFile,
  after: SpecFile,
  format: "text" | "json",
): { readonly differs: boolean; readonly text: string } {
  const [old, now] = [readSpec(before), readSpec(after)];
  const changes = diffSpecs(old, now);
  const cost = compareCost(estimateCost(old), estimateCost(now));
  const differs = changes.length > 0;
  if (format === "json") return { differs, text: JSON.stringify({ changes, cost }, null, 2) };
  const price = `${formatMoneyChange(cost.delta)}/mo (${cost.before ? formatRange(cost.before) : "$0.00"} → ${formatRange(cost.after)})`;
  const text = differs
    ? [...changes.map((change) => harmlessLine(formatChange(change))), price].join("\n")
    : "The specs say the same.";
  return { differs, text };
}
