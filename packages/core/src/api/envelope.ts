type Json = Readonly<Record<string, unknown>>;

/** An answer that is JSON, but not that of the operation. Says what is wrong, without quoting it. */
export class Misshapen extends Error {
  override name = "Misshapen";
}

/** Reads the object under a key. */
export function objectIn<T extends object>(key: string): (body: unknown) => T {
  return (body) => {
    const value = isRecord(body) ? body[key] : undefined;
    if (isRecord(value)) return value as T;
    throw new Misshapen(`it has no \`${key}\`.`);
  };
}

/** Reads an answer that is the object itself. */
export function wholeBody<T extends object>(body: unknown): T {
  if (isRecord(body)) return body as T;
  throw new Misshapen("it is empty.");
}

/** Reads the list under a key; empty where it is left out, as the platform does with empty lists. */
export function listIn<T extends object>(key: string): (body: unknown) => T[] {
  return (body) => {
    const value = wholeBody<Json>(body)[key] ?? [];
    if (Array.isArray(value)) return value.filter(isRecord) as T[];
    throw new Misshapen(`its \`${key}\` is no list.`);
  };
}

/** Reads the text under a key. */
export function textIn(key: string): (body: unknown) => string {
  return (body) => {
    const value = isRecord(body) ? body[key] : undefined;
    if (typeof value === "string" && value !== "") return value;
    throw new Misshapen(`it has no \`${key}\`.`);
  };
}

/** For operations whose answer says nothing: commit of a rollback has an empty body. */
export function nothing(): void {}

/** The text as JSON, without the times that have not come: the platform writes them as the year 1. */
export function parseBody(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => (isZeroTime(key, value) ? undefined : value));
}

function isZeroTime(key: string, value: unknown): boolean {
  return key.endsWith("_at") && typeof value === "string" && value.startsWith("0001-01-01T00:00:00");
}

/** A whole number that the platform writes as text, because JSON's numbers do not hold 64 bits. */
export function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
