import type { Fix } from "../diagnostic.ts";
import { removeKey } from "./fixes.ts";
import { moveRoutes } from "./move-routes.ts";
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
  about: ["ingress"],
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
  about: ["ingress"],
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
  about: ["ingress"],
  check(context) {
    if (!context.spec.ingress?.rules?.length) return;
    for (const { path, spec } of context.routed)
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
  about: ["routes", "cors"],
  check(context) {
    // With rules beside them `routes-and-ingress` says as much.
    if (context.spec.ingress?.rules?.length) return;
    let move: Fix[] | undefined;
    for (const { path, spec } of context.routed)
      for (const key of ["routes", "cors"] as const) {
        // One message a mistake: that of a wrong route comes first.
        if (!spec[key] || (key === "routes" && context.mistaken(path, key))) continue;
        const prefix = spec.routes?.[0]?.path || "/";
        const cors = key === "cors" ? ", cors: …" : "";
        const rule = `{match: {path: {prefix: ${inCode(prefix)}}}, component: {name: ${inCode(spec.name ?? "web")}}${cors}}`;
        context.report({
          path: [...path, key],
          at: "key",
          message: `${code(key)} of a component is deprecated. Write a rule below \`ingress.rules\` at the top of the spec: \`${rule}\`.`,
          fixes: (document) => {
            move ??= moveRoutes(context, document);
            return move;
          },
        });
      }
  },
};

export const ROUTE_RULES = [
  ingressPreserveRewrite,
  ingressPreserveFunctions,
  routesAndIngress,
  routesDeprecated,
];
