import { hasPlaceholder } from "../spec/schema/index.ts";
import { removeKey } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, inCode } from "./words.ts";

const ingressPreserveRewrite: Rule = {
  id: "ingress-preserve-rewrite",
  severity: "error",
  title: "A prefix is kept or rewritten",
  explanation:
    "By default the matched prefix is cut off. `preserve_path_prefix` keeps it, `rewrite` puts another in its place: both at once cannot be.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /api}}
        component: {name: api, preserve_path_prefix: true, rewrite: /v1}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /api}}
        component: {name: api, rewrite: /v1}
  `,
  check({ spec, report }) {
    spec.ingress?.rules?.forEach((rule, index) => {
      if (rule?.component?.preserve_path_prefix && rule.component.rewrite)
        report({
          path: ["ingress", "rules", index, "component", "rewrite"],
          at: "key",
          message:
            "The prefix is either kept (`preserve_path_prefix`) or replaced (`rewrite`). Remove one of them.",
        });
    });
  },
};

const ingressPreserveFunctions: Rule = {
  id: "ingress-preserve-functions",
  severity: "warning",
  title: "Functions do not see the prefix",
  explanation: "`preserve_path_prefix` is not applicable to functions components; it probably has no effect.",
  evidence: "reference",
  bad: `
    name: shop
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
    ingress:
      rules:
      - match: {path: {prefix: /hooks}}
        component: {name: hooks, preserve_path_prefix: true}
  `,
  good: `
    name: shop
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
    ingress:
      rules:
      - match: {path: {prefix: /hooks}}
        component: {name: hooks}
  `,
  check(context) {
    const functions = new Set(context.of("functions").map(({ spec }) => spec.name));
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const path = ["ingress", "rules", index, "component", "preserve_path_prefix"];
      if (rule?.component?.preserve_path_prefix && functions.has(rule.component.name))
        context.report({
          path,
          at: "key",
          message: `${code(rule.component.name)} is a functions component, to which \`preserve_path_prefix\` does not apply. Remove it.`,
          fixes: (document) => removeKey(document, path),
        });
    });
  },
};

const ingressRedirectValues: Rule = {
  id: "ingress-redirect-values",
  severity: "error",
  title: "A redirect has one of the known codes and schemes",
  explanation:
    "`redirect_code` is 300, 301, 302 (the default), 303, 304, 307 or 308; `scheme` is `http` or `https`.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /old}}
        redirect: {uri: /new, redirect_code: 305}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /old}}
        redirect: {uri: /new, redirect_code: 301}
  `,
};

const ingressRedirectEmpty: Rule = {
  id: "ingress-redirect-empty",
  severity: "warning",
  title: "A redirect says where to go",
  explanation:
    "At least one of `uri`, `authority`, `port` and `scheme` changes, or the visitor is sent in a circle.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /old}}
        redirect: {redirect_code: 301}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /old}}
        redirect: {uri: /new, redirect_code: 301}
  `,
  check(context) {
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const redirect = rule?.redirect;
      const path = ["ingress", "rules", index, "redirect"];
      if (!redirect || redirect.uri || redirect.authority || redirect.port || redirect.scheme) return;
      if (context.mistaken(path, "uri", "authority", "port", "scheme")) return;
      context.report({
        path,
        at: "key",
        absent: true,
        message:
          "This redirect leads nowhere. Add `uri: /new-path`, or another `authority` to change the host.",
      });
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
  check(context) {
    const { spec, report } = context;
    const domains = (spec.domains ?? []).flatMap((domain) =>
      domain?.domain ? [{ name: domain.domain.toLowerCase(), wildcard: domain.wildcard }] : [],
    );
    if (domains.some(({ name }) => hasPlaceholder(name)) || context.mistaken([], "domains")) return;
    spec.ingress?.rules?.forEach((rule, index) => {
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
  check({ spec, report }) {
    spec.ingress?.rules?.forEach((rule, index) => {
      for (const key of Object.keys(rule?.match?.authority ?? {}))
        if (key === "prefix" || key === "regex")
          report({
            path: ["ingress", "rules", index, "match", "authority", key],
            at: "key",
            message: `A host name is matched exactly, not by ${code(key)}. Write \`exact\` with the whole name, in a rule for each.`,
          });
    });
  },
};

const ingressErrorPage: Rule = {
  id: "ingress-error-page",
  severity: "error",
  title: "The error page has an `https://` URL",
  explanation:
    "`custom_error_page_url` is shown in a frame of the platform's own page, which only HTTPS allows.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      custom_error_page_url: http://status.example.com
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      custom_error_page_url: https://status.example.com
  `,
};

const routesAndIngress: Rule = {
  id: "routes-and-ingress",
  severity: "warning",
  title: "Routes stand in one place",
  explanation:
    "The platform turns `routes` and `cors` of components into ingress rules. Together with rules that are written as such, it is hard to say what comes of them.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      routes:
      - path: /api
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
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
  check(context) {
    if (!context.spec.ingress?.rules?.length) return;
    for (const { path, spec } of context.of("services", "static_sites", "functions"))
      for (const key of ["routes", "cors"] as const)
        if (spec[key])
          context.report({
            path: [...path, key],
            at: "key",
            message: `The app has \`ingress.rules\`, and ${code(key)} of a component is turned into such rules too. Move it there.`,
          });
  },
};

const routesDeprecated: Rule = {
  id: "routes-deprecated",
  severity: "warning",
  title: "`routes` and `cors` of components are deprecated",
  explanation:
    "Write `ingress.rules` at the top of the spec instead: a rule matches a path and names its component, and has `cors` of its own. The platform converts the old form.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      routes:
      - path: /api
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
  check(context) {
    // With rules beside them `routes-and-ingress` says as much.
    if (context.spec.ingress?.rules?.length) return;
    for (const { path, spec } of context.of("services", "static_sites", "functions"))
      for (const key of ["routes", "cors"] as const) {
        if (!spec[key]) continue;
        const prefix = spec.routes?.[0]?.path || "/";
        const cors = key === "cors" ? ", cors: …" : "";
        const rule = `{match: {path: {prefix: ${inCode(prefix)}}}, component: {name: ${inCode(spec.name ?? "web")}}${cors}}`;
        context.report({
          path: [...path, key],
          at: "key",
          message: `${code(key)} of a component is deprecated. Write a rule below \`ingress.rules\` at the top of the spec: \`${rule}\`.`,
        });
      }
  },
};

export const ROUTING_RULES = [
  ingressPreserveRewrite,
  ingressPreserveFunctions,
  ingressRedirectValues,
  ingressRedirectEmpty,
  ingressAuthorityDomain,
  ingressAuthorityExact,
  ingressErrorPage,
  routesAndIngress,
  routesDeprecated,
];
