import { type CostItem, estimateCost, formatRange, harmlessLine } from "@app-platform-toolkit/core";
import { readSpec, type SpecFile } from "./spec-file.ts";

/** What each spec costs a month, part by part, and what is not counted. */
export function costReport(files: readonly SpecFile[], format: "text" | "json"): string {
  const estimates = files.map((file) => ({ path: file.path, ...estimateCost(readSpec(file)) }));
  if (format === "json") return JSON.stringify(estimates, null, 2);
  return estimates
    .map(({ path, monthly, components, notes, catalog }) => {
      const rows = components.map((item) =>
        [item.name || "app", sizeText(item), priceText(item)].map(harmlessLine),
      );
      const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
      return [
        `${path}: ${formatRange(monthly)}/mo (prices of ${catalog.asOf})`,
        ...rows.map(([name = "", size = "", price = ""]) =>
          `  ${name.padEnd(widths[0] ?? 0)}  ${size.padEnd(widths[1] ?? 0)}  ${price}`.trimEnd(),
        ),
        ...notes.map(({ message, component }) => `  note: ${component ? `${component}: ` : ""}${message}`),
      ]
        .map(harmlessLine)
        .join("\n");
    })
    .join("\n\n");
}

function sizeText({ kind, size, count }: CostItem): string {
  const many = count && (count.low === count.high ? String(count.low) : `${count.low}–${count.high}`);
  return size === undefined ? kind : `${kind}, ${many ?? "1"} × ${size}`;
}

function priceText({ counted, monthly }: CostItem): string {
  return counted ? `${formatRange(monthly)}/mo` : "not counted";
}
