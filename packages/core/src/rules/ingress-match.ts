import type { Path } from "../spec/path.ts";
import { isBelow } from "../spec/routing.ts";
import { hasPlaceholder } from "../spec/schema/index.ts";
import { replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, kindWord } from "./words.ts";

const ingressPathSlash: Rule = {
  id: "ingress-path-slash",
  severity: "error",
  title: "A path begins with `/`",
  explanation:
    "The platform asks it of `routes`. For ingress rules no source says so, but every requested path begins with `/`, so that another prefix matches none: a warning. An empty prefix is allowed there.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      routes:
      - path: api
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /api}}
        component: {name: api}
  `,
  about: ["ingress", "routes"],
  check(context) {
    const report = (value: string, path: Path, severity: "error" | "warning") =>
      context.report({
        path,
        severity,
        message: `A path begins with \`/\`: write ${code(`/${value}`)}.`,
        fixes: (document) => replaceValue(document, path, `/${value}`),
      });
    context.spec.ingress?.rules?.forEach((rule, index) => {
      for (const key of ["prefix", "exact"] as const) {
        const value = rule?.match?.path?.[key];
        if (lacksSlash(value)) report(value, ["ingress", "rules", index, "match", "path", key], "warning");
      }
    });
    for (const { path, spec } of context.routed)
      spec.routes?.forEach((route, index) => {
        const value = route?.path;
        if (lacksSlash(value)) report(value, [...path, "routes", index, "path"], "error");
      });
  },
};

function lacksSlash(path: string | undefined): path is string {
  return path !== undefined && path !== "" && !path.startsWith("/") && !hasPlaceholder(path);
}

const ingressPathUnique: Rule = {
  id: "ingress-path-unique",
  severity: "error",
  title: "A path is taken once",
  explanation:
    "Two rules for the same path and host name contradict each other, and the platform refuses them. The same path on two host names is fine.",
  evidence: "server",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    - name: web
      image: {registry_type: DOCR, repository: web}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
      - match: {path: {prefix: /}}
        component: {name: web}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    - name: web
      image: {registry_type: DOCR, repository: web}
    ingress:
      rules:
      - match: {path: {prefix: /api}}
        component: {name: api}
      - match: {path: {prefix: /}}
        component: {name: web}
  `,
  about: ["ingress", "routes"],
  check(context) {
    const rules = context.spec.ingress?.rules ?? [];
    // Most apps have one path, which is nobody else's.
    if (context.routed.reduce((count, { spec }) => count + (spec.routes?.length ?? 0), rules.length) < 2)
      return;
    const seen = new Map<string, Claim>();
    const claim = (key: string, at: Path, words: Claim) => {
      const taken = seen.get(key);
      if (taken)
        context.report({
          path: at,
          message: `${words.path()} is taken by ${taken.holder()} already. Each path leads to one place: write another one, or remove it.`,
        });
      else seen.set(key, words);
    };
    rules.forEach((rule, index) => {
      const host = rule?.match?.authority?.exact ?? "";
      for (const key of ["prefix", "exact"] as const) {
        const value = rule?.match?.path?.[key];
        if (value === undefined) continue;
        claim(`rule ${key} ${host} ${value}`, ["ingress", "rules", index, "match", "path", key], {
          path: () =>
            `The ${key === "prefix" ? "prefix" : "path"} ${code(value)}${host ? ` of ${code(host)}` : ""}`,
          holder: () =>
            `rule ${index + 1}${rule?.component?.name ? `, which leads to ${code(rule.component.name)}` : ""}`,
        });
      }
    });
    for (const { path, kind, spec } of context.routed)
      spec.routes?.forEach((route, index) => {
        const value = route?.path;
        if (!value) return;
        claim(`route ${value}`, [...path, "routes", index, "path"], {
          path: () => `The path ${code(value)}`,
          holder: () => `the ${kindWord(kind)} ${code(spec.name ?? "")}`,
        });
      });
  },
};

/** Who has a path, in words that are only found where two want the same. */
interface Claim {
  readonly path: () => string;
  readonly holder: () => string;
}

const ingressOrder: Rule = {
  id: "ingress-order",
  severity: "info",
  title: "Narrow paths stand before broad ones",
  explanation:
    "A rule for `/` before one for `/api` reads as if it took all requests. Deployed apps with this order have been seen to work, so the platform seems to take the longest match; the clearer order is the other one.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: web
      image: {registry_type: DOCR, repository: web}
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: web}
      - match: {path: {prefix: /api}}
        component: {name: api}
  `,
  good: `
    name: shop
    services:
    - name: web
      image: {registry_type: DOCR, repository: web}
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /api}}
        component: {name: api}
      - match: {path: {prefix: /}}
        component: {name: web}
  `,
  about: ["ingress"],
  check({ spec, report }) {
    const earlier: { host: string; prefix: string }[] = [];
    spec.ingress?.rules?.forEach((rule, index) => {
      const prefix = rule?.match?.path?.prefix;
      if (!prefix) return;
      const host = rule.match?.authority?.exact ?? "";
      const broader = earlier.find((other) => other.host === host && isBelow(prefix, other.prefix));
      if (broader)
        report({
          path: ["ingress", "rules", index, "match", "path", "prefix"],
          message: `The rule for ${code(broader.prefix)} above covers ${code(prefix)} too. The order seems not to matter to the platform, but a reader understands it sooner with the narrow path first.`,
        });
      earlier.push({ host, prefix });
    });
  },
};

