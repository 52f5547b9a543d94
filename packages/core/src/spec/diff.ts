import type { SpecChange } from "./change.ts";
import { COMPONENT_LISTS, componentsOf } from "./components.ts";
import { LIST_KEYS, normaliseSpec } from "./normalise.ts";
import { isRecord, type PlainRecord, recordOf, textOf } from "./plain.ts";
import { isDefaultRule, matchOf, rulesOf, statesRouting, usesRoutes } from "./routing.ts";
import { type FieldNode, rootNode } from "./schema/fields.ts";
import type { AppSpec } from "./schema/index.ts";
import { isEncrypted, isReference, isSecretEnv, redactSpec, SECRET_MARK } from "./secrets.ts";

export { formatChange, type SpecChange } from "./change.ts";

/**
 * The differences in meaning between two specs: components, envs, domains and rules are matched by what names them,
 * never by their place, and defaults and old forms of a field make no difference. A renamed component is a removed
 * and an added one. Secrets are compared without being read: an encrypted value equals one that is left out or is
 * a reference, because an update keeps it.
 *
 * What the platform chooses where the new spec is silent (the region, the routes to each component) is not shown.
 *
 * @param before absent for an app that does not exist yet
 * @param written `after` as it may be shown, where it was filled with values that may not
 */
export function diffSpecs(
  before: AppSpec | undefined,
  after: AppSpec,
  written: AppSpec = after,
): SpecChange[] {
  const old = normaliseSpec(before ?? {});
  const next = normaliseSpec(after);
  const changes = new Changes();
  changes.compareMaps(sideOf(old), sideOf(next, normaliseSpec(written)), { path: "", node: rootNode() });
  if (!before) return changes.list;
  return [
    ...changes.list.filter((change) => !isPlatformsChoice(change, after)),
    ...reorderedRules(before, after),
  ];
}

/** A value to compare, and the same value as it may be shown. */
interface Side {
  readonly value: unknown;
  readonly shown: unknown;
}

interface Place {
  readonly path: string;
  readonly node: FieldNode | undefined;
  readonly component?: string;
  /** The field gave way to another one, so that its default does not apply. */
  readonly replaced?: boolean;
}

/** Fields of which at most one is written: without the first, the second says what holds. */
const REPLACED_BY = new Map([
  ["instance_count", "autoscaling"],
  ["tag", "digest"],
  ["error_document", "catchall_document"],
]);

class Changes {
  readonly list: SpecChange[] = [];

  compareMaps(before: Side, after: Side, place: Place): void {
    for (const key of keysOf(after.value, before.value)) {
      const next: Place = {
        ...place,
        path: `${place.path}${segment(key, place.path)}`,
        node: place.node?.keys.get(key),
        replaced: isReplaced(key, before) || isReplaced(key, after),
      };
      const [old, now] = [sideAt(before, key), sideAt(after, key)];
      const nameOf = isListOrAbsent(old) && isListOrAbsent(now) ? itemNamer(key, place) : undefined;
      if (nameOf) this.#compareItems(key, keyed(old, nameOf), keyed(now, nameOf), next);
      // The app's own maps (`ingress`, `egress` …) are always there in meaning, so their fields are compared.
      else if (place.path === "" && (isRecord(old.value) || isRecord(now.value)) && !isClash(old, now))
        this.compareMaps(old, now, next);
      else this.#compare(old, now, next);
    }
  }

  #compareItems(list: string, before: Map<string, Side>, after: Map<string, Side>, place: Place): void {
    const isComponent = [...COMPONENT_LISTS, "databases"].includes(list);
    for (const name of new Set([...after.keys(), ...before.keys()])) {
      const item: Place = {
        ...place,
        path: `${place.path}${segment(name, place.path)}`,
        node: place.node?.item,
        ...(isComponent ? { component: name } : {}),
      };
      const [old, now] = [before.get(name) ?? NOTHING, after.get(name) ?? NOTHING];
      if (list === "envs") this.#compareEnvs(old, now, item);
      else this.#compare(old, now, item);
    }
  }

  #compare(before: Side, after: Side, place: Place): void {
    if (isRecord(before.value) && isRecord(after.value)) {
      this.compareMaps(before, after, place);
      return;
    }
    if (isSame(before.value, after.value) || isKeptSecret(before.value, after.value)) return;
    const fallback = place.replaced ? undefined : place.node?.field.default;
    this.#add(
      place,
      before.shown ?? fallback,
      after.shown ?? fallback,
      holdsSecret(before) || holdsSecret(after),
    );
  }

  /** An env stands for its value; its scope and its type are shown apart. */
  #compareEnvs(before: Side, after: Side, place: Place): void {
    const [old, now] = [recordOf(before.value), recordOf(after.value)];
    const secret = (old !== undefined && isSecretEnv(old)) || (now !== undefined && isSecretEnv(now));
    const show = ({ value, shown }: Side) => {
      if (value === undefined) return undefined;
      return secret && !isReference(entryOf(value, "value")) ? SECRET_MARK : (entryOf(shown, "value") ?? "");
    };
    if (!old || !now) {
      this.#add(place, show(before), show(after), secret);
      return;
    }
    const stays =
      isSecretEnv(now) && isEncrypted(old.value) && (now.value === undefined || isReference(now.value));
    if (!stays && !isSame(old.value, now.value)) this.#add(place, show(before), show(after), secret);
    this.compareMaps(without(before, "value"), without(after, "value"), place);
  }

  #add(place: Place, before: unknown, after: unknown, secret: boolean): void {
    this.list.push({
      kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
      path: place.path,
      ...(place.component === undefined ? {} : { component: place.component }),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      secret,
    });
  }
}

