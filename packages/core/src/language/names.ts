import { type Span, spanOf } from "../rules/text-edits.ts";
import { referencesIn, SELF } from "../spec/bindables.ts";
import { envHoldersOf, indexedRecords, NAMED_LISTS, type NamedList } from "../spec/components.ts";
import type { SpecDocument } from "../spec/document.ts";
import { formatPath, type Path } from "../spec/path.ts";
import { textOf, valueAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { isAlias, isScalar, type Node, Scalar } from "../yaml.ts";

/** What has a name of its own in a spec. Components and databases share one namespace. */
export type NameKind = "component" | "variable" | "domain";

/** A name where it is written, without the quotes around it. */
export interface Occurrence {
  readonly kind: NameKind;
  readonly name: string;
  readonly role: "definition" | "reference";
  readonly span: Span;
  /** Of the value that it stands in. */
  readonly path: Path;
  /** Of a variable: the path of the component that has it, as text; empty for the app. */
  readonly holder?: string;
  /** Of a reference: it says `_self` in place of a name. */
  readonly self?: true;
}

/** Everything in a document that one name stands for. */
export interface Named {
  readonly kind: NameKind;
  readonly name: string;
  /** In the order of the text, each once: what stands behind an anchor is written in one place. */
  readonly occurrences: readonly Occurrence[];
  /** The paths of the values that they stand in, also through aliases. */
  readonly paths: ReadonlySet<string>;
}

/** A component or database by its name, with its place. */
export interface NamedComponent {
  readonly list: NamedList;
  readonly path: Path;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Every component and database that has a name, in the order of the lists. */
export function namedComponentsOf(spec: unknown): NamedComponent[] {
  return NAMED_LISTS.flatMap((list) =>
    indexedRecords(spec, list).flatMap(({ index, value }) => {
      const name = textOf(value.name);
      return name === undefined ? [] : [{ list, path: [list, index], name, value }];
    }),
  );
}

/** What the name at an offset stands for, and the place itself; `undefined` where there is no such name. */
export function nameAt(document: SpecDocument, offset: number): { at: Occurrence; named: Named } | undefined {
  const all = occurrencesIn(document);
  const at =
    all.find(({ span }) => span[0] <= offset && offset <= span[1]) ?? behindAlias(document, all, offset);
  return at && { at, named: namedBy(at, all) };
}

/** All places of what an occurrence stands for. */
function namedBy({ kind, name, holder }: Occurrence, all: readonly Occurrence[]): Named {
  const same = all.filter((other) => other.kind === kind && other.name === name);
  const holders = holder === undefined ? undefined : holdersOf(holder, same);
  const seen = new Set<number>();
  const places = same.filter((other) => holders === undefined || holders.has(other.holder ?? ""));
  const occurrences = places
    .filter(({ span }) => !seen.has(span[0]) && seen.add(span[0]))
    .sort((a, b) => a.span[0] - b.span[0]);
  return { kind, name, occurrences, paths: new Set(places.map(({ path }) => formatPath(path))) };
}

/**
 * Those whose variable of one name is the same variable: a component's own takes the place of the app's, and what
 * stands behind an anchor is several components'.
 */
function holdersOf(holder: string, same: readonly Occurrence[]): ReadonlySet<string> {
  const definitions = same.filter(({ role }) => role === "definition");
  if (definitions.some((one) => one.holder === "")) return new Set(same.map((one) => one.holder ?? ""));
  const own = new Set(definitions.filter((one) => one.holder === holder).map(({ span }) => span[0]));
  return new Set([
    holder,
    ...definitions.filter(({ span }) => own.has(span[0])).map((one) => one.holder ?? ""),
  ]);
}

/** An alias of a name is a place of that name, in which nothing is written. */
function behindAlias(document: SpecDocument, all: readonly Occurrence[], offset: number) {
  for (const { path, span } of aliasedNames(document)) {
    if (offset < span[0] || span[1] < offset) continue;
    return all.find((one) => formatPath(one.path) === formatPath(path));
  }
  return undefined;
}

function aliasedNames(document: SpecDocument): { path: Path; span: Span }[] {
  if (!document.text.includes("*")) return [];
  return namePlaces(document.spec).flatMap(({ path }) => {
    const node = document.pairAt(path)?.value;
    const span = isAlias(node) ? spanOf(node) : undefined;
    return span ? [{ path, span }] : [];
  });
}

/** Every name of a document, and every place that refers to one. */
export function occurrencesIn(document: SpecDocument): Occurrence[] {
  const written = namePlaces(document.spec).flatMap((place): Occurrence[] => {
    const token = tokenAt(document, place.path);
    return token ? [{ ...place, name: token.name, span: token.span }] : [];
  });
  return [...written, ...references(document)];
}

type Place = Omit<Occurrence, "span" | "name">;

/** Where a whole value is a name. */
function namePlaces(spec: AppSpec): Place[] {
  const places: Place[] = namedComponentsOf(spec).map(({ path }) => ({
    kind: "component",
    role: "definition",
    path: [...path, "name"],
  }));
  for (const { path, value } of envHoldersOf(spec))
    for (const { index } of indexedRecords(value, "envs"))
      places.push({
        kind: "variable",
        role: "definition",
        path: [...path, "envs", index, "key"],
        holder: formatPath(path),
      });
  for (const { index } of indexedRecords(spec, "domains"))
    places.push({ kind: "domain", role: "definition", path: ["domains", index, "domain"] });
  for (const { index } of indexedRecords(valueAt(spec, ["ingress"]), "rules")) {
    const rule = ["ingress", "rules", index];
    places.push({ kind: "component", role: "reference", path: [...rule, "component", "name"] });
    for (const path of [
      ["match", "authority", "exact"],
      ["redirect", "authority"],
    ])
      places.push({ kind: "domain", role: "reference", path: [...rule, ...path] });
  }
  return places;
}

/** The references inside the values of variables: `${api.KEY}` names a component and perhaps a variable. */
function references(document: SpecDocument): Occurrence[] {
  const found: Occurrence[] = [];
  const components = new Map(namedComponentsOf(document.spec).map((one) => [one.name, formatPath(one.path)]));
  const variables = variableKeys(document.spec);
  const has = (holder: string | undefined, key: string) =>
    holder !== undefined && (variables.get(holder)?.get(key) ?? 0) > 0;
  for (const { path: holderPath, value } of envHoldersOf(document.spec)) {
    const holder = formatPath(holderPath);
    for (const { index, value: env } of indexedRecords(value, "envs")) {
      const path = [...holderPath, "envs", index, "value"];
      for (const { owner, variable, at } of writtenReferences(document, path)) {
        const variableAt = at + 2 + (owner === undefined ? 0 : owner.length + 1);
        const common = { role: "reference", path } as const;
        if (owner === SELF) {
          const name = textOf(value.name);
          if (name !== undefined && holder !== "")
            found.push({
              ...common,
              kind: "component",
              name,
              span: [at + 2, at + 2 + SELF.length],
              self: true,
            });
        } else if (owner !== undefined)
          found.push({ ...common, kind: "component", name: owner, span: [at + 2, at + 2 + owner.length] });
        const ownerHolder =
          owner === undefined
            ? ownHolder(holder, variable, textOf(env.key), variables)
            : owner === SELF
              ? holder
              : components.get(owner);
        if (has(ownerHolder, variable))
          found.push({
            ...common,
            kind: "variable",
            name: variable,
            span: [variableAt, variableAt + variable.length],
            holder: ownerHolder ?? "",
          });
      }
    }
  }
  return found;
}

type VariableKeys = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Whose variable `${KEY}` is: another of the same list, or one of the app. One that only names itself is for a
 * workflow to fill in.
 */
function ownHolder(
  holder: string,
  key: string,
  ownKey: string | undefined,
  variables: VariableKeys,
): string | undefined {
  const others = (variables.get(holder)?.get(key) ?? 0) - (ownKey === key ? 1 : 0);
  return others > 0 ? holder : holder === "" ? undefined : "";
}

/** How often each key is written, by the path of the holder. */
function variableKeys(spec: AppSpec): VariableKeys {
  return new Map(
    envHoldersOf(spec).map(({ path, value }) => {
      const keys = new Map<string, number>();
      for (const { value: env } of indexedRecords(value, "envs")) {
        const key = textOf(env.key);
        if (key !== undefined) keys.set(key, (keys.get(key) ?? 0) + 1);
      }
      return [formatPath(path), keys];
    }),
  );
}

/** The references of a value as the text shows them, with offsets of the text. */
function writtenReferences(document: SpecDocument, path: Path) {
  const node = document.nodeAt(path);
  const span = isScalar(node) && typeof node.value === "string" ? spanOf(node) : undefined;
  if (!span) return [];
  return referencesIn(document.text.slice(...span)).map((one) => ({ ...one, at: one.at + span[0] }));
}

/** A name that is a whole value, where it is written as it reads: quotes are not part of it. */
function tokenAt(document: SpecDocument, path: Path): { name: string; span: Span } | undefined {
  const node: Node | undefined = document.nodeAt(path);
  const span = isScalar(node) ? spanOf(node) : undefined;
  const name = isScalar(node) ? textOf(node.value) : undefined;
  if (!span || name === undefined) return undefined;
  const quoted =
    (node as Scalar).type === Scalar.QUOTE_DOUBLE || (node as Scalar).type === Scalar.QUOTE_SINGLE;
  const inner: Span = quoted ? [span[0] + 1, span[1] - 1] : span;
  return document.text.slice(...inner) === name ? { name, span: inner } : undefined;
}
