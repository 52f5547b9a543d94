// What the benchmarks of the language service share: what they measure on, and how they sum it up.
import type { AppSpec } from "@app-platform-toolkit/core";
import { stringify } from "yaml";

const LONG_SPEC_LINES = 3000;

/** As many services of real specs as make a spec of so many lines. */
export function longSpec(specs: readonly AppSpec[]): string {
  const all = specs.flatMap(({ services }): unknown[] => (Array.isArray(services) ? services : []));
  if (all.length === 0) throw new Error("No spec has services to make a long one of.");
  const services: unknown[] = [];
  let lines = 0;
  for (let index = 0; lines < LONG_SPEC_LINES; index++) {
    const service = all[index % all.length];
    services.push(service);
    lines += stringify([service], { lineWidth: 0 }).split("\n").length - 1;
  }
  const spec = { name: "long", region: "nyc", services };
  return stringify(spec, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** So many of the items, evenly from beginning to end. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
