import type { CompletionItemKind } from "vscode-languageserver-types";
import { ENGINES } from "../../catalog/index.ts";
import type { Field, FieldNode } from "../../spec/schema/fields.ts";
import type { Need } from "../context.ts";
import { engineText, regionText } from "../hover/value.ts";
import { ACCOUNT_VALUES } from "./account.ts";
import type { Literal } from "./draft.ts";
import { NAME_VALUES } from "./names.ts";
import { REPOSITORY_VALUES } from "./repository.ts";
import type { Scene } from "./scene.ts";
import { SIZE_VALUES } from "./sizes.ts";
import { KIND } from "./suggestion.ts";
import { TIME_VALUES } from "./time.ts";

/** A value that a field can have. */
export interface OfferedValue {
  readonly value: Literal;
  readonly kind?: CompletionItemKind;
  readonly detail?: string | undefined;
  /** A word that stands in every line of the list, where `detail` is shown for the chosen one alone. */
  readonly aside?: string;
  readonly documentation?: string | undefined;
  readonly deprecated?: boolean;
}

/** Where the values of some fields come from. */
export interface ValueSource {
  /** The paths of its fields, as the schema writes them: `services[].source_dir`. */
  readonly at: RegExp;
  /** What must be fetched for them. */
  needs?(scene: Scene): Need[];
  /** Best first. */
  values?(scene: Scene): OfferedValue[];
}

const CATALOG_VALUES: readonly ValueSource[] = [
  {
    at: /^region$/,
    needs: () => [{ kind: "catalog" }],
    values: ({ catalog }) =>
      catalog.regions
        .toSorted((a, b) => Number(a.disabled) - Number(b.disabled))
        .map(({ slug, label, continent, disabled }) => ({
          value: slug,
          kind: KIND.enumMember,
          detail: `${label}, ${continent}${disabled ? " · takes no new apps" : ""}`,
          documentation: regionText(slug, catalog),
        })),
  },
  {
    at: /^databases\[\]\.engine$/,
    values: () =>
      ENGINES.toSorted(
        (a, b) => Number(a.supersededBy !== undefined) - Number(b.supersededBy !== undefined),
      ).map(({ slug, label, supersededBy }) => ({
        value: slug,
        kind: KIND.enumMember,
        detail: label,
        documentation: engineText(slug),
        ...(supersededBy !== undefined && { deprecated: true }),
      })),
  },
];

const HTTP_VALUES: readonly ValueSource[] = [
  {
    at: /\.allow_methods\[\]$/,
    values: () => ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"].map((value) => ({ value })),
  },
  {
    at: /\.(allow|expose)_headers\[\]$/,
    values: () => ["Authorization", "Content-Type", "X-Request-Id"].map((value) => ({ value })),
  },
];

const SOURCES: readonly ValueSource[] = [
  ...SIZE_VALUES,
  ...CATALOG_VALUES,
  ...TIME_VALUES,
  ...HTTP_VALUES,
  ...NAME_VALUES,
  ...REPOSITORY_VALUES,
  ...ACCOUNT_VALUES,
];

const SOURCES_OF = new Map<string, readonly ValueSource[]>();

function sourcesOf(path: string): readonly ValueSource[] {
  let found = SOURCES_OF.get(path);
  if (!found) {
    found = SOURCES.filter(({ at }) => at.test(path));
    SOURCES_OF.set(path, found);
  }
  return found;
}

/** What a field's values would be told by, if it were fetched. */
export function neededFor(path: string, scene: Scene): Need[] {
  return sourcesOf(path).flatMap((source) => source.needs?.(scene) ?? []);
}

/** The values to offer for a field, each once: those that are known by name, then those of the schema. */
export function offeredValues({ field }: FieldNode, scene: Scene): OfferedValue[] {
  const known = sourcesOf(field.path).flatMap((source) => source.values?.(scene) ?? []);
  const seen = new Set<Literal>();
  return [...known, ...schemaValues(field)].filter(({ value }) => !seen.has(value) && seen.add(value));
}

/** Whether the values of a field are worth a list as soon as its key is written. */
export function hasValues({ field }: FieldNode): boolean {
  return (
    field.enum !== undefined ||
    field.offered !== undefined ||
    field.type === "boolean" ||
    sourcesOf(field.path).length > 0
  );
}

/** Values that mean that nothing is set. */
const UNSET = /^(UNSET|UNKNOWN|UNSPECIFIED.*)$/;

function schemaValues(field: Field): OfferedValue[] {
  if (field.type === "boolean") {
    const first = field.default !== true;
    return [first, !first].map((value) => described(field, value));
  }
  const offered = field.offered ?? [];
  // Which alerts make sense depends on their place, which the enum does not tell.
  const all = field.path.endsWith("alerts[].rule") ? offered : (field.enum ?? []);
  const rest = all.filter((value) => typeof value !== "string" || !offered.includes(value));
  const isUnset = (value: Literal) => typeof value === "string" && UNSET.test(value);
  const values = [...offered, ...rest.filter((value) => !isUnset(value)), ...rest.filter(isUnset)];
  if (values.length > 0) return values.map((value) => described(field, value));
  return field.default === undefined ? [] : [described(field, field.default)];
}

function described(field: Field, value: Literal): OfferedValue {
  const meaning = field.values?.[String(value)];
  const isDefault = field.default === value;
  return {
    value,
    kind: field.enum ? KIND.enumMember : KIND.value,
    detail: isDefault ? "default" : undefined,
    documentation: meaning,
  };
}
