import type { Severity } from "../../diagnostic.ts";
import type { Path } from "../path.ts";
import { groupBy } from "../plain.ts";
import type { Sort } from "./doc.ts";
import { dropPaths } from "./drop.ts";
import { explain } from "./explain.ts";
import type { Field, FieldType } from "./fields.ts";
import { gatherings } from "./gatherings.ts";
import { type Misfits, misfits, type UnknownKey } from "./misfits.ts";
import type { WellTypedSpec } from "./types.ts";
import { unknownKeyProblem } from "./unknown-keys.ts";

/** Keys that belong together below one that is not there or is empty: as they are written, and as they are called there. */
export interface Gathering {
  into: string;
  keys: [written: string, name: string][];
}

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
  /** What to write in the place of the key's own text, where that is more than another key: `- name`. */
  keyText?: string;
  /** The key is the name of an environment variable, in the place of `key`. */
  isVariable?: true;
  /** The key begins with the sign of a comment in other languages. */
  isComment?: true;
  /** What to write in the place of key and value. */
  pair?: { key: string; value: unknown };
  /** The key, and others beside it, belong below one that is not there or is empty. */
  gather?: Gathering;
  /** It is no key at all, or nothing in its item is known: taking it out mends nothing. */
  isStranger?: true;
  /** The whole spec stands below the key. */
  isWrapper?: true;
  /** The key is not there, or has no value. */
  isMissing?: true;
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
  return problemsOf(misfits(value));
}

/** The problems, and the spec without nulls and without values of a wrong type, placeholders for a number among them. */
export function checkSchema(value: unknown): { problems: SchemaProblem[]; spec: WellTypedSpec } {
  const all = misfits(value);
  const { found, hasNulls } = all;
  const wrongTypes = found.filter(({ sort }) => sort === "type").map(({ path }) => path);
  const isClean = wrongTypes.length === 0 && !hasNulls;
  const spec = (isClean ? value : dropPaths(value, wrongTypes)) as WellTypedSpec | undefined;
  return { problems: problemsOf(all), spec: spec ?? {} };
}

function problemsOf({ found, unknown }: Misfits): SchemaProblem[] {
  if (found.length === 0 && unknown.length === 0) return [];
  const { problems, strangers } = withoutStrangers(unknown);
  const isWrapped = problems.some((problem) => problem.isWrapper);
  const meant = new Set(
    problems.map(({ path, suggestion }) => placeOf([...path.slice(0, -1), suggestion ?? ""])),
  );
  for (const { path, sort, field, value } of found) {
    if (typeof value === "string" && hasPlaceholder(value)) continue;
    // The key is there, with a slip of the pen: one mistake.
    if (
      sort === "required" &&
      ((isWrapped && path.length === 1) ||
        meant.has(placeOf(path)) ||
        strangers.has(placeOf(path.slice(0, -1))))
    )
      continue;
    problems.push(problemOf(path, sort, field, value));
  }
  return problems;
}

/** An item of which nothing is known belongs to another list: one mistake, and not one for each of its keys. */
function withoutStrangers(unknown: readonly UnknownKey[]): {
  problems: SchemaProblem[];
  strangers: Set<string>;
} {
  const problems: SchemaProblem[] = [];
  const strangers = new Set<string>();
  for (const [object, keys] of groupBy(unknown, ({ object }) => object)) {
    const groups = gatherings(keys);
    const gathered = new Set(groups.flatMap(({ gather }) => gather?.keys.map(([written]) => written)));
    const found = [...groups, ...keys.filter(({ key }) => !gathered.has(key)).map(unknownKeyProblem)];
    const [first, second] = found;
    const isStranger =
      first &&
      second &&
      typeof first.path.at(-2) === "number" &&
      found.length === Object.keys(object as object).length;
    if (
      !isStranger ||
      found.some(({ suggestion, code }) => suggestion !== undefined || code !== "unknown-field")
    )
      problems.push(...found);
    else {
      strangers.add(placeOf(first.path.slice(0, -1)));
      problems.push({
        ...first,
        isStranger: true,
        message: `${first.message} Nothing else in this item is one, either: indent it as the list that it belongs to.`,
      });
    }
  }
  return { problems, strangers };
}

/** Whether a text is filled in before the platform sees it, so that it is not ours to judge. */
export function hasPlaceholder(text: string): boolean {
  return /\$[{A-Z_]|__\w+?__|\{\{/.test(text);
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
    ...(sort === "required" && { isMissing: true as const }),
  };
}

/** A path as the key of a map. */
function placeOf(path: Path): string {
  return path.join("\0");
}
