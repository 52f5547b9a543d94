import * as z from "zod";
import { app } from "./schema/app.ts";
import { doc, type FieldDoc } from "./schema/doc.ts";

/**
 * The app spec as a JSON Schema for editors that know nothing of App Platform. It accepts what the schema itself
 * accepts, less unknown keys; texts with placeholders and nulls, which `validateSpec` lets pass, it refuses.
 *
 * Beside the standard keywords it has those that VS Code's JSON and YAML editors read: `markdownDescription`,
 * `markdownEnumDescriptions`, `deprecationMessage`, `doNotSuggest`.
 */
export function appSpecJsonSchema({ draft = "2020-12" }: { draft?: "2020-12" | "07" } = {}): object {
  const target = draft === "07" ? "draft-7" : "draft-2020-12";
  const { $schema, ...schema } = z.toJSONSchema(app, { metadata: doc, target }) as unknown as Written;
  return { $schema, title: "App Platform app spec", ...forEditors(schema) };
}

/** What zod writes: the standard keywords, and our documentation as it is. */
type Written = FieldDoc & {
  $schema?: string;
  enum?: unknown[];
  properties?: Record<string, Written>;
  items?: Written;
  allOf?: Written[];
  $defs?: Record<string, Written>;
  definitions?: Record<string, Written>;
};

const STANDARD_KEYWORDS = [
  "$ref",
  "type",
  "enum",
  "default",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
  "required",
  "readOnly",
] as const;

function forEditors(written: Written): object {
  const { description, deprecated, properties, items, allOf, $defs, definitions } = written;
  const { values, offered } = written;
  return {
    ...Object.fromEntries(
      Object.entries(written).filter(([key]) => STANDARD_KEYWORDS.some((name) => name === key)),
    ),
    ...(description && { description, markdownDescription: markdown(written) }),
    ...(deprecated && { deprecated: true, deprecationMessage: deprecated }),
    ...(written.suspect && { doNotSuggest: true }),
    ...(written.enum &&
      values && { markdownEnumDescriptions: written.enum.map((value) => values[String(value)] ?? "") }),
    ...(!written.enum && offered && { examples: offered }),
    ...(properties && { properties: mapValues(properties, forEditors), additionalProperties: false }),
    ...(items && { items: forEditors(items) }),
    ...(allOf && { allOf: allOf.map(forEditors) }),
    ...($defs && { $defs: mapValues($defs, forEditors) }),
    ...(definitions && { definitions: mapValues(definitions, forEditors) }),
  };
}

function markdown({ description, deprecated, docs }: Written): string {
  return [
    description,
    ...(deprecated ? [`**Deprecated.** ${deprecated}`] : []),
    ...(docs ? [`[Documentation](${docs})`] : []),
  ].join("\n\n");
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
