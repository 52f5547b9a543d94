import type { Path } from "../../spec/path.ts";
import { type Field, fieldAt } from "../../spec/schema/index.ts";
import { SPELLINGS } from "../../spec/schema/spellings.ts";
import { code } from "../../spec/schema/words.ts";

/** A list of values that is longer is not read in a hover. */
const MAX_VALUES = 24;

/** What a field is, as Markdown: in words, with what it may hold and what happens without it. */
export function fieldText(path: Path): string | undefined {
  const field = fieldAt(path);
  if (!field || path.length === 0) return undefined;
  return [
    [code(nameOf(path)), ...facts(field)].join(" · "),
    field.deprecated && `**Deprecated.** ${field.deprecated}`,
    field.description,
    ...remarks(field),
    valueList(field),
    field.docs && `[Documentation](${field.docs})`,
  ]
    .filter((part) => part)
    .join("\n\n");
}

/** The key, or for an item of a list that of the list. */
function nameOf(path: Path): string {
  return String(path.findLast((step) => typeof step === "string") ?? "");
}

function facts(field: Field): string[] {
  const found = [typeText(field), boundsText(field), field.spelling && SPELLINGS[field.spelling].words];
  if (field.required) found.push("required");
  if (field.default !== undefined) found.push(`default ${code(field.default)}`);
  return found.filter((fact) => fact !== undefined && fact !== "") as string[];
}

const TYPES: Record<Field["type"], [one: string, many: string]> = {
  string: ["text", "texts"],
  integer: ["whole number", "whole numbers"],
  number: ["number", "numbers"],
  boolean: ["`true` or `false`", "`true` or `false`"],
  object: ["map", "maps"],
  array: ["list", "lists"],
};

function typeText({ type, items }: Field): string {
  return type === "array" && items ? `list of ${TYPES[items][1]}` : TYPES[type][0];
}

function boundsText({ minimum, maximum, minLength, maxLength, spelling, enum: values }: Field) {
  if (values) return undefined;
  if (minimum !== undefined || maximum !== undefined) return span(minimum, maximum);
  // The words of a spelling say how long it is, where that matters.
  if (spelling !== undefined || (minLength === undefined && maxLength === undefined)) return undefined;
  return `${span(minLength, maxLength)} characters`;
}

function span(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return `at most ${most}`;
  if (most === undefined) return `at least ${least}`;
  return least === most ? String(least) : `${least} to ${most}`;
}

function remarks({ path, readOnly, preview, suspect, secret }: Field): string[] {
  const found: string[] = [];
  if (readOnly) found.push("The platform writes it: a value in a spec is ignored.");
  if (preview) found.push("In a preview that an account must be admitted to.");
  if (suspect)
    found.push("Listed in the API reference alone: official clients refuse it, and it may do nothing.");
  // The value of a variable may be one, as its own words say.
  if (secret && !path.endsWith("envs[].value")) found.push("A credential: keep it out of the repository.");
  return found;
}

/** The values that make sense at this place, with what they mean. */
function valueList({ enum: values, offered, values: meanings = {} }: Field): string | undefined {
  const shown = (offered ?? values ?? []).map(String);
  if (shown.length === 0) return undefined;
  const lines = shown
    .slice(0, MAX_VALUES)
    .map((value) => `- ${code(value)}${meanings[value] ? `: ${meanings[value]}` : ""}`);
  if (shown.length > MAX_VALUES) lines.push("- …");
  return lines.join("\n");
}
