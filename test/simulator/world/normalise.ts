import { DEFAULT_REGION } from "./regions.ts";
import { DEFAULT_SIZE } from "./sizes.ts";
import {
  type Component,
  componentsOf,
  envListsOf,
  hasContainers,
  type IngressRule,
  type Placed,
  type Spec,
} from "./spec.ts";

/**
 * What the platform makes of a spec when it is written: documented defaults are filled in, old `routes` become
 * `ingress.rules`, and what proto3 JSON does not print (false, 0, "", empty lists, first enum values) is gone.
 */
export function normalise(submitted: Spec): Spec {
  const spec = structuredClone(submitted);
  spec.region ??= DEFAULT_REGION;
  for (const placed of componentsOf(spec)) fillDefaults(placed);
  for (const { envs } of envListsOf(spec)) for (const env of envs) env.scope ??= "RUN_AND_BUILD_TIME";
  routesToIngress(spec);
  return withoutEmpty(spec) as Spec;
}

function fillDefaults({ list, component }: Placed): void {
  if (hasContainers(list)) {
    component.instance_size_slug ??= DEFAULT_SIZE;
    if (!component.autoscaling) component.instance_count ??= 1;
  }
  if (list === "services") component.http_port ??= 8080;
  if (list === "jobs" && (component.kind ?? "UNSPECIFIED") === "UNSPECIFIED") component.kind = "POST_DEPLOY";
  if (component.image && !component.image.digest) component.image.tag ??= "latest";
}

function routesToIngress(spec: Spec): void {
  const fromRoutes: IngressRule[] = [];
  const routable = componentsOf(spec).filter(isRoutable);
  for (const { component } of routable) {
    for (const route of component.routes ?? []) fromRoutes.push(ruleOf(component, route.path ?? "/", route));
    delete component.routes;
    delete component.cors;
  }
  const written = spec.ingress?.rules ?? [];
  const rules = [...written, ...fromRoutes];
  if (rules.length === 0) rules.push(...defaultRules(routable));
  if (rules.length > 0) spec.ingress = { ...spec.ingress, rules };
}

function ruleOf(
  component: Component,
  prefix: string,
  route: { preserve_path_prefix?: boolean },
): IngressRule {
  return {
    component: {
      name: component.name,
      ...(route.preserve_path_prefix ? { preserve_path_prefix: true } : {}),
    },
    ...(component.cors ? { cors: component.cors } : {}),
    match: { path: { prefix } },
  };
}

/** Without any route the first component gets `/`, the others their name. No source says so: simulated. */
function defaultRules(routable: Placed[]): IngressRule[] {
  const reachable = routable.filter(({ component }) => !component.internal_ports?.length);
  return reachable.map(({ component }, index) =>
    ruleOf(component, index === 0 ? "/" : `/${component.name}`, {}),
  );
}

function isRoutable({ list }: Placed): boolean {
  return list === "services" || list === "static_sites" || list === "functions";
}

/** The first value of each enum that proto3 leaves out. */
const UNSET_ENUMS: Record<string, string> = { type: "GENERAL", protocol: "HTTP" };

/** An empty match is a value of its own ("serialized explicitly" in the OpenAPI text), so it stays. */
const KEPT_WHEN_EMPTY = new Set(["prefix", "exact"]);

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, each]) => [key, withoutEmpty(each)] as const)
    .filter(([key, each]) => !isEmpty(key, each));
  return Object.fromEntries(entries);
}

function isEmpty(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 0) return true;
  if (value === "") return !KEPT_WHEN_EMPTY.has(key);
  if (Array.isArray(value)) return value.length === 0;
  if (value === UNSET_ENUMS[key]) return true;
  return typeof value === "string" && /^UN(SET|SPECIFIED)(_|$)/.test(value) && key !== "value";
}
