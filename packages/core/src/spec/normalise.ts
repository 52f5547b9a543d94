import { componentsOf, NAMED_LISTS } from "./components.ts";
import { copyPlain, groupBy, isRecord, type PlainRecord, recordOf, recordsOf, textOf } from "./plain.ts";
import { matchOf, narrowFirst, ruleOfRoute, rulesOf } from "./routing.ts";
import { type FieldNode, rootNode } from "./schema/fields.ts";
import type { AppSpec } from "./schema/index.ts";

/**
 * The form of a spec in which two specs that mean the same are equal: what the author wrote and what the platform
 * gives back after it has rewritten it. Only for comparing, never for sending.
 *
 * Rests on the reference's notes on what the server rewrites (routes, job kinds, unset values, defaults); each step
 * names its own. Encrypted values stay as they are. Values of a wrong type stay as well.
 */
export function normaliseSpec(spec: AppSpec): AppSpec {
  const copy = copyPlain(isRecord(spec) ? spec : {}) as PlainRecord;
  moveRoutes(copy);
  fillJobKinds(copy);
  dropImpliedValues(copy);
  return sortLists(withoutDefaults(copy, rootNode())) as AppSpec;
}

/**
 * `routes` and `cors` of components are accepted, and read back as `ingress.rules` (terraform provider #1053). Both
 * forms cut the matched prefix off unless `preserve_path_prefix` is true. In which order the server writes the
 * rules is not known: they follow the order of the components here, narrow paths before broad ones.
 */
function moveRoutes(spec: PlainRecord): void {
  const moved: PlainRecord[] = [];
  const written = groupBy(rulesOf(spec), ({ component }) => recordOf(component)?.name);
  for (const { name, value } of componentsOf(spec)) {
    const { cors } = value;
    const withCors = isRecord(cors) ? { cors: copyPlain(cors) } : {};
    const [routes, rules] = [recordsOf(value.routes), written.get(name) ?? []];
    for (const route of routes) moved.push(ruleOfRoute(name, route, copyPlain(cors)));
    for (const rule of rules) if (!rule.cors) Object.assign(rule, withCors);
    if (routes.length > 0) delete value.routes;
    if (isRecord(cors) && routes.length + rules.length > 0) delete value.cors;
  }
  if (moved.length === 0) return;
  const ingress = isRecord(spec.ingress) ? spec.ingress : {};
  spec.ingress = { ...ingress, rules: [...rulesOf(spec), ...narrowFirst(moved, matchOf)] };
}

/** A job whose kind is UNSPECIFIED becomes POST_DEPLOY (documentation of `jobs[].kind`). */
function fillJobKinds(spec: PlainRecord): void {
  for (const job of recordsOf(spec.jobs))
    if (!job.kind || job.kind === "UNSPECIFIED") job.kind = "POST_DEPLOY";
}

/** Values that follow from others, so that writing them says nothing. */
function dropImpliedValues(spec: PlainRecord): void {
  for (const service of recordsOf(spec.services)) {
    // The check goes to `http_port` by default, and that is 8080 by default.
    const check = service.health_check;
    if (isRecord(check) && check.port === (service.http_port || 8080)) delete check.port;
  }
  for (const { value } of componentsOf(spec))
    for (const destination of recordsOf(value.log_destinations)) {
      // The user of a managed cluster is doadmin by default.
      const search = destination.open_search;
      if (isRecord(search) && textOf(search.cluster_name) && isRecord(search.basic_auth))
        if (search.basic_auth.user === "doadmin") delete search.basic_auth.user;
    }
  // The API reference has an archived app in maintenance mode, whatever `enabled` says.
  if (isRecord(spec.maintenance) && spec.maintenance.archive === true) spec.maintenance.enabled = true;
}

/** Maps that turn something on by being there, even with nothing in them: a metric or a check with its defaults. */
const KEPT_WHEN_EMPTY = ["cpu", "liveness_health_check", "inactivity_sleep"];

/** Strings whose emptiness means something: the reference allows an empty match, and lists these as nullable. */
const KEPT_WHEN_BLANK = ["prefix", "exact"];

/** The API leaves out what is empty, false or zero, and fills in the documented defaults: both say nothing. */
function withoutDefaults(value: unknown, node: FieldNode | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDefaults(item, node?.item));
  if (!isRecord(value)) return asDeclared(value, node);
  const entries = Object.entries(value).flatMap(([key, written]) => {
    const child = node?.keys.get(key);
    const kept = withoutDefaults(written, child);
    return saysNothing(key, kept, child) ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}

/** Unquoted YAML numbers and booleans where a string belongs: clients that read loosely send them as text. */
function asDeclared(value: unknown, node: FieldNode | undefined): unknown {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  return isScalar && node?.field.type === "string" ? String(value) : value;
}

function saysNothing(key: string, value: unknown, node: FieldNode | undefined): boolean {
  // `vpc.egress_ips` is the platform's to write.
  if (node?.field.readOnly) return true;
  if (value === undefined || value === null || value === false || value === 0) return true;
  if (value === "") return !KEPT_WHEN_BLANK.includes(key);
  if (Array.isArray(value)) return value.length === 0;
  if (isRecord(value)) return Object.keys(value).length === 0 && !KEPT_WHEN_EMPTY.includes(key);
  return value === node?.field.default || (node?.field.enum !== undefined && isUnsetEnum(value));
}

/** The first value of each enum stands for "not set": UNSET, UNSPECIFIED, UNSPECIFIED_WINDOW, UNKNOWN. */
function isUnsetEnum(value: unknown): boolean {
  return typeof value === "string" && /^(?:UNSET|UNSPECIFIED|UNKNOWN)(?:_|$)/.test(value);
}

/** What tells the items of a list apart, where their order means nothing. */
export const LIST_KEYS: ReadonlyMap<string, string> = new Map([
  ...[...NAMED_LISTS, "log_destinations"].map((list) => [list, "name"] as const),
  ["envs", "key"],
  ["headers", "key"],
  ["domains", "domain"],
  ["alerts", "rule"],
]);

const SETS = ["internal_ports", "features", "allow_methods", "allow_headers", "expose_headers"];

function sortLists(value: unknown, key = ""): unknown {
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, sortLists(item, name)]));
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => sortLists(item));
  const listKey = LIST_KEYS.get(key);
  if (listKey !== undefined)
    return sortedBy(items, (item) => (isRecord(item) ? (textOf(item[listKey]) ?? "") : ""));
  return SETS.includes(key) ? sortedBy(items, (item) => JSON.stringify(item) ?? "") : items;
}

function sortedBy(items: readonly unknown[], name: (item: unknown) => string): unknown[] {
  return [...items].sort((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}
