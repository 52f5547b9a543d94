import type { Path } from "./path.ts";

/**
 * Reading of specs that nobody has checked. A value of the wrong type reads as if it were not there, and what an
 * alias that contains itself (`&a { x: *a }`) makes of a document does not send anyone round in circles.
 */
export type PlainRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as a map, or `undefined` where it is none. */
export function recordOf(value: unknown): PlainRecord | undefined {
  return isRecord(value) ? value : undefined;
}

/** The maps of a list; other items, and anything that is no list, are left out. */
export function recordsOf(value: unknown): PlainRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What `Map.groupBy` does, which Node 20 lacks. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => unknown): Map<unknown, T[]> {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A deep copy as a plain tree: shared parts are copied each, and a part that contains itself ends there. */
export function copyPlain(value: unknown, ancestors: readonly unknown[] = []): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ancestors.includes(value)) return undefined;
  const within = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => copyPlain(item, within));
  // Object.fromEntries makes own properties, also of a key `__proto__`.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyPlain(item, within)]));
}

/** The value at a path, or `undefined`. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isRecord(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** Writes into a tree that {@link copyPlain} made; a path whose parent is not there is left alone. */
export function writeAt(root: unknown, path: Path, value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return;
  if (Array.isArray(parent)) parent[Number(last)] = value;
  else if (isRecord(parent)) parent[last] = value;
}
