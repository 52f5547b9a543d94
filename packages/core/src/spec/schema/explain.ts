import type { Path } from "../path.ts";
import { isRecord } from "../plain.ts";
import { quoted } from "../syntax/torn-text.ts";
import { converted, fits, respelled, yamlScalar } from "./convert.ts";
import type { Sort } from "./doc.ts";
import { type Field, nodeAt, onlyListAt } from "./fields.ts";
import { nearest } from "./nearest.ts";
import { SPELLINGS } from "./spellings.ts";
import { code, oneOf } from "./words.ts";

/** A problem in words, with the text to write where that is known. */
export interface Explanation {
  message: string;
  suggestion?: string;
  /** The rule that it breaks, where its field does not say so. */
  code?: string;
}

/** Says what is wrong with a value, and what to write. The values of secrets are not repeated. */
export function explain(path: Path, sort: Sort, field: Field, value: unknown): Explanation {
  switch (sort) {
    case "required":
      return missing(path);
    case "type":
      return wrongType(path, field, value);
    case "enum":
      return wrongValue(nameOf(path), field, value);
    case "range":
      return outOfRange(nameOf(path), field, value);
    case "pattern":
      return wrongFormat(nameOf(path), field, String(value));
  }
}

/** The field as a sentence names it: `http_port`, or `item 2 of internal_ports`. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return "An app spec";
  return typeof last === "number" ? `Item ${last + 1} of ${code(path.at(-2))}` : code(last);
}

function missing(path: Path): Explanation {
  const key = String(path.at(-1));
  const owner = nodeAt(path.slice(0, -1))?.field.kind ?? "this";
  return { message: `${capital(owner)} needs ${code(key)}.`, suggestion: key };
}

const EXPECTED: Record<Field["type"], string> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a map of fields",
};

function wrongType(path: Path, field: Field, value: unknown): Explanation {
  const name = nameOf(path);
  if (value === null || value === undefined)
    return { message: `${name} is empty. Write ${field.kind ?? EXPECTED[field.type]}, or remove the dash.` };
  const message = `${name} must be ${EXPECTED[field.type]}, but this is ${typeName(value)}.`;
  if (field.type === "string" && typeof value !== "object") return unquoted(name, field, value);
  const habit =
    field.type === "array"
      ? itemsOf(path, value)
      : field.type === "object"
        ? (imageOf(path, value) ?? listBelow(path, value) ?? fieldsOf(path, value))
        : field.type === "string"
          ? (oneWordOf(field, value) ?? textOf(field, value))
          : undefined;
  if (habit) return { ...habit, message: `${message} ${habit.message}` };
  const suggestion = field.secret ? undefined : converted(path, field, value);
  if (suggestion === undefined && typeof value !== "number" && /^(?:integer|number)$/.test(field.type))
    return { message: `${message} Write digits without quotes, for example ${code(field.minimum ?? 1)}.` };
  return suggestion === undefined
    ? { message }
    : { message: `${message} Write ${code(suggestion)}.`, suggestion };
}

/** What was read as a number or a switch: quotes mend it, where the text would fit the field. */
function unquoted(name: string, field: Field, value: unknown): Explanation {
  const text = String(value);
  if (field.secret || (field.enum ? field.enum.includes(text) : fits(field, text)))
    return { message: `${name} must be a text, and this is read as ${typeName(value)}. Put it in quotes.` };
  const { message, suggestion } = field.enum ? wrongValue(name, field, text) : wrongFormat(name, field, text);
  return { message, ...(suggestion !== undefined && { suggestion }) };
}

/** A list in the place of the map that has just one list: `ingress` and its `rules`. */
function listBelow(path: Path, value: unknown): Explanation | undefined {
  const key = Array.isArray(value) ? onlyListAt(path) : undefined;
  return key === undefined ? undefined : { message: `Write ${code(`${key}:`)}, and the list below it.` };
}

