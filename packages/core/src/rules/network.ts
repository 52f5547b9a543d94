import { hasPlaceholder } from "../spec/schema/index.ts";
import { logDestinations } from "./log-destinations.ts";
import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const vpcId: Rule = {
  id: "vpc-id",
  severity: "error",
  title: "`vpc.id` is a UUID",
  explanation:
    "The network is named by its id, not by its name. `vpc.egress_ips` is written by the platform, so it may stand in a spec that was exported.",
  evidence: "client",
  bad: `
    name: shop
    vpc: {id: default-nyc1}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    vpc: {id: 11111111-2222-4333-8444-555555555555}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["vpc"],
  check({ spec, report }) {
    const id = spec.vpc?.id;
    if (!id || UUID.test(id) || hasPlaceholder(id)) return;
    report({
      path: ["vpc", "id"],
      message: `${code(id)} is no UUID. Write the id of the network, as \`doctl vpcs list\` shows it.`,
    });
  },
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const vpcFunctions: Rule = {
  id: "vpc-functions",
  severity: "warning",
  title: "Functions join no VPC",
  explanation: "The other components of the app join the network; its functions do not.",
  evidence: "docs",
  bad: `
    name: shop
    vpc: {id: 11111111-2222-4333-8444-555555555555}
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
  `,
  good: `
    name: shop
    vpc: {id: 11111111-2222-4333-8444-555555555555}
    services:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
  `,
  about: ["vpc"],
  check(context) {
    const [first] = context.of("functions");
    if (context.spec.vpc?.id && first)
      context.report({
        path: ["vpc"],
        at: "key",
        message: `Functions join no VPC: ${code(first.spec.name ?? "the functions component")} does not reach what is in it. Make it a service if it has to.`,
      });
  },
};

const egressFunctions: Rule = {
  id: "egress-functions",
  severity: "warning",
  title: "Dedicated addresses leave out functions and log forwarding",
  explanation:
    "With `egress.type: DEDICATED_IP` the requests of services, workers and jobs come from addresses of the app alone. Those of functions and of log forwarding come from any address of the platform.",
  evidence: "docs",
  bad: `
    name: shop
    egress: {type: DEDICATED_IP}
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
  `,
  good: `
    name: shop
    egress: {type: DEDICATED_IP}
    services:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
  `,
  about: ["egress"],
  check(context) {
    if (context.spec.egress?.type !== "DEDICATED_IP") return;
    const left = [
      ...(context.of("functions").length > 0 ? ["functions"] : []),
      ...(context.once(logDestinations).length > 0 ? ["log forwarding"] : []),
    ];
    if (left.length > 0)
      context.report({
        path: ["egress", "type"],
        message: `Dedicated addresses do not cover ${left.join(" and ")}: do not rely on them in a firewall there.`,
      });
  },
};

const edgeCustomDomain: Rule = {
  id: "edge-custom-domain",
  severity: "warning",
  title: "The edge cache can be turned off for domains of your own",
  explanation: "`disable_edge_cache` has no effect on the host name that the platform gives the app.",
  evidence: "docs",
  bad: `
    name: shop
    disable_edge_cache: true
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    disable_edge_cache: true
    domains:
    - {domain: example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["disable_edge_cache"],
  check(context) {
    const { spec, report } = context;
    if (!spec.disable_edge_cache || spec.domains?.length || context.of("static_sites").length > 0) return;
    if (context.mistaken([], "domains")) return;
    report({
      path: ["disable_edge_cache"],
      at: "key",
      absent: true,
      message:
        "The host name of the platform is always cached: `disable_edge_cache` needs a domain of your own. Add `domains: [{domain: www.example.com, type: PRIMARY}]`, or remove it.",
    });
  },
};

const staticEdgeCache: Rule = {
  id: "static-edge-cache",
  severity: "warning",
  title: "Static sites are always cached",
  explanation:
    "`disable_edge_cache` is not available in an app with static sites: the CDN is what serves them.",
  evidence: "reference",
  bad: `
    name: shop
    disable_edge_cache: true
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
  `,
  good: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
  `,
  about: ["disable_edge_cache"],
  check(context) {
    const [site] = context.of("static_sites");
    if (context.spec.disable_edge_cache && site)
      context.report({
        path: ["disable_edge_cache"],
        at: "key",
        message: `The edge cache cannot be turned off in an app with a static site${site.spec.name ? ` (${code(site.spec.name)})` : ""}. Remove \`disable_edge_cache\`, or move the static site to an app of its own.`,
      });
  },
};

export const NETWORK_RULES = [vpcId, vpcFunctions, egressFunctions, edgeCustomDomain, staticEdgeCache];
