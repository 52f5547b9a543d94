import { findRegion } from "./regions.ts";
import { componentsOf, findComponent, type IngressRule, KIND, type Spec } from "./spec.ts";
import { first, type Problem } from "./validation.ts";

export function databaseProblem(spec: Spec): Problem | undefined {
  if (spec.region && !findRegion(spec.region))
    return { path: "region", text: `unknown region "${spec.region}"` };
  return first(spec.databases ?? [], (database, index) => {
    const at = `databases.${index}`;
    if (database.production && !database.cluster_name)
      return { path: `${at}.cluster_name`, text: "cluster_name is required for a production database" };
    if (
      !database.production &&
      !database.cluster_name &&
      !["PG", "UNSET", undefined].includes(database.engine)
    )
      return { path: `${at}.engine`, text: "a development database must have the engine PG" };
    return undefined;
  });
}

export function domainProblem(spec: Spec): Problem | undefined {
  let primaries = 0;
  return first(spec.domains ?? [], ({ domain, type }, index) => {
    if (!domain) return { path: `domains.${index}.domain`, text: "domain is required" };
    if (domain.includes("*"))
      return { path: `domains.${index}.domain`, text: "set wildcard to true instead" };
    if (type && !["UNSPECIFIED", "DEFAULT", "PRIMARY", "ALIAS"].includes(type))
      return { path: `domains.${index}.type`, text: `unknown domain type "${type}"` };
    if (type === "PRIMARY") primaries += 1;
    return primaries > 1
      ? { path: `domains.${index}.type`, text: "only one domain may be PRIMARY" }
      : undefined;
  });
}

export function ingressProblem(spec: Spec): Problem | undefined {
  return routeProblem(spec) ?? ruleProblem(spec);
}

/** Two components on one path; the message names both, as users have seen it. */
function routeProblem(spec: Spec): Problem | undefined {
  const owners = new Map<string, string>();
  const routes = componentsOf(spec).flatMap(({ list, component }) =>
    (component.routes ?? []).map((route) => ({
      list,
      path: route.path ?? "/",
      owner: `${KIND[list]} "${component.name}"`,
    })),
  );
  return first(routes, ({ list, path, owner }) => {
    const other = owners.get(path);
    owners.set(path, owner);
    if (!other) return undefined;
    const text = `route path "${path}" already in use; seen in ${other} and ${owner}`;
    return { path: `${list}.route.paths`, text, old: true };
  });
}

function ruleProblem(spec: Spec): Problem | undefined {
  const seen = new Set<string>();
  return first(spec.ingress?.rules ?? [], (rule, index) => {
    const at = `ingress.rules.${index}`;
    if (rule.component && rule.redirect)
      return { path: at, text: "only one of component and redirect may be specified" };
    const problem = targetProblem(spec, rule, at);
    if (problem) return problem;
    const path = rule.match?.path?.prefix ?? rule.match?.path?.exact ?? "";
    if (path !== "" && !path.startsWith("/"))
      return { path: `${at}.match.path`, text: `path "${path}" must begin with a slash` };
    const key = `${rule.match?.authority?.exact ?? ""} ${path || "/"}`;
    if (seen.has(key)) return { path: `${at}.match.path`, text: `path "${path || "/"}" already in use` };
    seen.add(key);
    return undefined;
  });
}

function targetProblem(spec: Spec, { component }: IngressRule, at: string): Problem | undefined {
  if (!component) return undefined;
  const target = findComponent(spec, component.name ?? "");
  if (!target)
    return { path: `${at}.component.name`, text: `component "${component.name ?? ""}" does not exist` };
  if (target.list === "workers" || target.list === "jobs")
    return { path: `${at}.component.name`, text: `a ${KIND[target.list]} cannot receive requests` };
  if (component.preserve_path_prefix && component.rewrite)
    return { path: `${at}.component`, text: "only one of preserve_path_prefix and rewrite may be specified" };
  return undefined;
}