/** How a list is written, where something else stands in its place. */
function itemsOf(path: Path, value: unknown): Explanation {
  const item = nodeAt(path)?.item;
  if (isVariable(path) && typeof value === "string") return { message: ENV_ITEMS };
  if (!isRecord(value)) {
    const bare = item?.field.bare;
    if (bare !== undefined && typeof value === "string") {
      const suggestion = `[{ ${bare}: ${yamlScalar(value)} }]`;
      return { message: `Write ${code(suggestion)}.`, suggestion };
    }
    if (item?.field.type === "object" || typeof value === "object")
      return { message: "Begin each item with a dash (`- `)." };
    const suggestion = `[${yamlScalar(value)}]`;
    return { message: `Write ${code(suggestion)}.`, suggestion };
  }
  const [first = ""] = Object.keys(value);
  if (isVariable(path)) {
    return {
      message: `Write each variable as an item of its own: ${code(`- key: ${first}`)}, and its \`value:\` on the next line.`,
    };
  }
  if (!item?.keys.has("name")) return { message: "Begin each item with a dash (`- `)." };
  return "name" in value
    ? { message: "Begin the item with a dash: `- name: …`, and its other fields below `name`." }
    : { message: `Write each as an item of its own, with its name: ${code(`- name: ${first}`)}.` };
}

const ENV_ITEMS =
  "Write each variable as an item of its own: `- key: NAME`, and its `value:` on the next line.";

/** How a map is written, where a text stands in its place. */
function fieldsOf(path: Path, value: unknown): Explanation | undefined {
  if (typeof value !== "string") return undefined;
  if (isVariable(path)) {
    const [, key, rest] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(value) ?? [];
    if (key === undefined) return { message: "Write `key: NAME`, and its `value:` on the next line." };
    return {
      message: `Write ${code(`key: ${key}`)}, and ${rest === undefined ? "its value" : "what stands behind the `=`"} behind \`value:\` on the next line.`,
      suggestion: rest === undefined ? `{ key: ${key} }` : `{ key: ${key}, value: ${JSON.stringify(rest)} }`,
    };
  }
  if (
    typeof path.at(-1) !== "number" ||
    !nodeAt(path)?.keys.has("name") ||
    !/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/.test(value)
  )
    return undefined;
  return {
    message: `Write ${code(`name: ${value}`)}, and its other fields below.`,
    suggestion: `{ name: ${JSON.stringify(value)} }`,
  };
}

/** The address of an image as its fields. */
function imageOf(path: Path, value: unknown): Explanation | undefined {
  if (typeof value !== "string" || !nodeAt(path)?.keys.has("registry_type")) return undefined;
  const [, address = "", tag = "latest"] = /^([\w./-]+?)(?::([\w.-]+))?$/.exec(value) ?? [];
  const [first = "", ...rest] = address.split("/");
  const type = REGISTRIES[first] ?? (first.includes(".") || first === "" ? undefined : "DOCKER_HUB");
  const parts = first in REGISTRIES ? rest : [first, ...rest];
  const registry = parts.length > 1 ? parts[0] : "library";
  const repository = parts.slice(parts.length > 1 ? 1 : 0).join("/");
  if (type === undefined || repository === "") return undefined;
  // The registry of the account is named by nobody: it has one.
  const owner = type === "DOCR" ? "" : ` registry: ${registry},`;
  const suggestion = `{ registry_type: ${type},${owner} repository: ${repository}, tag: ${yamlScalar(tag)} }`;
  return { message: `Write ${codeOf(suggestion)}.`, suggestion };
}

const REGISTRIES: Readonly<Record<string, string>> = {
  "registry.digitalocean.com": "DOCR",
  "ghcr.io": "GHCR",
  "docker.io": "DOCKER_HUB",
};

/** As {@link code}, for text of our own that is longer. */
function codeOf(text: string): string {
  return `\`${text.length > 160 ? `${text.slice(0, 159)}…` : text}\``;
}

function isVariable(path: Path): boolean {
  return (nodeAt(path)?.item ?? nodeAt(path))?.keys.get("key")?.field.rules?.pattern === "env-key";
}

/** The one value of an enum that a list of its words stands for: `[RUN_TIME, BUILD_TIME]` is `RUN_AND_BUILD_TIME`. */
function oneWordOf(field: Field, value: unknown): Explanation | undefined {
  if (!field.enum || !Array.isArray(value)) return undefined;
  const words = [...new Set(value.map((word) => wrongValue("", field, word).suggestion))].sort();
  const all = words.join(" ");
  const suggestion = words.length === 1 ? words[0] : field.aliases?.[all];
  return suggestion === undefined
    ? { message: `Write ${oneOf((field.offered ?? field.enum).map(code))}.` }
    : { message: `Write ${code(suggestion)}.`, suggestion };
}

