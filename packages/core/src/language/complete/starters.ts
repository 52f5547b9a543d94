import { ENGINES } from "../../catalog/index.ts";
import { componentsOf, NAMED_LISTS } from "../../spec/components.ts";
import { isRecord, type PlainRecord, recordOf, recordsOf, textOf } from "../../spec/plain.ts";
import { narrowFirst, rulesOf } from "../../spec/routing.ts";
import type { FieldNode } from "../../spec/schema/fields.ts";
import { type Draft, type DraftMap, isBlank, slot } from "./draft.ts";
import type { Scene } from "./scene.ts";
import { domainsOf, routableNames } from "./spec-names.ts";
import { offeredValues } from "./values.ts";

/**
 * What a new value of a field begins with, so that a valid block is left: of an object what it needs, of a list one
 * item, of a scalar its default or the other of two.
 */
export function starterOf(node: FieldNode, scene: Scene): Draft {
  const { field, item, keys } = node;
  if (item) return field.path === "ingress.rules[]" ? newRules(scene) : [itemStarter(item, scene)];
  const own = STARTERS[field.kind ?? field.path];
  if (own) return own(scene);
  if (field.type === "object") {
    const needed = [...keys].filter(([, child]) => child.field.required);
    const offered = needed.length > 0 ? needed : [...keys].slice(0, 1);
    return Object.fromEntries(offered.map(([key, child]) => [key, starterOf(child, scene)]));
  }
  if (field.type === "boolean") return slot(field.default !== true, field.default === true);
  const offered = field.offered ?? field.enum;
  if (offered && offered.length <= MAX_CHOICES) return choice(offered);
  // In JSON nothing is no value.
  if (offered) return slot(scene.place.style === "json" ? (field.default ?? offered[0] ?? "") : "");
  if (field.default !== undefined) return slot(field.default);
  if (field.type === "integer" || field.type === "number") return slot(field.minimum ?? 1);
  return slot("");
}

/** Of an item of a list, where nothing is no value. */
export function itemStarter(item: FieldNode, scene: Scene): Draft {
  const starter = starterOf(item, scene);
  return isBlank(starter) ? slot(offeredValues(item, scene)[0]?.value ?? "value") : starter;
}

/** A longer list is chosen from in the completions of the value. */
const MAX_CHOICES = 8;

function choice(values: readonly (string | number)[]): Draft {
  const [first = "", ...others] = values;
  return slot(first, ...others);
}

type Starter = (scene: Scene) => Draft;

/** By what an object is called, or by the path of a field. */
const STARTERS: Readonly<Record<string, Starter>> = {
  "a service": (scene) => ({ name: newName(scene, "web"), ...source(scene) }),
  "a static site": (scene) => ({ name: newName(scene, "site"), ...gitSource(scene) }),
  "a worker": (scene) => ({
    name: newName(scene, "worker"),
    ...source(scene),
    run_command: slot("npm run worker"),
  }),
  "a job": (scene) => ({
    name: newName(scene, "migrate"),
    kind: slot("PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY"),
    ...source(scene),
    run_command: slot("npm run migrate"),
  }),
  "a functions component": (scene) => ({ name: newName(scene, "functions"), ...gitSource(scene) }),
  "a database": (scene) => ({ name: newName(scene, "db"), engine: slot("PG", ...ENGINE_SLUGS) }),
  // A cluster must be named, so a database is one of the app at first.
  "databases[].production": (scene) =>
    textOf(recordOf(scene.valueAt(scene.place.path))?.cluster_name) ? slot(true, false) : slot(false, true),
  "an environment variable": () => ({ key: slot("NAME"), value: slot("value") }),
  "a domain": () => ({ domain: slot("www.example.com") }),
  "an alert of the app": () => ({ rule: slot("DEPLOYMENT_FAILED", "DOMAIN_FAILED", "DEPLOYMENT_LIVE") }),
  "an alert of a service": () => measured("CPU_UTILIZATION", 80),
  "an alert of a worker": () => measured("CPU_UTILIZATION", 80),
  "an alert of a job": () => measured("CPU_UTILIZATION", 80),
  "an alert of a functions component": () => measured("FUNCTIONS_ERROR_COUNT", 10),
  "the ingress": (scene) => ({ rules: newRules(scene) }),
  "an ingress rule": (scene) => newRules(scene)[0] ?? rule("/", "web"),
  "the match of an ingress rule": () => ({ path: { prefix: slot("/") } }),
  "a path match": () => ({ prefix: slot("/") }),
  "an authority match": (scene) => ({ exact: slot(domainsOf(scene)[0] ?? "${STARTER_DOMAIN}") }),
  "the component of an ingress rule": (scene) => ({ name: slot(routableNames(scene)[0] ?? "web") }),
  "the redirect of an ingress rule": (scene) => ({
    authority: slot(domainsOf(scene)[0] ?? "www.example.com"),
  }),
  "a CORS policy": () => ({ allow_origins: [{ exact: slot("https://www.example.com") }] }),
  "an allowed origin": () => ({ exact: slot("https://www.example.com") }),
  "a route": () => ({ path: slot("/") }),
  "a health check": () => ({ http_path: slot("/healthz") }),
  "a liveness check": () => ({ http_path: slot("/healthz") }),
  "the autoscaling of a service": () => autoscaling(),
  "the autoscaling of a worker": () => autoscaling(),
  "services[].autoscaling.max_instance_count": () => slot(3),
  "workers[].autoscaling.max_instance_count": () => slot(3),
  "the metrics of a service": () => ({ cpu: { percent: slot(80) } }),
  "the metrics of a worker": () => ({ cpu: { percent: slot(80) } }),
  "a git source": (scene) => sourceOf(scene, "git"),
  "a GitHub source": (scene) => sourceOf(scene, "github"),
  "a GitLab source": (scene) => sourceOf(scene, "gitlab"),
  "a Bitbucket source": (scene) => sourceOf(scene, "bitbucket"),
  "an image source": (scene) => imageSource(scene),
  "the deploy_on_push of an image": () => ({ enabled: true }),
  "a log destination": () => ({
    name: slot("logs"),
    papertrail: { endpoint: slot("logs.papertrailapp.com:12345") },
  }),
  "a Papertrail destination": () => ({ endpoint: slot("logs.papertrailapp.com:12345") }),
  "a Datadog destination": () => ({
    endpoint: slot("https://http-intake.logs.datadoghq.com/api/v2/logs"),
    api_key: slot("API_KEY"),
  }),
  "a Logtail destination": () => ({ token: slot("TOKEN") }),
  "an OpenSearch destination": (scene) => ({
    cluster_name: slot(scene.context.account?.clusters?.find(isOpenSearch)?.name ?? "cluster"),
  }),
  "a basic_auth": () => ({ user: slot("doadmin"), password: slot("PASSWORD") }),
  "a schedule": () => ({ cron: slot("0 3 * * *"), time_zone: slot("UTC") }),
  "the termination of a service": () => ({ drain_seconds: slot(15), grace_period_seconds: slot(120) }),
  "the termination of a worker or job": () => ({ grace_period_seconds: slot(120) }),
  "an inactivity_sleep": () => ({ after_seconds: slot(1800) }),
  "a loading page": () => ({ enabled: true }),
  "the maintenance mode": () => ({ enabled: true }),
  "the egress": () => ({ type: slot("DEDICATED_IP", "AUTOASSIGN") }),
  "the vpc": (scene) => ({ id: slot(scene.context.account?.vpcs?.[0]?.id ?? "") }),
};

