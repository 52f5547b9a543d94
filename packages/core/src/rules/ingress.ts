import type { Path } from "../spec/path.ts";
import { hasPlaceholder, nearest } from "../spec/schema/index.ts";
import { replaceInValue, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, codeList, inCode, kindWord } from "./words.ts";

const ingressOneTarget: Rule = {
  id: "ingress-one-target",
  severity: "error",
  title: "An ingress rule has one target",
  explanation: "A rule leads to a `component` or answers with a `redirect`: one of them, and not both.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
        redirect: {uri: /new}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /old}}
        redirect: {uri: /new}
      - match: {path: {prefix: /}}
        component: {name: api}
  `,
  check(context) {
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const path = ["ingress", "rules", index];
      if (rule?.component && rule.redirect)
        context.report({
          path: [...path, "redirect"],
          at: "key",
          message: "This rule leads to a `component` already. Keep one of the two, or write a second rule.",
        });
      else if (rule && !rule.component && !rule.redirect && !context.mistaken(path, "component", "redirect"))
        context.report({
          path,
          absent: true,
          message: `This rule leads nowhere. Add \`component: {name: ${inCode(context.routable[0] ?? "web")}}\` or a \`redirect\`.`,
        });
    });
  },
};

const ingressComponentExists: Rule = {
  id: "ingress-component-exists",
  severity: "error",
  title: "An ingress rule leads to a component of the spec",
  explanation:
    "`component.name` is the name of a service, static site or functions component of this very spec. There is nothing to lead to otherwise.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: apy}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
  `,
  check({ spec, names, routable, report }) {
    const known = new Set(names.map(({ name }) => name));
    spec.ingress?.rules?.forEach((rule, index) => {
      const name = rule?.component?.name;
      // A name that is still to be filled in may become this one.
      if (!name || known.has(name) || hasPlaceholder(name) || routable.some(hasPlaceholder)) return;
      const path = ["ingress", "rules", index, "component", "name"];
      const meant = nearest(name, routable);
      const hint = meant
        ? `Did you mean ${code(meant)}?`
        : routable.length > 0
          ? `The rule can lead to ${codeList(routable, "or")}.`
          : "The spec has no service, static site or functions component.";
      report({
        path,
        absent: true,
        message: `No component is called ${code(name)}. ${hint}`,
        fixes: (document) => (meant ? replaceInValue(document, path, name, meant) : []),
      });
    });
  },
};

const ingressComponentRoutable: Rule = {
  id: "ingress-component-routable",
  severity: "error",
  title: "An ingress rule leads to something that answers",
  explanation:
    "Services, static sites and functions answer requests; workers, jobs and databases do not. A service that has `internal_ports` and no `http_port` is meant to be internal: that is a warning.",
  evidence: "inferred",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: queue}
  `,
  good: `
    name: shop
    services:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: queue}
  `,
  check(context) {
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const name = rule?.component?.name;
      if (!name) return;
      const path = ["ingress", "rules", index, "component", "name"];
      const target = context.names.find((named) => named.name === name);
      if (target && !context.routable.includes(name))
        context.report({
          path,
          message: `${code(name)} is a ${kindWord(target.kind)}, which answers no requests. Write the name of a service, static site or functions component.`,
        });
      const service = context.of("services").find(({ spec }) => spec.name === name)?.spec;
      if (service?.internal_ports?.length && !service.http_port)
        context.report({
          path,
          severity: "warning",
          message: `The service ${code(name)} has only \`internal_ports\`, so it is internal. Add its \`http_port\` if it is to answer requests from outside.`,
        });
    });
  },
};

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
  check(context) {
    const check = (value: string | undefined, path: Path, severity: "error" | "warning") => {
      if (!value || value.startsWith("/") || hasPlaceholder(value)) return;
      context.report({
        path,
        severity,
        message: `A path begins with \`/\`: write ${code(`/${value}`)}.`,
        fixes: (document) => replaceValue(document, path, `/${value}`),
      });
    };
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const path = ["ingress", "rules", index, "match", "path"];
      check(rule?.match?.path?.prefix, [...path, "prefix"], "warning");
      check(rule?.match?.path?.exact, [...path, "exact"], "warning");
    });
    for (const { path, spec } of context.of("services", "static_sites", "functions"))
      spec.routes?.forEach((route, index) => {
        check(route?.path, [...path, "routes", index, "path"], "error");
      });
  },
};

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
  check(context) {
    const seen = new Map<string, string>();
    const claim = (key: string, shown: string, path: Path, by: string) => {
      const taken = seen.get(key);
      if (taken)
        context.report({
          path,
          message: `${shown} is taken by ${taken} already. Each path leads to one place: write another one, or remove it.`,
        });
      else seen.set(key, by);
    };
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const host = rule?.match?.authority?.exact ?? "";
      for (const key of ["prefix", "exact"] as const) {
        const value = rule?.match?.path?.[key];
        if (value !== undefined)
          claim(
            `rule ${key} ${host} ${value}`,
            `The ${key === "prefix" ? "prefix" : "path"} ${code(value)}${host ? ` of ${code(host)}` : ""}`,
            ["ingress", "rules", index, "match", "path", key],
            `rule ${index + 1}${rule?.component?.name ? `, which leads to ${code(rule.component.name)}` : ""}`,
          );
      }
    });
    for (const component of context.of("services", "static_sites", "functions"))
      component.spec.routes?.forEach((route, index) => {
        if (route?.path)
          claim(
            `route ${route.path}`,
            `The path ${code(route.path)}`,
            [...component.path, "routes", index, "path"],
            `the ${kindWord(component.kind)} ${code(component.spec.name ?? "")}`,
          );
      });
  },
};

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

export const INGRESS_RULES = [
  ingressOneTarget,
  ingressComponentExists,
  ingressComponentRoutable,
  ingressPathSlash,
  ingressPathUnique,
  ingressOrder,
];

/** Whether a path lies below a prefix, by whole segments. The same path does not. */
function isBelow(path: string, prefix: string): boolean {
  const stem = prefix.replace(/\/$/, "");
  return path !== prefix && path !== stem && path !== `${stem}/` && path.startsWith(`${stem}/`);
}
