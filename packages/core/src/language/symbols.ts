import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { type CostItem, estimateCost } from "../cost/index.ts";
import { spanOf } from "../rules/text-edits.ts";
import { kindWord } from "../rules/words.ts";
import { NAMED_LISTS, type NamedList } from "../spec/components.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { formatPath, type Path } from "../spec/path.ts";
import { isRecord, type PlainRecord, recordOf, textOf } from "../spec/plain.ts";
import { matchOf } from "../spec/routing.ts";
import { isSecretEnv } from "../spec/secrets.ts";
import { isAlias, type Node } from "../yaml.ts";
import type { LanguageContext } from "./context.ts";
import { isWithin, trimmedSpan } from "./extent.ts";
import { databaseText } from "./hover/component.ts";
import { priceTitle } from "./price.ts";

/**
 * The outline of a spec: its lists, in them the components with kind, price and size, in those their variables;
 * domains, ingress rules, alerts. Never throws.
 */
export function documentSymbols(
  source: string | SpecDocument,
  context: Pick<LanguageContext, "catalog"> = {},
): DocumentSymbol[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const { components } = estimateCost(document.spec, { catalog: context.catalog ?? DEFAULT_CATALOG });
  const prices = new Map(components.map((item) => [item.path, item]));
  const found = Object.entries(document.spec).flatMap(([key, value]) => {
    const outline = outlineOf(key, prices);
    if (!outline) return [];
    const holder = outline.below ? recordOf(value)?.[outline.below] : value;
    const path = outline.below ? [key, outline.below] : [key];
    return section(document, [key], itemsAt(document, path, holder, outline.item));
  });
  return found.sort((a, b) => a.range.start.line - b.range.start.line);
}

/** How an item of a list is shown. */
type Describe = (
  value: PlainRecord,
  path: Path,
) => Pick<DocumentSymbol, "name" | "kind"> & {
  readonly detail?: string;
  /** The key whose value is the item's name. */
  readonly nameKey?: string;
  readonly children?: { readonly key: string; readonly item: Describe };
};

interface Outline {
  /** The key of the list inside a section that is a map. */
  readonly below?: string;
  readonly item: Describe;
}

function outlineOf(key: string, prices: ReadonlyMap<string, CostItem>): Outline | undefined {
  if (NAMED_LISTS.some((list) => list === key)) return { item: component(key as NamedList, prices) };
  if (key === "envs") return { item: variable };
  if (key === "domains") return { item: domain };
  if (key === "alerts") return { item: alert };
  return key === "ingress" ? { below: "rules", item: ingressRule } : undefined;
}

const KINDS: Record<NamedList, SymbolKind> = {
  services: SymbolKind.Interface,
  static_sites: SymbolKind.File,
  workers: SymbolKind.Method,
  jobs: SymbolKind.Event,
  functions: SymbolKind.Function,
  databases: SymbolKind.Struct,
};

function component(list: NamedList, prices: ReadonlyMap<string, CostItem>): Describe {
  return (value, path) => {
    const price = prices.get(formatPath(path));
    const about = list === "databases" ? databaseText(value).replaceAll("`", "") : kindWord(list);
    return {
      name: textOf(value.name) ?? formatPath(path),
      kind: KINDS[list],
      detail: [about, price && priceTitle(price)].filter((part) => part).join(" · "),
      nameKey: "name",
      children: { key: "envs", item: variable },
    };
  };
}

const variable: Describe = (env, path) => ({
  name: textOf(env.key) ?? formatPath(path),
  kind: isSecretEnv(env) ? SymbolKind.Key : SymbolKind.Variable,
  ...(isSecretEnv(env) && { detail: "secret" }),
  nameKey: "key",
});

const domain: Describe = (value, path) => ({
  name: textOf(value.domain) ?? formatPath(path),
  kind: SymbolKind.String,
  detail: textOf(value.type)?.toLowerCase() ?? "",
  nameKey: "domain",
});

const alert: Describe = (value, path) => ({
  name: textOf(value.rule) ?? formatPath(path),
  kind: SymbolKind.Event,
  nameKey: "rule",
});

const ingressRule: Describe = (rule) => {
  const name = textOf(recordOf(rule.component)?.name);
  return {
    name: matchOf(rule) || "/",
    kind: SymbolKind.Operator,
    detail: name !== undefined ? `→ ${name}` : isRecord(rule.redirect) ? "→ redirect" : "",
  };
};

/** A key of the spec with what stands below it. */
function section(document: SpecDocument, path: Path, children: DocumentSymbol[]): DocumentSymbol[] {
  const pair = document.pairAt(path);
  const key = spanOf(pair?.key);
  if (!key) return [];
  const end = trimmedSpan(document, pair?.value)?.[1] ?? key[1];
  const range = document.rangeBetween(key[0], Math.max(end, key[1]));
  // What stands behind an anchor is part of another section.
  const own = isAlias(pair?.value) ? [] : children.filter((child) => isWithin(child.range, range));
  return [
    {
      name: String(path.at(-1)),
      kind: SymbolKind.Namespace,
      detail: children.length > 0 ? String(children.length) : "",
      range,
      selectionRange: document.rangeBetween(...key),
      ...(own.length > 0 && { children: own }),
    },
  ];
}

function itemsAt(document: SpecDocument, list: Path, value: unknown, describe: Describe): DocumentSymbol[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => {
    const path = [...list, index];
    const node = itemNode(document, list, index);
    const span = trimmedSpan(document, node);
    if (!isRecord(item) || !span) return [];
    const { children, nameKey, name, kind, detail } = describe(item, path);
    const range = document.rangeBetween(...span);
    const below =
      children && !isAlias(node)
        ? itemsAt(document, [...path, children.key], item[children.key], children.item)
        : [];
    // What is merged in from elsewhere is no part of this.
    const own = below.filter((child) => isWithin(child.range, range));
    const written = nameKey === undefined ? undefined : spanOf(document.nodeAt([...path, nameKey]));
    const token = written && document.rangeBetween(...written);
    return [
      {
        name: name.trim() || formatPath(path),
        kind,
        ...(detail && { detail }),
        range,
        selectionRange:
          token && isWithin(token, range)
            ? token
            : document.rangeBetween(span[0], firstLineEnd(document, span)),
        ...(own.length > 0 && { children: own }),
      },
    ];
  });
}

/** The item as it is written there: an alias is not followed. */
function itemNode(document: SpecDocument, list: Path, index: number): Node | undefined {
  const node = document.nodeAt(list) as { items?: readonly unknown[] } | undefined;
  return node?.items?.[index] as Node | undefined;
}

function firstLineEnd({ text }: SpecDocument, [start, end]: readonly [number, number]): number {
  return start + text.slice(start, end).search(/\r?\n|$/);
}
