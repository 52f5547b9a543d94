import * as z from "zod";
import type { SpellingName } from "./spellings.ts";

/** What an author should know of a field beyond what its zod schema says. All sentences are Markdown. */
export interface FieldDoc {
  /** One or two sentences: what it does, in which unit, and what happens without it. */
  description?: string;
  /** What the platform takes where the key is left out. */
  default?: string | number | boolean;
  /** Why it is no longer to be written, and what to write in its place. */
  deprecated?: string;
  /** Written by the platform; a value in a spec is ignored. */
  readOnly?: true;
  /** In a preview that an account must be admitted to. */
  preview?: true;
  /** Listed by the API reference only: official clients refuse it and it may do nothing. Accepted, never offered. */
  suspect?: true;
  /** Holds a credential, which is never to be shown. */
  secret?: true;
  /** What the values of an enum mean. */
  values?: Readonly<Record<string, string>>;
  /** Values worth offering where any string is allowed, or those of an enum that make sense at this place. */
  offered?: readonly string[];
  /** Values that people write for one of an enum: `{ CRON: "SCHEDULED" }`. */
  aliases?: Readonly<Record<string, string>>;
  /** The rule that one of those aliases breaks. */
  wrongAlias?: string;
  /** Keys that people write for this one: `command` for `run_command`. */
  alsoWritten?: readonly string[];
  /** In words, what its pattern asks for. */
  spelling?: SpellingName;
  /** Of an object: the key that a bare value in its place stands for. */
  bare?: string;
  /** Zero stands for "not set", as everywhere in the platform's own encoding, so it is below no minimum. */
  zeroIsUnset?: true;
  /** The rule that a problem of a sort belongs to, where one is more precise than the sort's name. */
  rules?: { readonly [sort in Sort | "maximum"]?: string };
  /** Of an object: what one calls it, with its article. */
  kind?: string;
  /** Of an object: keys that belong elsewhere, and the rule that says so, where it has a name of its own. */
  foreign?: Readonly<Record<string, string>>;
  /** Of an object: its name among the definitions of the JSON schema. */
  id?: string;
  /** A page that explains it. What lies below inherits it. */
  docs?: string;
}

/** How a single value can be wrong. */
export type Sort = "type" | "required" | "enum" | "range" | "pattern";

/** The documentation of each schema. */
export const doc = z.registry<FieldDoc>();

/** A field that one source lists and the official clients refuse. */
export function suspect<T extends z.ZodType>(schema: T): z.ZodOptional<T> {
  const optional = schema.optional();
  doc.add(optional, { suspect: true });
  return optional;
}

const DOCS = "https://docs.digitalocean.com/products/app-platform";

/** A page of the product documentation. */
export function page(name: string): string {
  return `${DOCS}/${name}/`;
}
