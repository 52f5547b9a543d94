/**
 * Reading of plain data that nobody has checked: a spec of a pull request, an answer of a server. A value of the
 * wrong type reads as if it were not there.
 */
export type PlainRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is PlainRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The maps of a list; other items, and anything that is no list, are left out. */
export function recordsOf(value: unknown): PlainRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
