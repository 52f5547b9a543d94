// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${db.DATABASE_URL}` is the language that this is about

import { kindWord } from "../../rules/words.ts";
import { APP_VARIABLES, COMPONENT_VARIABLES, type Reference, SELF } from "../../spec/bindables.ts";
import { COMPONENT_LISTS, indexedRecords } from "../../spec/components.ts";
import type { Path } from "../../spec/path.ts";
import { isRecord, type PlainRecord, recordOf, recordsOf, textOf, valueAt } from "../../spec/plain.ts";
import { matchOf, rulesOf } from "../../spec/routing.ts";
import { type AppSpec, nearest } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import { isSecretEnv } from "../../spec/secrets.ts";
import { type NamedComponent, namedComponentsOf } from "../names.ts";
import { databaseText } from "./component.ts";

/** What a reference in the value of a variable becomes, as Markdown. */
export function referenceText(spec: AppSpec, path: Path, reference: Reference): string {
  const { owner, variable, text } = reference;
  const title = code(text);
  if (owner === undefined) return `${title}: ${plainText(spec, path, variable)}`;
  const components = namedComponentsOf(spec);
  const component =
    owner === SELF
      ? components.find((one) => one.path[0] === path[0] && one.path[1] === path[1])
      : components.find(({ name }) => name === owner);
  if (!component) {
    const meant = nearest(
      owner,
      components.map(({ name }) => name),
    );
    const hint = meant === undefined ? "" : ` Did you mean ${code(text.replace(owner, meant))}?`;
    return owner === SELF
      ? `${title}: \`_self\` stands for the component that a variable belongs to, and this one belongs to the app.`
      : `${title}: no component or database is called ${code(owner)}, so the app gets the text as it stands.${hint}`;
  }
  const subject = `${kindWord(component.list)} ${code(component.name)}`;
  const own = variableOf(component.value, variable);
  if (own) return `${title}: ${variableText(own, `of the ${subject}`)}`;
  const pool = component.list === "databases" ? /^([^.]+)\.(.+)$/.exec(variable) : null;
  const asked = pool?.[2] ?? variable;
  const meaning = meaningOf(component, asked);
  if (meaning === undefined)
    return `${title}: a ${kindWord(component.list)} has no variable ${code(asked)}, so the app gets the text as it stands.`;
  const whose = pool ? `connection pool ${code(pool[1])} of the ${subject}` : subject;
  const about = component.list === "databases" ? ` (${databaseText(component.value)})` : "";
  const becomes = resolved(spec, component, asked);
  return [
    `${title}, of the ${whose}${about}.`,
    meaning,
    becomes && `It becomes ${becomes}.`,
    whenFilled(spec, path, component),
  ]
    .filter((part) => part)
    .join(" ");
}

function meaningOf({ list }: NamedComponent, variable: string): string | undefined {
  const variables = COMPONENT_VARIABLES[list];
  return Object.hasOwn(variables, variable) ? variables[variable] : undefined;
}

/** `${NAME}`: of the app, of another variable, or what a workflow is to fill in. */
function plainText(spec: AppSpec, path: Path, name: string): string {
  const envKey = valueAt(spec, [...path.slice(0, -1), "key"]);
  const holder = path.slice(0, -3);
  const own = envKey === name ? undefined : variableOf(recordOf(valueAt(spec, holder)), name);
  if (own && holder.length > 0) return variableText(own, "of this component");
  const ofApp = holder.length === 0 && envKey === name ? undefined : variableOf(spec as PlainRecord, name);
  if (ofApp) return variableText(ofApp, "of the app");
  if (Object.hasOwn(APP_VARIABLES, name)) {
    const host = primaryDomain(spec);
    const values: Record<string, string> = host ? { APP_DOMAIN: host, APP_URL: `https://${host}` } : {};
    return `${APP_VARIABLES[name]}${values[name] ? ` It becomes ${code(values[name])}.` : ""}`;
  }
  return "neither the platform nor a variable of this file has this name. A workflow that is allowed to fills it in before the deployment; otherwise the app gets the text as it stands.";
}

function variableOf(holder: PlainRecord | undefined, key: string): PlainRecord | undefined {
  return recordsOf(holder?.envs).find((env) => env.key === key);
}

/** A variable that somebody has written, by its value, unless that is a secret. */
function variableText(env: PlainRecord, whose: string): string {
  const value = textOf(env.value);
  if (isSecretEnv(env)) return `the secret ${code(env.key)} ${whose}.`;
  return value === undefined
    ? `the variable ${code(env.key)} ${whose}, which has no value.`
    : `the variable ${code(env.key)} ${whose}: ${code(value)}.`;
}

/** What the platform will write in the place of a reference, as far as the spec tells. */
function resolved(spec: unknown, component: NamedComponent, variable: string): string | undefined {
  const { name, value, list } = component;
  const port = typeof value.http_port === "number" && value.http_port > 0 ? value.http_port : 8080;
  switch (variable) {
    case "PRIVATE_DOMAIN":
      return code(name);
    case "PRIVATE_PORT":
      return code(port);
    case "PRIVATE_URL":
      return code(`http://${name}:${port}`);
    case "PUBLIC_ROUTE_PATH":
      return code(publicRoute(spec, component)?.path);
    case "PUBLIC_URL": {
      const route = publicRoute(spec, component);
      return (
        route &&
        code(
          `https://${route.host ?? primaryDomain(spec) ?? "…ondigitalocean.app"}${route.path.replace(/^\/$/, "")}`,
        )
      );
    }
    case "DATABASE":
      return list === "databases" && textOf(value.db_name) ? code(value.db_name) : undefined;
    case "USERNAME":
      return list === "databases" && textOf(value.db_user) ? code(value.db_user) : undefined;
    default:
      return undefined;
  }
}

/** The first route that leads to a component, of the ingress or of its own `routes`. */
function publicRoute(
  spec: unknown,
  { name, value }: NamedComponent,
): { host?: string; path: string } | undefined {
  const rule = rulesOf(spec).find(({ component }) => recordOf(component)?.name === name);
  if (rule) {
    const host = textOf(valueAt(rule, ["match", "authority", "exact"]));
    const path = matchOf({ match: { path: valueAt(rule, ["match", "path"]) } }).replace(/^= /, "") || "/";
    return { path, ...(host !== undefined && !host.includes("${") && { host }) };
  }
  const [route] = recordsOf(value.routes);
  return route && { path: textOf(route.path) ?? "/" };
}

function primaryDomain(spec: unknown): string | undefined {
  const domains = indexedRecords(spec, "domains").map(({ value }) => value);
  return textOf(domains.find(({ type }) => type === "PRIMARY")?.domain);
}

/** When the platform fills a reference in: not always when the component is built. */
function whenFilled(spec: AppSpec, path: Path, { list }: NamedComponent): string | undefined {
  const component = COMPONENT_LISTS.some((one) => one === path[0])
    ? valueAt(spec, path.slice(0, 2))
    : undefined;
  const hasDockerfile = isRecord(component) && textOf(component.dockerfile_path) !== undefined;
  return list === "databases" || hasDockerfile
    ? "Filled in when the component runs, not while it is built."
    : undefined;
}
