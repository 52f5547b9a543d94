import { type CostItem, type CountRange, formatCents, formatRange } from "../cost/index.ts";

/** What a part of the app costs, as a lens or an outline shows it: `$24.00/mo · 2 × apps-s-1vcpu-1gb`. */
export function priceTitle(item: CostItem): string {
  const instances = item.size === undefined ? undefined : `${countText(item.count)} × ${item.size}`;
  return [amountText(item), instances].filter((part) => part !== undefined).join(" · ");
}

function amountText({ counted, kind, monthly, unitCents }: CostItem): string {
  if (counted) return `${formatRange(monthly)}/mo`;
  switch (kind) {
    case "job":
      return unitCents === undefined ? "unknown size" : "billed while it runs";
    case "functions":
      return "billed by use";
    case "database":
      return "managed cluster, billed separately";
    default:
      return "unknown size";
  }
}

/** `2`, or `1–5` with autoscaling. */
export function countText(count: CountRange | undefined): string {
  const { low, high } = count ?? { low: 1, high: 1 };
  return low === high ? String(low) : `${low}–${high}`;
}

/** `$12.00/mo`, of whole cents. */
export function monthlyCents(cents: number): string {
  return `${formatCents(cents)}/mo`;
}
