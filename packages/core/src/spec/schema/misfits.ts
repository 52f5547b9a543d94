import type { Path } from "../path.ts";
import { isRecord, type PlainRecord } from "../plain.ts";
import type { Sort } from "./doc.ts";
import { type Field, type FieldNode, rootNode } from "./fields.ts";

/** A value that does not fit its field. */
export interface Misfit {
  path: Path;
  sort: Sort;
  field: Field;
  value: unknown;
}

/** A key that its object does not have. */
export interface UnknownKey {
  path: Path;
  key: string;
  /** What holds it, as it is written and as it should be. */
  object: PlainRecord;
  node: FieldNode;
}

export interface Misfits {
  found: Misfit[];
  unknown: UnknownKey[];
  hasNulls: boolean;
}

/**
 * What the zod schema objects to, once for each place, without the nulls that only stand for a missing key. It goes
 * through the keys that are written, where zod goes through all that there could be: validation runs at each key
 * stroke. A test holds it to zod's verdicts. On its way it meets the keys that there are not.
 */
export function misfits(spec: unknown): Misfits {
  const found: Misfit[] = [];
  const unknown: UnknownKey[] = [];
  let hasNulls = false;
  const path: (string | number)[] = [];
  const report = (sort: Sort, field: Field, value: unknown) =>
    found.push({ path: [...path], sort, field, value });

  function visit(value: unknown, node: FieldNode): void {
    const sort = misfit(value, node);
    if (sort) report(sort, node.field, value);
    else if (Array.isArray(value)) visitItems(value, node);
    else if (isRecord(value)) visitKeys(value, node);
  }

  function visitItems(items: readonly unknown[], { item }: FieldNode): void {
    if (!item) return;
    for (let index = 0; index < items.length; index++) {
      path.push(index);
      visit(items[index], item);
      path.pop();
    }
  }

  function visitKeys(record: PlainRecord, node: FieldNode): void {
    for (const key of node.required) {
      const field = node.keys.get(key)?.field;
      if (!field || (record[key] ?? undefined) !== undefined) continue;
      path.push(key);
      report("required", field, record[key]);
      path.pop();
    }
    for (const key of Object.keys(record)) {
      const child = node.keys.get(key);
      const value = record[key];
      if (value === null) hasNulls = true;
      if (!child) unknown.push({ path: [...path, key], key, object: record, node });
      if (!child || value === undefined || value === null) continue;
      path.push(key);
      visit(value, child);
      path.pop();
    }
  }

  visit(spec, rootNode());
  return { found, unknown, hasNulls };
}

/** How a value is wrong by itself, whatever it holds. */
function misfit(value: unknown, { field, regExp }: FieldNode): Sort | undefined {
  switch (field.type) {
    case "string":
      return typeof value === "string" ? wrongText(value, field, regExp) : "type";
    case "boolean":
      return typeof value === "boolean" ? undefined : "type";
    case "array":
      return Array.isArray(value) ? undefined : "type";
    case "object":
      return isRecord(value) ? undefined : "type";
    default:
      return typeof value === "number" ? wrongNumber(value, field) : "type";
  }
}

function wrongText(value: string, field: Field, regExp: RegExp | undefined): Sort | undefined {
  if (field.enum) return field.enum.includes(value) ? undefined : "enum";
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = field;
  if (value.length < minLength || value.length > maxLength) return field.pattern ? "pattern" : "range";
  return !regExp || regExp.test(value) ? undefined : "pattern";
}

function wrongNumber(value: number, field: Field): Sort | undefined {
  if (field.enum) return field.enum.includes(value) ? undefined : "enum";
  if (!Number.isFinite(value)) return "type";
  if (field.type === "integer" && !Number.isInteger(value)) return "type";
  if (field.type === "integer" && !Number.isSafeInteger(value)) return "range";
  if (value === 0 && field.zeroIsUnset) return undefined;
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
  return value < minimum || value > maximum ? "range" : undefined;
}
