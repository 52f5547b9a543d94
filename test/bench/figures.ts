// What the benchmarks of the language service share: what they measure on, and how they sum it up.

const LONG_SPEC_LINES = 3000;

/** As many components of real specs as make a spec so long. */
export function longSpec(texts: readonly string[]): string {
  const lists = texts.flatMap((text) => {
    const list = /^services:[ \t]*\n((?:[ -].*\n|\s*\n)+)/m.exec(text)?.[1];
    return list?.startsWith("  - ") && !list.includes("\t") ? [list.trimEnd()] : [];
  });
  if (lists.length === 0) throw new Error("No spec has services to make a long one of.");
  const services: string[] = [];
  for (let lines = 0; lines < LONG_SPEC_LINES; ) {
    const list = lists[services.length % lists.length] ?? "";
    services.push(list);
    lines += list.split("\n").length;
  }
  return `name: long\nregion: nyc\nservices:\n${services.join("\n")}\n`;
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
