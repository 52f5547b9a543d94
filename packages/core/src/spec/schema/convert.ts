import type { Path } from "../path.ts";
import { isRecord } from "../plain.ts";
import { type Field, nodeAt } from "./fields.ts";
import { SPELLINGS, type Spelling } from "./spellings.ts";

/** The same value as the type that is asked for, where it can only mean that. */
export function converted(path: Path, field: Field, value: unknown): string | undefined {
  const { type, bare } = field;
  switch (type) {
    case "string":
      return typeof value === "object" ? undefined : JSON.stringify(String(value));
    case "integer":
    case "number":
      return typeof value === "string" ? numberIn(field, value) : undefined;
    case "boolean":
      if (isRecord(value)) return typeof value.enabled === "boolean" ? String(value.enabled) : undefined;
      return typeof value === "object" ? undefined : BOOLEANS.get(String(value).toLowerCase());
    case "object": {
      const inner = bare === undefined ? undefined : nodeAt(path)?.keys.get(bare)?.field;
      if (!inner || typeof value === "object") return undefined;
      const held =
        typeof value === TYPES_OF[inner.type] ? heldIn(inner, value) : converted(path, inner, value);
      return held === undefined ? undefined : `{ ${bare}: ${held} }`;
    }
    default:
      return undefined;
  }
}

/** A bare value as its field takes it: `owner/repo` of a URL. What an asterisk means, no other text does. */
function heldIn(field: Field, value: unknown): string | undefined {
  if (typeof value !== "string" || value.includes("*")) return yamlScalar(value);
  const mended = field.spelling ? respelled(field, value) : value;
  return mended === undefined ? undefined : yamlScalar(mended);
}

const TYPES_OF: Partial<Record<Field["type"], string>> = {
  string: "string",
  integer: "number",
  number: "number",
  boolean: "boolean",
};

/** `10s`, `80%` and `8,080` as the numbers that they can only mean, where these fit the field. */
function numberIn({ path, minimum = 0, maximum = 1e9 }: Field, text: string): string | undefined {
  const [, digits = "", unit = ""] =
    /^(\d{1,9}|\d{1,3}(?:[,_]\d{3})+) ?(%|[a-z]{0,12})$/i.exec(text.trim()) ?? [];
  const factor = path.endsWith("milliseconds")
    ? /^(?:ms)?$/.test(unit) && 1
    : path.endsWith("_seconds")
      ? SECONDS.find(([word]) => word.test(unit))?.[1]
      : /^%?$/.test(unit) && 1;
  const number = Number(digits.replaceAll(/[,_]/g, "")) * (factor || Number.NaN);
  return digits !== "" && number >= minimum && number <= maximum ? String(number) : undefined;
}

const SECONDS: readonly [word: RegExp, factor: number][] = [
  [/^(?:s|secs?|seconds?)?$/i, 1],
  [/^(?:m|mins?|minutes?)$/i, 60],
  [/^(?:h|hours?)$/i, 3600],
];

const BOOLEANS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    true: "true",
    yes: "true",
    on: "true",
    "1": "true",
    false: "false",
    no: "false",
    off: "false",
    "0": "false",
  }),
);

/** The nearest text to one that its field does not take, if there is one that it takes. */
export function respelled(field: Field, text: string): string | undefined {
  const spelling: Spelling | undefined = field.spelling && SPELLINGS[field.spelling];
  const mended = text.length <= MAX_MENDED ? spelling?.mend?.(text, field.path) : undefined;
  return mended !== undefined && fits(field, mended) ? mended : undefined;
}

/** Nobody's host name or repository is longer, and mending takes time by the length. */
const MAX_MENDED = 300;

export function fits(
  { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Field,
  text: string,
): boolean {
  return text.length >= minLength && text.length <= maxLength && new RegExp(pattern).test(text);
}

/** JSON is YAML; words that need no quotes stay as they are. */
export function yamlScalar(value: unknown): string {
  return typeof value === "string" && /^[A-Za-z][\w./-]*$/.test(value) ? value : JSON.stringify(value);
}
