import { hasPlaceholder } from "../spec/schema/index.ts";
import type { RuleContext } from "./context.ts";
import { replaceInValue } from "./fixes.ts";
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
  about: ["ingress"],
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
          message: `This rule leads nowhere. Add \`component: {name: ${inCode([...context.routable][0] ?? "web")}}\` or a \`redirect\`.`,
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
  about: ["ingress"],
  check(context) {
    const { routable } = context;
    // A name that is still to be filled in may become any of them.
    if ([...routable].some(hasPlaceholder)) return;
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const name = rule?.component?.name;
      if (!name || context.named(name) || hasPlaceholder(name)) return;
      const path = ["ingress", "rules", index, "component", "name"];
      const meant = context.nearestName(name, routable);
      const hint = meant
        ? `Did you mean ${code(meant)}?`
        : routable.size > 0
          ? `The rule can lead to ${codeList(routable, "or")}.`
          : "The spec has no service, static site or functions component.";
      context.report({
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
  about: ["ingress"],
  check(context) {
    const services = context.once(servicesByName);
    context.spec.ingress?.rules?.forEach((rule, index) => {
      const name = rule?.component?.name;
      if (!name) return;
      const path = ["ingress", "rules", index, "component", "name"];
      const target = context.named(name);
      if (target && !context.routable.has(name))
        context.report({
          path,
          message: `${code(name)} is a ${kindWord(target.kind)}, which answers no requests. Write the name of a service, static site or functions component.`,
        });
      const service = services.get(name);
      if (service?.internal_ports?.length && !service.http_port)
        context.report({
          path,
          severity: "warning",
          message: `The service ${code(name)} has only \`internal_ports\`, so it is internal. Add its \`http_port\` if it is to answer requests from outside.`,
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
  about: ["ingress"],
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

export const INGRESS_RULES = [
  ingressOneTarget,
  ingressComponentExists,
  ingressComponentRoutable,
  ingressRedirectValues,
  ingressRedirectEmpty,
  ingressErrorPage,
];

function servicesByName(context: RuleContext) {
  return new Map(context.of("services").map(({ spec }) => [spec.name, spec]));
}