const NOTHING: Side = { value: undefined, shown: undefined };

function sideOf(spec: AppSpec, written: AppSpec = spec): Side {
  return { value: spec, shown: redactSpec(written) };
}

function sideAt({ value, shown }: Side, key: string): Side {
  return { value: entryOf(value, key), shown: entryOf(shown, key) };
}

function isListOrAbsent({ value }: Side): boolean {
  return value === undefined || Array.isArray(value);
}

/** One side a map and the other something else, which only a spec with an error has. */
function isClash({ value: before }: Side, { value: after }: Side): boolean {
  return [before, after].some((value) => value !== undefined && !isRecord(value));
}

function isReplaced(key: string, holder: Side): boolean {
  const other = REPLACED_BY.get(key);
  return other !== undefined && entryOf(holder.value, other) !== undefined;
}

function without({ value, shown }: Side, key: string): Side {
  const rest = (map: unknown) =>
    Object.fromEntries(Object.entries(recordOf(map) ?? {}).filter(([name]) => name !== key));
  return { value: rest(value), shown: rest(shown) };
}

/** How to tell the items of a list apart; `undefined` for what is no such list. */
function itemNamer(key: string, place: Place): ((item: PlainRecord) => string) | undefined {
  if (key === "rules" && place.path === "ingress") return matchOf;
  const listKey = LIST_KEYS.get(key);
  return listKey === undefined ? undefined : (item) => textOf(item[listKey]) ?? "";
}

/** The maps of a list by name. Of two with the same name the second is called `name#2`. */
function keyed(list: Side, nameOf: (item: PlainRecord) => string): Map<string, Side> {
  const items = new Map<string, Side>();
  if (!Array.isArray(list.value) || !Array.isArray(list.shown)) return items;
  const { shown } = list;
  const counts = new Map<string, number>();
  list.value.forEach((value: unknown, index) => {
    if (!isRecord(value)) return;
    const name = nameOf(value);
    const twin = (counts.get(name) ?? 0) + 1;
    counts.set(name, twin);
    items.set(twin === 1 ? name : `${name}#${twin}`, { value, shown: shown[index] });
  });
  return items;
}

/** Rules are documented to be evaluated in order. How the server orders what it makes of `routes` is not known. */
function reorderedRules(before: AppSpec, after: AppSpec): SpecChange[] {
  if (usesRoutes(before) || usesRoutes(after)) return [];
  const [old, now] = [rulesOf(before).map(matchOf), rulesOf(after).map(matchOf)];
  const [inOld, inNew] = [new Set(old), new Set(now)];
  const [from, to] = [old.filter((match) => inNew.has(match)), now.filter((match) => inOld.has(match))];
  if (isSame(from, to)) return [];
  return [{ kind: "changed", path: "ingress.rules", before: from, after: to, secret: false }];
}

/**
 * An update without a region stays where the app is, and one without any rule gets its rules from the platform
 * again. So a region and rules that lead to a component by `/` or by its name, and do nothing else, are not lost.
 */
function isPlatformsChoice(change: SpecChange, after: AppSpec): boolean {
  if (change.kind !== "removed") return false;
  if (change.path === "region") return true;
  const names = new Set(componentsOf(after).map(({ name }) => name));
  return (
    change.path.startsWith("ingress.rules") && !statesRouting(after) && isDefaultRule(change.before, names)
  );
}

/** An update keeps an encrypted value where the spec has a reference in its place: what it refers to was encrypted. */
function isKeptSecret(before: unknown, after: unknown): boolean {
  return isEncrypted(before) && isReference(after);
}

function holdsSecret({ shown }: Side): boolean {
  return JSON.stringify(shown)?.includes(SECRET_MARK) ?? false;
}

/** Both sides are normalised and so free of order that means nothing, except in maps. */
function isSame(before: unknown, after: unknown): boolean {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length && before.every((item, index) => isSame(item, after[index]));
  if (isRecord(before) && isRecord(after))
    return keysOf(before, after).every((key) => isSame(entryOf(before, key), entryOf(after, key)));
  return Object.is(before, after);
}

function keysOf(...maps: unknown[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(recordOf(map) ?? {})))];
}

/** Own entries only: a spec may well have a key `constructor`. */
function entryOf(map: unknown, key: string): unknown {
  return isRecord(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

function segment(key: string, path: string): string {
  if (/^[\w-]+$/.test(key)) return path === "" ? key : `.${key}`;
  return `[${key.replace(/\p{Cc}/gu, " ")}]`;
}
