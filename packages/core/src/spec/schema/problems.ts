import type * as z from "zod";
import type { Severity } from "../../diagnostic.ts";
import type { Path } from "../path.ts";
import { app } from "./app.ts";
import type { Sort } from "./doc.ts";
import { dropPaths } from "./drop.ts";
import { explain } from "./explain.ts";
import { type Field, type FieldNode, type FieldType, nodeAt } from "./fields.ts";
import type { WellTypedSpec } from "./types.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** Something that is wrong with a single field of a spec, whatever the other fields say. */
export interface SchemaProblem {
  /** Where it is; for a key that is missing, where it would be. */
  path: Path;
  /** Which part of `key: value` is wrong. */
  at: "key" | "value";
  /** A rule id, or `type`, `enum`, `required`, `range`, `pattern`. */
  code: string;
  severity: Severity;
  /** What is wrong, why, and what to write. */
  message: string;
  /** The key or the value to write instead (or, where it is missing, at all), as YAML. */
  suggestion?: string;
  /** The type that the value should have; only where it has another. */
  expected?: FieldType;
}

/**
 * Everything that is wrong with the single fields of a spec: unknown and missing keys, types, enums, bounds,
 * patterns. One mistake gives one problem: nothing is said of what lies below a value of the wrong type.
 *
 * A null is a key without a value yet, and counts as left out. A text with a placeholder (`${NAME}`, `__NAME__`)
 * is not judged. Never throws.
 */
export function schemaProblems(value: unknown): SchemaProblem[] {
  return checkSchema(value).problems;
}

/** The problems, and the spec without the values that are of a wrong type (placeholders among them) and nulls. */
export function checkSchema(value: unknown): { problems: SchemaProblem[]; spec: WellTypedSpec } {
  const problems = unknownKeys(value);
  const misspelt = new Set(
    problems.map(({ path, suggestion }) => placeOf([...path.slice(0, -1), suggestion ?? ""])),
  );
  const wrongTypes: Path[] = [];
  for (const { path, sort, node, found } of misfits(value)) {
    if (sort === "type") wrongTypes.push(path);
    if (typeof found === "string" && hasPlaceholder(found)) continue;
    if (sort === "required" && misspelt.has(placeOf(path))) continue;
    problems.push(problemOf(path, sort, node.field, found));
  }
  const spec = dropPaths(value, wrongTypes);
  return { problems, spec: (spec ?? {}) as WellTypedSpec };
}

/** Whether a text is filled in before the platform sees it, so that it is not ours to judge. */
export function hasPlaceholder(text: string): boolean {
  return /\$\{|__\w+?__|\{\{/.test(text);
}

/** A value that does not fit its field. */
interface Misfit {
  path: Path;
  sort: Sort;
  node: FieldNode;
  found: unknown;
}

/** What zod objects to, once for each place, without the nulls that only stand for a missing key. */
function misfits(value: unknown): Misfit[] {
  const result = app.safeParse(value);
  if (result.success) return [];
  const found = new Map<string, Misfit>();
  for (const issue of result.error.issues) {
    const path = issue.path as Path;
    const node = nodeAt(path);
    const key = placeOf(path);
    if (!node || found.has(key)) continue;
    const at = valueAt(value, path);
    const isItem = typeof path.at(-1) === "number";
    const isAbsent = at === undefined || at === null;
    if (isAbsent && !isItem && path.length > 0 && !node.field.required) continue;
    const sort = isAbsent && !isItem && path.length > 0 ? "required" : sortOf(issue, node.field, at);
    found.set(key, { path, sort, node, found: at });
  }
  return [...found.values()];
}

function sortOf(issue: z.core.$ZodIssue, field: Field, value: unknown): Sort {
  switch (issue.code) {
    case "invalid_value":
      return typeof value === (field.type === "string" ? "string" : "number") ? "enum" : "type";
    case "too_small":
    case "too_big":
      return field.pattern ? "pattern" : "range";
    case "invalid_format":
      return "pattern";
    default:
      return "type";
  }
}

/** Rules that only warn: the platform may well take what they find. */
const WARNINGS: ReadonlySet<string> = new Set([
  "cors-max-age",
  "db-version-string",
  "domain-tls-string",
  "env-value-string",
  "region-slug",
]);

function problemOf(path: Path, sort: Sort, field: Field, value: unknown): SchemaProblem {
  const { message, suggestion, code = field.rules?.[sort] ?? sort } = explain(path, sort, field, value);
  return {
    path,
    at: sort === "required" ? "key" : "value",
    code,
    severity: WARNINGS.has(code) ? "warning" : "error",
    message,
    ...(suggestion !== undefined && { suggestion }),
    ...(sort === "type" && { expected: field.type }),
  };
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) at = (at as Record<string | number, unknown> | null | undefined)?.[step];
  return at;
}

/** A path as the key of a map. */
function placeOf(path: Path): string {
  return path.join("\0");
}
