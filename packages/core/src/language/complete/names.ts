import { kindWord } from "../../rules/words.ts";
import { componentsOf, envHoldersOf } from "../../spec/components.ts";
import { isRecord, type PlainRecord, recordOf, recordsOf, textOf } from "../../spec/plain.ts";
import { rulesOf } from "../../spec/routing.ts";
import { namedComponentsOf } from "../names.ts";
import type { Scene } from "./scene.ts";
import { domainsOf, routableNames } from "./spec-names.ts";
import { KIND } from "./suggestion.ts";
import type { OfferedValue, ValueSource } from "./values.ts";

/** Values that the file itself names. */
export const NAME_VALUES: readonly ValueSource[] = [
  { at: /^ingress\.rules\[\]\.component\.name$/, values: components },
  { at: /^ingress\.rules\[\]\.match\.authority\.exact$/, values: authorities },
  { at: /^ingress\.rules\[\]\.redirect\.authority$/, values: (scene) => domainsOf(scene).map(reference) },
  { at: /^ingress\.rules\[\]\.match\.path\.prefix$|\.routes\[\]\.path$/, values: prefixes },
  { at: /^domains\[\]\.domain$/, values: missingDomains },
  { at: /^domains\[\]\.zone$/, values: zones },
  { at: /(^|\.)envs\[\]\.key$/, values: variableNames },
  { at: /\.(http_port|health_check\.port|internal_ports\[\])$/, values: ports },
  { at: /health_check\.http_path$/, values: checkedPaths },
];

function reference(value: string): OfferedValue {
  return { value, kind: KIND.reference };
}

/** Those that no rule leads to yet first. */
function components(scene: Scene): OfferedValue[] {
  const led = new Set(rulesOf(scene.spec).map((rule) => textOf(recordOf(rule.component)?.name)));
  const kinds = new Map(namedComponentsOf(scene.spec).map(({ name, list }) => [name, kindWord(list)]));
  return routableNames(scene)
    .toSorted((a, b) => Number(led.has(a)) - Number(led.has(b)))
    .map((name) => ({ ...reference(name), detail: kinds.get(name) }));
}

function authorities(scene: Scene): OfferedValue[] {
  const starter = "The host name that the platform gave the app.";
  return [
    ...domainsOf(scene).map(reference),
    { value: "${STARTER_DOMAIN}", kind: KIND.variable, documentation: starter },
  ];
}

function prefixes(scene: Scene): OfferedValue[] {
  return ["/", ...routableNames(scene).map((name) => `/${name}`)].map((value) => ({ value }));
}

/** Host names that a rule speaks of and that the app does not have. */
function missingDomains(scene: Scene): OfferedValue[] {
  const has = new Set(domainsOf(scene));
  return rulesOf(scene.spec)
    .flatMap((rule) => textOf(recordOf(recordOf(rule.match)?.authority)?.exact) ?? [])
    .filter((name) => !name.includes("$") && !has.has(name))
    .map(reference);
}

/** The domain above the host name, down to its last two labels. */
function zones(scene: Scene): OfferedValue[] {
  const domain = textOf(scene.valueAt([...scene.place.path.slice(0, -1), "domain"])) ?? "";
  const labels = domain.split(".");
  const above = labels
    .slice(0, Math.max(0, labels.length - 1))
    .map((_, index) => labels.slice(index).join("."));
  return above.toReversed().map((value) => ({ value }));
}

/** The names of variables elsewhere in the file, the most used first, without those of this list. */
function variableNames(scene: Scene): OfferedValue[] {
  const own = scene.place.path.slice(0, -3);
  const users = new Map<string, string[]>();
  const taken = new Set<string>();
  for (const { component, path, value } of envHoldersOf(scene.spec)) {
    const isOwn = path.length === own.length && path.every((step, index) => step === own[index]);
    for (const key of recordsOf(value.envs).flatMap((env) => textOf(env.key) ?? []))
      if (isOwn) taken.add(key);
      else users.set(key, [...(users.get(key) ?? []), component || "the app"]);
  }
  return [...users]
    .filter(([key]) => !taken.has(key))
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([value, names]) => ({
      value,
      kind: KIND.variable,
      detail: `of ${[...new Set(names)].join(", ")}`,
    }));
}

/** Ports that this component is said to listen on. */
function ports(scene: Scene): OfferedValue[] {
  const component = componentAt(scene);
  const check = recordOf(component.health_check);
  const variable = recordsOf(component.envs).find(({ key }) => key === "PORT")?.value;
  const inner = Array.isArray(component.internal_ports) ? component.internal_ports : [];
  const found: [unknown, string][] = [
    [component.http_port, "`http_port`"],
    ...inner.map((port: unknown): [unknown, string] => [port, "`internal_ports`"]),
    [check?.port, "`health_check.port`"],
    [typeof variable === "string" ? Number(variable) : variable, "the variable `PORT`"],
  ];
  return found.flatMap(([port, from]) =>
    typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536
      ? [{ value: port, detail: from.replaceAll("`", "") }]
      : [],
  );
}

function componentAt(scene: Scene): PlainRecord {
  const [list, index] = scene.place.path;
  return recordOf(scene.valueAt([list ?? "", index ?? 0])) ?? {};
}

function checkedPaths({ spec }: Scene): OfferedValue[] {
  const checks = componentsOf(spec).flatMap(({ value }) =>
    [value.health_check, value.liveness_health_check].filter(isRecord),
  );
  return checks.flatMap((check) => textOf(check.http_path) ?? []).map((value) => ({ value }));
}
