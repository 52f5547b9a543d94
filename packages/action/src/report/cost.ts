import {
  type ComponentDelta,
  type CostDelta,
  type CostItem,
  formatMoneyChange,
  formatRange,
  type MoneyRange,
} from "@app-platform-toolkit/core";
import { code, tableCell } from "../github/markdown.ts";

export const KIND_WORDS: Record<CostItem["kind"], string> = {
  service: "service",
  "static-site": "static site",
  worker: "worker",
  job: "job",
  functions: "functions",
  database: "database",
  "dedicated-egress": "",
  "static-app": "",
};

/** The price change of an app in a few words: `+$12.00/mo ($24.00 → $36.00)`. */
export function costHeadline({ before, after, delta, direction }: CostDelta): string {
  if (!before) return `new app, ${formatRange(after)}/mo`;
  if (direction === "unchanged" && delta.low === 0) return `no change in cost (${formatRange(after)}/mo)`;
  return `${formatMoneyChange(delta)}/mo (${formatRange(before)} → ${formatRange(after)})`;
}

/** A table of the components whose price, size or count changes; empty where none does. */
export function costTable({ before, after, delta, components }: CostDelta): string {
  const rows = components.filter(({ change }) => change !== "unchanged");
  if (rows.length === 0) return "";
  return [
    "| Component | Size × count | Before | After | Difference |",
    "| :-- | :-- | --: | --: | --: |",
    ...rows.map(costRow),
    `| **Total** | | ${before ? formatRange(before) : "–"} | ${formatRange(after)} | **${formatMoneyChange(delta)}** |`,
  ].join("\n");
}

function costRow({ kind, name, before, after, delta }: ComponentDelta): string {
  const item = [KIND_WORDS[kind], KIND_WORDS[kind] ? code(name) : tableCell(name)].filter(Boolean).join(" ");
  const cells = [
    item,
    sizeChange(before, after),
    price(before),
    price(after),
    before?.counted === false || after?.counted === false ? "–" : formatMoneyChange(delta),
  ];
  return `| ${cells.join(" | ")} |`;
}

function sizeChange(before: CostItem | undefined, after: CostItem | undefined): string {
  const [was, is] = [sizeText(before), sizeText(after)];
  if (!before || was === is) return is;
  if (!after) return was;
  const sameSize = before.size !== undefined && before.size === after.size;
  return sameSize ? `${code(before.size)} × ${countText(before)} → ${countText(after)}` : `${was} → ${is}`;
}

function sizeText(item: CostItem | undefined): string {
  if (!item?.size) return "";
  const count = countText(item);
  return count === "1" ? code(item.size) : `${code(item.size)} × ${count}`;
}

function countText({ count: { low, high } = { low: 1, high: 1 } }: CostItem): string {
  // Joined, so that a narrow table does not break the line within it.
  return low === high ? String(low) : `${low}\u2060–\u2060${high}`;
}

function price(item: CostItem | undefined): string {
  if (!item) return "–";
  return item.counted ? formatRange(item.monthly) : "not counted";
}

/** The high end as machines read it, which is what budgets are judged on: `36.00`. */
export function dollars(range: Pick<MoneyRange, "high">): string {
  return range.high.toFixed(2);
}