const ingressAuthorityDomain: Rule = {
  id: "ingress-authority-domain",
  severity: "warning",
  title: "A rule matches a host name of the app",
  explanation:
    "`match.authority.exact` is one of the app's `domains`, a sub-domain of one with `wildcard: true`, or the platform's own host name. No request for another arrives here.",
  evidence: "docs",
  bad: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {authority: {exact: api.example.com}, path: {prefix: /}}
        component: {name: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY, wildcard: true}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {authority: {exact: api.example.com}, path: {prefix: /}}
        component: {name: api}
  `,
  about: ["ingress"],
  check(context) {
    const { spec, report } = context;
    if (!spec.ingress?.rules?.some((rule) => rule?.match?.authority?.exact)) return;
    const domains = (spec.domains ?? []).flatMap((domain) =>
      domain?.domain ? [{ name: domain.domain.toLowerCase(), wildcard: domain.wildcard }] : [],
    );
    if (domains.some(({ name }) => hasPlaceholder(name)) || context.mistaken([], "domains")) return;
    spec.ingress.rules.forEach((rule, index) => {
      const host = rule?.match?.authority?.exact?.toLowerCase();
      if (!host || hasPlaceholder(host) || host.endsWith(".ondigitalocean.app")) return;
      if (domains.some(({ name, wildcard }) => host === name || (wildcard && host.endsWith(`.${name}`))))
        return;
      report({
        path: ["ingress", "rules", index, "match", "authority", "exact"],
        absent: true,
        message: host.includes("*")
          ? "A host name is matched letter by letter, so `*` matches none. Write one rule for each host name."
          : `${code(host)} is none of the app's domains, so no request for it arrives. Add ${code(`{domain: ${host}, type: ALIAS}`)} to \`domains\`.`,
      });
    });
  },
};

const ingressAuthorityExact: Rule = {
  id: "ingress-authority-exact",
  severity: "error",
  title: "A host name is matched exactly",
  explanation: "`match.authority` has `exact` and nothing else: neither `prefix` nor `regex`.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {authority: {prefix: api.}, path: {prefix: /}}
        component: {name: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: api.example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {authority: {exact: api.example.com}, path: {prefix: /}}
        component: {name: api}
  `,
  about: ["ingress"],
  check({ spec, report }) {
    spec.ingress?.rules?.forEach((rule, index) => {
      // `regex` is a key that the schema does not know, and reports under this rule.
      if (rule?.match?.authority?.prefix !== undefined)
        report({
          path: ["ingress", "rules", index, "match", "authority", "prefix"],
          at: "key",
          message:
            "A host name is matched exactly, not by its beginning. Write `exact` with the whole name, in a rule for each.",
        });
    });
  },
};

export const INGRESS_MATCH_RULES = [
  ingressPathSlash,
  ingressPathUnique,
  ingressOrder,
  ingressAuthorityDomain,
  ingressAuthorityExact,
];
