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