const ENGINE_SLUGS = ENGINES.filter(({ supersededBy }) => !supersededBy).map(({ slug }) => slug);

/** A name that nothing in the app has: `web`, `web-2` … */
function newName({ spec }: Scene, wanted: string): Draft {
  const taken = new Set(
    NAMED_LISTS.flatMap((list) => recordsOf((spec as PlainRecord)[list])).map(({ name }) => name),
  );
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return slot(name);
}

const PROVIDERS = ["github", "gitlab", "bitbucket", "git"] as const;

/** Another component's source, since those of an app mostly have it in common; the workspace's repository otherwise. */
function source(scene: Scene): DraftMap {
  const image = componentsOf(scene.spec).every(({ value }) => isRecord(value.image));
  return image && componentsOf(scene.spec).length > 0 ? { image: imageSource(scene) } : gitSource(scene);
}

function gitSource(scene: Scene): DraftMap {
  const used = componentsOf(scene.spec).find(({ value }) => PROVIDERS.some((key) => isRecord(value[key])));
  const provider =
    PROVIDERS.find((key) => used && isRecord(used.value[key])) ??
    scene.context.repositories?.[0]?.provider ??
    "github";
  return { [provider]: sourceOf(scene, provider) };
}

function sourceOf(scene: Scene, provider: (typeof PROVIDERS)[number]): DraftMap {
  const key = provider === "git" ? "repo_clone_url" : "repo";
  const used = componentsOf(scene.spec)
    .map(({ value }) => recordOf(value[provider]))
    .find((value) => textOf(value?.[key]) !== undefined);
  const known = scene.context.repositories?.find((one) => one.provider === provider);
  const example = provider === "git" ? "https://github.com/owner/repo.git" : "owner/repo";
  return {
    [key]: slot(textOf(used?.[key]) ?? known?.name ?? example),
    branch: slot(textOf(used?.branch) ?? known?.defaultBranch ?? "main"),
    ...(provider !== "git" && { deploy_on_push: slot(true, false) }),
  };
}

function imageSource(scene: Scene): DraftMap {
  const image = scene.context.account?.images?.[0];
  return {
    registry_type: slot("DOCR", "DOCKER_HUB", "GHCR"),
    repository: slot(image?.name ?? "repository"),
    tag: slot(image?.tags?.[0] ?? "latest"),
  };
}

function measured(rule: string, value: number): DraftMap {
  return {
    rule: slot(rule),
    operator: slot("GREATER_THAN", "LESS_THAN"),
    value: slot(value),
    window: slot("FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"),
  };
}

function autoscaling(): DraftMap {
  return {
    min_instance_count: slot(1),
    max_instance_count: slot(3),
    metrics: { cpu: { percent: slot(80) } },
  };
}

/** A rule for each component that requests can reach and none leads to yet: the first gets all that is left over. */
function newRules(scene: Scene): DraftMap[] {
  const names = routableNames(scene);
  const rules = rulesOf(scene.spec);
  const led = new Set(rules.map((one) => textOf(recordOf(one.component)?.name)));
  const missing = names.filter((name) => !led.has(name));
  const wanted = missing.length > 0 ? missing : names.slice(0, 1);
  const prefixOf = (name: string) => (name === wanted[0] && led.size === 0 ? "/" : `/${name}`);
  const ordered = narrowFirst(wanted, prefixOf);
  return ordered.length > 0 ? ordered.map((name) => rule(prefixOf(name), name)) : [rule("/", "web")];
}

function rule(prefix: string, component: string): DraftMap {
  return { match: { path: { prefix: slot(prefix) } }, component: { name: slot(component) } };
}

function isOpenSearch({ engine }: { readonly engine: string }): boolean {
  return engine === "OPENSEARCH";
}
