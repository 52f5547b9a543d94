import { hasPlaceholder } from "../spec/schema/index.ts";
import { removeItem, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const domainOnePrimary: Rule = {
  id: "domain-one-primary",
  severity: "error",
  title: "One domain is primary",
  explanation:
    "The primary domain stands for the app in its URL and in the control panel: there is one at most. Write `ALIAS` for the others.",
  evidence: "reference",
  bad: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    - {domain: www.example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    - {domain: www.example.com, type: ALIAS}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["domains"],
  check({ spec, report }) {
    let first: string | undefined;
    spec.domains?.forEach((domain, index) => {
      if (domain?.type !== "PRIMARY") return;
      const path = ["domains", index, "type"];
      if (first !== undefined)
        report({
          path,
          message: `${code(first)} is the primary domain already, and there is one at most. Write \`type: ALIAS\`.`,
          fixes: (document) => replaceValue(document, path, "ALIAS"),
        });
      first ??= domain.domain ?? "The first";
    });
  },
};

const domainDup: Rule = {
  id: "domain-dup",
  severity: "warning",
  title: "A domain is listed once",
  explanation:
    "Host names are the same whatever their case. What the platform makes of a repetition is not documented.",
  evidence: "inferred",
  bad: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    - {domain: Example.com, type: ALIAS}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["domains"],
  check({ spec, report }) {
    const seen = new Set<string>();
    spec.domains?.forEach((domain, index) => {
      const name = domain?.domain && hostName(domain.domain);
      if (!name) return;
      const path = ["domains", index];
      if (seen.has(name))
        report({
          path: [...path, "domain"],
          message: `${code(name)} is in this list already. Keep one of the two.`,
          fixes: (document) => removeItem(document, path, "Remove this domain"),
        });
      seen.add(name);
    });
  },
};

const domainWildcard: Rule = {
  id: "domain-wildcard",
  severity: "error",
  title: "A wildcard is a flag, not a name",
  explanation: "All sub-domains of a domain are meant by `wildcard: true`; a `*` in the name is refused.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    domains:
    - {domain: "*.example.com", type: ALIAS}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: ALIAS, wildcard: true}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

const domainZone: Rule = {
  id: "domain-zone",
  severity: "warning",
  title: "A domain lies in its zone",
  explanation:
    "`zone` is the DNS zone of the account in which the platform manages the record: the domain itself or a parent of it.",
  evidence: "reference",
  bad: `
    name: shop
    domains:
    - {domain: app.example.com, type: PRIMARY, zone: example.org}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: app.example.com, type: PRIMARY, zone: example.com}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["domains"],
  check({ spec, report }) {
    spec.domains?.forEach((domain, index) => {
      if (!domain?.domain || !domain.zone || hasPlaceholder(domain.domain + domain.zone)) return;
      const name = hostName(domain.domain);
      const zone = hostName(domain.zone);
      if (name === zone || name.endsWith(`.${zone}`)) return;
      const parent = name.split(".").slice(-2).join(".");
      report({
        path: ["domains", index, "zone"],
        message: `${code(name)} does not lie in the zone ${code(zone)}. Write the zone that holds it, such as ${code(parent)}, or leave \`zone\` out if the DNS is managed elsewhere.`,
      });
    });
  },
};

const domainTlsString: Rule = {
  id: "domain-tls-string",
  severity: "warning",
  title: "`minimum_tls_version` is in quotes",
  explanation: 'Unquoted, `1.2` is a number, which strict clients refuse. Write `"1.2"` or `"1.3"`.',
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY, minimum_tls_version: 1.2}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY, minimum_tls_version: "1.2"}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

const domainTypeCase: Rule = {
  id: "domain-type-case",
  severity: "error",
  title: "Fixed values are in upper case",
  explanation:
    "`PRIMARY`, `SECRET`, `RUN_TIME` and all their kind are compared letter by letter. (The region and the scheme of a redirect are in lower case.)",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    domains:
    - {domain: example.com, type: primary}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

const domain500: Rule = {
  id: "domain-500",
  severity: "error",
  title: "An app has at most 500 domains",
  explanation: "A limit of the platform. A domain with `wildcard: true` covers all its sub-domains at once.",
  evidence: "docs",
  bad: `
    name: shop
    domains:
    - {domain: one.example.com, type: ALIAS}
    # … and 500 more
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    domains:
    - {domain: example.com, type: PRIMARY, wildcard: true}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["domains"],
  check({ spec, report }) {
    const count = spec.domains?.length ?? 0;
    if (count > 500)
      report({
        path: ["domains"],
        at: "key",
        message: `An app has at most 500 domains, and these are ${count}. Write \`wildcard: true\` on a parent domain, or split the app.`,
      });
  },
};

export const DOMAIN_RULES = [
  domainOnePrimary,
  domainDup,
  domainWildcard,
  domainZone,
  domainTlsString,
  domainTypeCase,
  domain500,
];

/** Host names are compared without case and without the dot of the root. */
function hostName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
