import { type Catalog, DEFAULT_SIZE_SLUG, findSize, type InstanceSize } from "../catalog/index.ts";
import type { UncheckedComponent } from "../spec/components.ts";
import { isRecord, type PlainRecord } from "../spec/plain.ts";
import { formatCents } from "./format.ts";
import type { CostNote, CostNoteCode, CountRange, PricedItem } from "./types.ts";

/** The documented maximum of instances of a component; more is counted as this many. */
const MAX_INSTANCES = 250;

type Note = (code: CostNoteCode, message: string) => void;

/** The price of a component that runs on instances, without its name and place. */
export type InstancePrice = Omit<PricedItem, "kind" | "name" | "path">;

/** Prices a service, a worker or a job. A job runs now and then, so it gets a size and a count but no sum. */
export function priceInstances(
  component: UncheckedComponent,
  name: string,
  catalog: Catalog,
): { price: InstancePrice; includedGib: number; notes: CostNote[] } {
  const notes: CostNote[] = [];
  const note: Note = (code, message) => notes.push({ code, message, component: name });
  const { list, value } = component;

  const size = sizeOf(value.instance_size_slug, name, catalog, note);
  // Jobs do not autoscale: no client sends the field, and the reference has dropped it.
  const count = countOf(value, name, list !== "jobs", note);
  if (!size) {
    const written = typeof value.instance_size_slug === "string" ? { size: value.instance_size_slug } : {};
    return {
      price: { ...written, count, counted: false, cents: { low: 0, high: 0 } },
      includedGib: 0,
      notes,
    };
  }

  const unitCents = size.priceCents;
  const known = { size: size.slug, count, unitCents, ...(size.legacy ? { legacy: true as const } : {}) };
  if (list === "jobs") {
    const hourCents = Math.ceil((unitCents * count.high * 3600) / catalog.prices.billedSecondsPerMonth);
    note(
      "job",
      `Job \`${name}\` is billed per second while it runs and not counted: an hour of it costs at most ${formatCents(hourCents)}.`,
    );
    return { price: { ...known, counted: false, cents: { low: 0, high: 0 } }, includedGib: 0, notes };
  }
  if (list === "services" && isRecord(value.inactivity_sleep))
    note(
      "inactivity-sleep",
      `Service \`${name}\` sleeps when idle and then costs ${catalog.prices.asleepPercent} % of its price. It is counted as if it never slept.`,
    );
  const cents = { low: unitCents * count.low, high: unitCents * count.high };
  return { price: { ...known, counted: true, cents }, includedGib: size.bandwidthGib, notes };
}

function sizeOf(slug: unknown, name: string, catalog: Catalog, note: Note): InstanceSize | undefined {
  if (slug === undefined || slug === null || slug === "") {
    note("default-size", `\`${name}\` names no size and gets \`${DEFAULT_SIZE_SLUG}\`.`);
    return findSize(DEFAULT_SIZE_SLUG, catalog) ?? findSize(DEFAULT_SIZE_SLUG);
  }
  const size = typeof slug === "string" ? findSize(slug, catalog) : undefined;
  if (!size)
    note(
      "unknown-size",
      `The size of \`${name}\` is not in the price list of ${catalog.asOf}, so \`${name}\` is not counted.`,
    );
  else if (size.legacy)
    note(
      "legacy-size",
      `\`${name}\` uses \`${size.slug}\`, a size of apps created before 7 May 2024. It is counted at its old price.`,
    );
  return size;
}

/** `instance_count` (1 if left out), or the range of `autoscaling`, which takes its place. */
function countOf(value: PlainRecord, name: string, mayAutoscale: boolean, note: Note): CountRange {
  const read = (raw: unknown, field: string): number | undefined => {
    // Zero is what a field that was left out looks like in the API's language.
    if (raw === undefined || raw === null || raw === 0) return undefined;
    if (typeof raw !== "number" || !Number.isInteger(raw) || raw < 0) {
      note(
        "unreadable",
        `\`${field}\` of \`${name}\` is not a whole number above zero, so it is not counted.`,
      );
      return undefined;
    }
    if (raw > MAX_INSTANCES)
      note("count-limit", `\`${name}\` asks for more than ${MAX_INSTANCES} instances, the most there are.`);
    return Math.min(raw, MAX_INSTANCES);
  };

  const { autoscaling } = value;
  if (!mayAutoscale || !isRecord(autoscaling)) {
    const count = read(value.instance_count, "instance_count") ?? 1;
    return { low: count, high: count };
  }
  const low = read(autoscaling.min_instance_count, "autoscaling.min_instance_count") ?? 1;
  const high = read(autoscaling.max_instance_count, "autoscaling.max_instance_count");
  if (high === undefined)
    note("unreadable", `\`${name}\` autoscales without a readable maximum, so only its minimum is counted.`);
  return { low: Math.min(low, high ?? low), high: Math.max(low, high ?? low) };
}
