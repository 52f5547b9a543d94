import { isRecord, type PlainRecord, recordOf, recordsOf, textOf } from "../../spec/plain.ts";
import { rulesOf } from "../../spec/routing.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";

/** What ties an app to the world around it, by its key in the spec, and what it is called. */
const OF_THE_APP: readonly (readonly [key: string, name: string])[] = [
  ["alerts", "alerts"],
  ["egress", "dedicated egress"],
  ["maintenance", "maintenance mode"],
  // It needs a domain of the app's own.
  ["disable_edge_cache", "`disable_edge_cache`"],
];

/** A load balancer or a header of production's CDN in front would hide the preview, or cost. */
const OF_THE_INGRESS: readonly (readonly [key: string, name: string])[] = [
  ["secure_header", "the ingress's secure header"],
  ["load_balancer", "the ingress's load balancer"],
  ["load_balancer_size", "the ingress's load balancer"],
];

/**
 * Takes away what belongs to production alone: domains and the rules for them, alerts, log destinations, dedicated
 * egress, maintenance mode, and the network in which production's machines are. The preview is served under the
 * host name that the platform gives it.
 *
 * @param keepNetwork for a preview that is given a cluster of that network
 */
export function leaveProduction(draft: Draft, keepNetwork: boolean): void {
  const { spec } = draft;
  const left: string[] = [];
  const take = (holder: PlainRecord, key: string, name: string) => {
    if (holder[key] === undefined) return;
    delete holder[key];
    if (!left.includes(name)) left.push(name);
  };

  const hosts = hostsOf(spec);
  dropRules(draft, hosts);
  if (spec.domains !== undefined) left.push(`domains ${hosts.map(({ host }) => code(host)).join(", ")}`);
  delete spec.domains;
  for (const [key, name] of OF_THE_APP) take(spec, key, name);
  if (!keepNetwork) take(spec, "vpc", "the VPC");
  if (isRecord(spec.ingress)) for (const [key, name] of OF_THE_INGRESS) take(spec.ingress, key, name);
  for (const { value } of draft.components()) {
    take(value, "alerts", "alerts");
    take(value, "log_destinations", "log destinations");
  }
  if (left.length > 0) draft.notes.push(`Left to production: ${left.join(", ")}.`);
}

interface Host {
  readonly host: string;
  readonly wildcard: boolean;
}

function hostsOf(spec: PlainRecord): Host[] {
  return recordsOf(spec.domains)
    .toSorted((a, b) => Number(b.type === "PRIMARY") - Number(a.type === "PRIMARY"))
    .flatMap(({ domain, wildcard }) => {
      const host = textOf(domain)?.toLowerCase();
      return host === undefined ? [] : [{ host, wildcard: wildcard === true }];
    });
}

/**
 * Rules for one host name would never match, and redirects to a domain would lead out of the preview. Where all
 * rules are for host names, those of the first domain hold for the preview's own.
 */
function dropRules(draft: Draft, hosts: readonly Host[]): void {
  const rules = rulesOf(draft.spec);
  if (rules.length === 0) return;
  const staying = rules.filter((rule) => !leadsTo(recordOf(rule.redirect)?.authority, hosts));
  const general = staying.filter((rule) => isOwnHost(authorityOf(rule)));
  const first = hosts[0]?.host ?? authorityOf(staying[0])?.toLowerCase();
  const adopted =
    general.length > 0 ? [] : staying.filter((rule) => authorityOf(rule)?.toLowerCase() === first);
  for (const rule of adopted) delete recordOf(rule.match)?.authority;

  const kept = [...general, ...adopted];
  const ingress = recordOf(draft.spec.ingress);
  if (ingress) {
    if (kept.length > 0) ingress.rules = kept;
    else delete ingress.rules;
  }
  if (adopted.length > 0 && first !== undefined)
    draft.notes.push(`The preview answers as ${code(first)} does.`);
  tellUnreachable(draft, rules, kept);
}

function authorityOf(rule: PlainRecord | undefined): string | undefined {
  const authority = recordOf(recordOf(rule?.match)?.authority);
  return textOf(authority?.exact) ?? textOf(authority?.prefix);
}

/** `${STARTER_DOMAIN}` is the name that the platform gives to the app, and so to the preview. */
function isOwnHost(authority: string | undefined): boolean {
  return authority === undefined || authority === "$" + "{STARTER_DOMAIN}";
}

function leadsTo(authority: unknown, hosts: readonly Host[]): boolean {
  const name = textOf(authority)?.toLowerCase();
  if (name === undefined) return false;
  return hosts.some(({ host, wildcard }) => name === host || (wildcard && name.endsWith(`.${host}`)));
}

function tellUnreachable(draft: Draft, before: readonly PlainRecord[], kept: readonly PlainRecord[]): void {
  const reached = (rules: readonly PlainRecord[]) =>
    new Set(rules.flatMap((rule) => textOf(recordOf(rule.component)?.name) ?? []));
  const now = reached(kept);
  const lost = [...reached(before)].filter((name) => !now.has(name));
  if (kept.length > 0 && lost.length > 0)
    draft.notes.push(`Not reachable, for only a host name led there: ${lost.map(code).join(", ")}.`);
  if (kept.length === 0) draft.notes.push("No rule of the ingress is left: the platform's own routes hold.");
}
