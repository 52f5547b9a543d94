import { groupBy } from "../spec/plain.ts";
import { toCents } from "./format.ts";
import type { CostEstimate, CostItem, CostKind, MoneyRange } from "./types.ts";

/** What a change of the spec does to the price of one part of the app. */
export interface ComponentDelta {
  readonly kind: CostKind;
  readonly name: string;
  readonly change: "added" | "removed" | "changed" | "unchanged";
  readonly before?: CostItem;
  readonly after?: CostItem;
  /** After minus before, low with low and high with high, in US dollars a month. */
  readonly delta: MoneyRange;
}

/** What a change of the spec does to the price of the app. */
export interface CostDelta {
  /** Absent for an app that does not exist yet. */
  readonly before?: MoneyRange;
  readonly after: MoneyRange;
  /** After minus before, low with low and high with high, in US dollars a month. */
  readonly delta: MoneyRange;
  /** Judged on the high ends: raising only the minimum of an autoscaling range is no increase. */
  readonly direction: "increase" | "decrease" | "unchanged";
  /** In the order of the new spec; what was removed stands at the end. */
  readonly components: readonly ComponentDelta[];
}

const NOTHING: MoneyRange = { low: 0, high: 0 };

/**
 * Compares two estimates of one app, part by part, by kind and name: a renamed component is a removed and an
 * added one, as the platform bills it too. `before` is absent for an app that is yet to be created.
 */
export function compareCost(before: CostEstimate | undefined, after: CostEstimate): CostDelta {
  const old = groupBy(before?.components ?? [], keyOf);

  const components = after.components.map((item) => {
    const twin = old.get(keyOf(item))?.shift();
    return twin ? kept(twin, item) : added(item);
  });
  components.push(...[...old.values()].flat().map(removed));

  const delta = difference(before?.monthly ?? NOTHING, after.monthly);
  return {
    ...(before ? { before: before.monthly } : {}),
    after: after.monthly,
    delta,
    direction: directionOf(delta),
    components,
  };
}

/** What several changes do together: the sums, without the parts. `before` is there where one app has a before. */
export function sumCost(deltas: readonly CostDelta[]): CostDelta {
  const after = sum(deltas.map((delta) => delta.after));
  const before = sum(deltas.map((delta) => delta.before ?? NOTHING));
  const delta = difference(before, after);
  return {
    ...(deltas.some((each) => each.before) ? { before } : {}),
    after,
    delta,
    direction: directionOf(delta),
    components: [],
  };
}

function sum(ranges: readonly MoneyRange[]): MoneyRange {
  const of = (end: keyof MoneyRange) => ranges.reduce((cents, range) => cents + toCents(range[end]), 0) / 100;
  return { low: of("low"), high: of("high") };
}

function directionOf({ high }: MoneyRange): CostDelta["direction"] {
  return high > 0 ? "increase" : high < 0 ? "decrease" : "unchanged";
}

function added(after: CostItem): ComponentDelta {
  const { kind, name, monthly } = after;
  return { kind, name, change: "added", after, delta: difference(NOTHING, monthly) };
}

function removed(before: CostItem): ComponentDelta {
  const { kind, name, monthly } = before;
  return { kind, name, change: "removed", before, delta: difference(monthly, NOTHING) };
}

function kept(before: CostItem, after: CostItem): ComponentDelta {
  const { kind, name } = after;
  const delta = difference(before.monthly, after.monthly);
  return { kind, name, change: isSamePrice(before, after) ? "unchanged" : "changed", before, after, delta };
}

/** The same sum can be made otherwise: two small instances for one large. */
function isSamePrice(before: CostItem, after: CostItem): boolean {
  return (
    before.size === after.size &&
    before.counted === after.counted &&
    before.count?.low === after.count?.low &&
    before.count?.high === after.count?.high &&
    before.unitCents === after.unitCents &&
    before.monthly.low === after.monthly.low &&
    before.monthly.high === after.monthly.high
  );
}

function difference(before: MoneyRange, after: MoneyRange): MoneyRange {
  return {
    low: (toCents(after.low) - toCents(before.low)) / 100,
    high: (toCents(after.high) - toCents(before.high)) / 100,
  };
}

function keyOf(item: CostItem): string {
  return `${item.kind} ${item.name}`;
}
