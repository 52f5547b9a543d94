import { componentsOf, indexedRecords } from "./components.ts";
import { isRecord, type PlainRecord, recordOf, recordsOf, textOf } from "./plain.ts";
import type { AppSpec } from "./schema/index.ts";

/** The ingress rules of a spec that are maps. */
export function rulesOf(spec: unknown): PlainRecord[] {
  return isRecord(spec) ? indexedRecords(spec.ingress, "rules").map(({ value }) => value) : [];
}

/** Whether a spec says itself which requests lead where, by `ingress.rules` or by `routes`. */
export function statesRouting(spec: AppSpec): boolean {
  return rulesOf(spec).length > 0 || usesRoutes(spec);
}

/** Whether a spec uses the predecessor of `ingress.rules`. */
export function usesRoutes(spec: AppSpec): boolean {
  return componentsOf(spec).some(({ value }) => recordsOf(value.routes).length > 0);
}

/** A component's route as the ingress rule that the platform makes of it; both cut the matched prefix off by default. */
export function ruleOfRoute(component: unknown, route: PlainRecord, cors: unknown): PlainRecord {
  return {
    match: { path: { prefix: route.path } },
    component: { name: component, preserve_path_prefix: route.preserve_path_prefix },
    ...(isRecord(cors) && { cors }),
  };
}

/**
 * Puts each prefix before those that cover it, and changes no order else. Rules are documented to be evaluated in
 * order, and deployed apps look as if the longest match is taken: in this order both come to the same.
 */
export function narrowFirst<T>(items: readonly T[], prefixOf: (item: T) => string): T[] {
  const sorted: T[] = [];
  for (const item of items) {
    const at = sorted.findIndex((other) => isBelow(prefixOf(item), prefixOf(other)));
    sorted.splice(at < 0 ? sorted.length : at, 0, item);
  }
  return sorted;
}

/** Whether a path lies below a prefix, by whole segments. The same path does not. */
export function isBelow(path: string, prefix: string): boolean {
  const stem = prefix.replace(/\/$/, "");
  return path !== prefix && path !== stem && path !== `${stem}/` && path.startsWith(`${stem}/`);
}

/** The requests that a rule is for, as in a URL: `/api`, `example.com/api`; `= /api` for an exact path. */
export function matchOf(rule: PlainRecord): string {
  const match = recordOf(rule.match) ?? {};
  const [path, authority] = [recordOf(match.path) ?? {}, recordOf(match.authority) ?? {}];
  const host = textOf(authority.exact) ?? (textOf(authority.prefix) ? `${textOf(authority.prefix)}*` : "");
  const exact = textOf(path.exact);
  return exact === undefined ? `${host}${textOf(path.prefix) ?? ""}` : `= ${host}${exact}`;
}

/**
 * Whether a rule is one that the platform writes by itself where a spec has none: it leads to one of these
 * components by `/` or by the component's name, and does nothing else.
 */
export function isDefaultRule(rule: unknown, components: ReadonlySet<string>): boolean {
  if (!isRecord(rule)) return false;
  const target = recordOf(rule.component) ?? {};
  const name = textOf(target.name) ?? "";
  return (
    components.has(name) &&
    Object.keys(target).length === 1 &&
    Object.keys(rule).every((key) => key === "match" || key === "component") &&
    ["", "/", `/${name}`].includes(matchOf(rule))
  );
}