/** How a text is written, where a template or a list of words stands in its place. */
function textOf(field: Field, value: unknown): Explanation | undefined {
  if (Array.isArray(value) && !field.secret && value.every((word) => typeof word === "string")) {
    // The first word of one command has no space: these are several.
    const several = /^\w\S* \S/.test(value[0] ?? "") && value.every((words) => /^[\w ./:=@-]+$/.test(words));
    const suggestion = several
      ? value.join(" && ")
      : value.every((word) => /^[\w./:=@-]+$/.test(word)) && value.join(" ");
    if (suggestion) return { message: `Write ${code(suggestion)}.`, suggestion };
  }
  const [key = "", more] = isRecord(value) ? Object.keys(value) : [];
  if (!key.startsWith("{") || more !== undefined) return undefined;
  return { message: `Put it in quotes: ${field.secret ? "`'{{ … }}'`" : code(quoted(`{${key}}`))}.` };
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return `\`${value}\``;
  if (Number.isNaN(value)) return "`.nan`, which is no number";
  if (typeof value === "number" && !Number.isFinite(value)) return "a number too large to be held";
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : "a number with a fraction";
  return typeof value === "string" ? "a text" : "a map";
}

function wrongValue(name: string, field: Field, value: unknown): Explanation {
  const written = String(value);
  const values = field.enum?.map(String) ?? [];
  const alias = Object.entries(field.aliases ?? {}).find(([word]) => word === written.toUpperCase())?.[1];
  const sameLetters = values.find((known) => known.toLowerCase() === written.toLowerCase());
  const suggestion =
    sameLetters ?? alias ?? (typeof value === "string" ? nearest(written, values) : undefined);

  const rule = field.rules?.enum ?? (sameLetters ? "domain-type-case" : alias && field.wrongAlias);
  const offered = (field.offered ?? values).map(code);
  const advice =
    suggestion !== undefined
      ? `Did you mean ${code(suggestion)}?`
      : `Write ${offered.length > 12 ? "one of the known values" : oneOf(offered)}.`;
  return {
    message: `${name} cannot be ${code(written)}. ${advice}`,
    ...(suggestion !== undefined && {
      suggestion: field.type === "string" ? quotedIfNumber(suggestion) : suggestion,
    }),
    ...(rule && { code: rule }),
  };
}

function quotedIfNumber(text: string): string {
  return /^[\d.]+$/.test(text) ? `"${text}"` : text;
}

function outOfRange(name: string, field: Field, value: unknown): Explanation {
  if (typeof value === "string") {
    const most = field.maxLength ?? Number.POSITIVE_INFINITY;
    const bound = value.length > most ? `at most ${most}` : `at least ${field.minLength ?? 0}`;
    return { message: `${name} must have ${bound} characters, but has ${value.length}.` };
  }
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
  const upTo = Number.isFinite(maximum) ? `from ${minimum} to ${maximum}` : `at least ${minimum}`;
  const bound = minimum === maximum ? String(minimum) : upTo;
  const rule = Number(value) > maximum ? field.rules?.maximum : undefined;
  return {
    message: `${name} must be ${bound}, but it is ${String(value)}.`,
    suggestion: String(Math.min(Math.max(Number(value), minimum), maximum)),
    ...(rule && { code: rule }),
  };
}

function wrongFormat(name: string, field: Field, value: string): Explanation {
  if (value.length > (field.maxLength ?? Number.POSITIVE_INFINITY)) return outOfRange(name, field, value);
  const suggestion = respelled(field, value);
  const spelling = field.spelling && SPELLINGS[field.spelling];
  const words = spelling?.words ?? `a text that matches \`${field.pattern}\``;
  return {
    message: `${name} cannot be ${code(value)}. Write ${words}${suggestion === undefined ? "" : ` (here ${code(suggestion)})`}.`,
    ...(suggestion !== undefined && { suggestion }),
    ...(field.spelling === "host name" && value.includes("*") && { code: "domain-wildcard" }),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
