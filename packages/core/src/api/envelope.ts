import { UnexpectedBody } from "./errors.ts";
import type { Call } from "./pipeline.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The object under `key` of an answer.
 *
 * @throws UnexpectedBody where there is none: the answer is then somebody else's.
 */
export function objectIn<T extends object>(body: unknown, key: string, call: Pick<Call, "operation">): T {
  const value = isRecord(body) ? body[key] : undefined;
  if (isRecord(value)) return value as T;
  throw new UnexpectedBody(`it has no \`${key}\`.`, { operation: call.operation, attempts: 1 });
}

/** The list under `key`; empty where it is left out, as the platform does with empty lists. */
export function listIn<T extends object>(body: unknown, key: string, call: Pick<Call, "operation">): T[] {
  const value = isRecord(body) ? body[key] : undefined;
  if (value === undefined || value === null) {
    if (isRecord(body)) return [];
  } else if (Array.isArray(value)) return value.filter(isRecord) as T[];
  throw new UnexpectedBody(`its \`${key}\` is no list.`, { operation: call.operation, attempts: 1 });
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
