import { badRequest, conflict, serverError } from "../server/answer.ts";
import { isEncrypted, type SecretStore } from "./secrets.ts";
import { componentsOf, envListsOf, KIND, type Spec } from "./spec.ts";
import { hasUnreadableSource, isMissingCluster, isUnlinked } from "./triggers.ts";
import { databaseProblem, domainProblem, ingressProblem } from "./validation-app.ts";
import { componentProblem } from "./validation-component.ts";

/** What is wrong, and where: `old` paths have no index and their own sentence around them. */
export interface Problem {
  path: string;
  text: string;
  old?: true;
}

export const NAME = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;
const ENV_KEY = /^[_A-Za-z][_A-Za-z0-9]*$/;
const ENV_SCOPES = ["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"];

/** How many new clusters an account may ask for; the number in the message that users have seen. */
const NEW_DATABASE_LIMIT = 2;

/**
 * Checks a spec as the platform does on propose, create and update: the first problem only, as a 400. `secrets` are
 * the app's own; without them the spec is for a new app, which cannot know any encrypted value.
 */
export function validateSpec(spec: Spec, secrets: SecretStore | undefined): void {
  const problem = firstProblem(spec, secrets);
  if (problem?.old) throw badRequest(`error validating app spec field "${problem.path}": ${problem.text}`);
  if (problem)
    throw badRequest(`errors validating app spec; first error in field "${problem.path}": ${problem.text}`);
  checkAccount(spec);
}

function firstProblem(spec: Spec, secrets: SecretStore | undefined): Problem | undefined {
  return (
    nameProblem(spec) ??
    first(componentsOf(spec), (placed) => componentProblem(placed)) ??
    envProblem(spec, secrets) ??
    databaseProblem(spec) ??
    domainProblem(spec) ??
    ingressProblem(spec)
  );
}

export function first<T>(items: readonly T[], find: (item: T, index: number) => Problem | undefined) {
  for (const [index, item] of items.entries()) {
    const problem = find(item, index);
    if (problem) return problem;
  }
  return undefined;
}

function nameProblem(spec: Spec): Problem | undefined {
  if (!NAME.test(spec.name ?? "")) return { path: "name", text: nameText(spec.name) };
  const named = [
    ...componentsOf(spec).map(({ list, index, component }) => ({ list, index, name: component.name })),
    ...(spec.databases ?? []).map(({ name }, index) => ({ list: "databases" as const, index, name })),
  ];
  if (named.length === 0) return { path: "services", text: "at least one component is required" };
  const seen = new Map<string, string>();
  return first(named, ({ list, index, name }) => {
    if (!NAME.test(name ?? "")) return { path: `${list}.${index}.name`, text: nameText(name) };
    const word = KIND[list];
    const other = seen.get(name);
    seen.set(name, word);
    if (!other) return undefined;
    return {
      path: `${list}.name`,
      text: `${word} "${name}" name conflicts with ${other} "${name}"`,
      old: true,
    };
  });
}

function nameText(name: string | undefined): string {
  return `name "${name ?? ""}" must be 2 to 32 lower-case letters, digits and hyphens, and begin with a letter`;
}

function envProblem(spec: Spec, secrets: SecretStore | undefined): Problem | undefined {
  return first(envListsOf(spec), ({ path, envs }) =>
    first(envs, (env, index): Problem | undefined => {
      const at = `${path}.${index}`;
      if (!ENV_KEY.test(env.key)) return { path: `${at}.key`, text: `invalid env key "${env.key}"` };
      if (env.scope && !ENV_SCOPES.includes(env.scope))
        return { path: `${at}.scope`, text: `unknown scope "${env.scope}"` };
      if (env.type && env.type !== "GENERAL" && env.type !== "SECRET")
        return { path: `${at}.type`, text: `unknown type "${env.type}"` };
      if (env.type !== "SECRET" || !isEncrypted(env.value)) return undefined;
      if (!secrets)
        return { path: `${at}.value`, text: "secret env value must not be encrypted before app is created" };
      if (!secrets.has(env.value ?? ""))
        return { path: `${at}.value`, text: "secret env value was not encrypted for this app" };
      return undefined;
    }),
  );
}

/** What depends on the account and on the world outside. */
function checkAccount(spec: Spec): void {
  const components = componentsOf(spec).map((placed) => placed.component);
  if (components.some(isUnlinked)) throw badRequest("GitHub user not authenticated");
  const missing = (spec.databases ?? []).filter((each) => isMissingCluster(each.cluster_name)).length;
  if (missing > NEW_DATABASE_LIMIT)
    throw badRequest(
      `error validating databases field "databases.limit_exceeded": (${missing}) new databases were requested but ` +
        `the account's Managed Database limit only allows for up to (${NEW_DATABASE_LIMIT}) new databases`,
    );
  if (components.some(hasUnreadableSource)) throw serverError();
}

export function nameTaken() {
  return conflict("App name already exists");
}
