import { expect, it } from "vitest";
import { found, service } from "./testing.ts";

const domains = (list: string) => service("", `domains: [${list}]`);

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes one primary domain",
    domains("{domain: a.example.com, type: PRIMARY}, {domain: b.example.com}"),
    [],
  ],
  [
    "does not take two",
    domains("{domain: a.example.com, type: PRIMARY}, {domain: b.example.com, type: PRIMARY}"),
    ["error domain-one-primary [PRIMARY]"],
  ],
  [
    "warns of a domain twice, whatever its case",
    domains("{domain: a.example.com}, {domain: A.example.com.}"),
    ["warning domain-dup [A.example.com.]"],
  ],
  ["does not take a star", domains("{domain: '*.example.com'}"), ["error domain-wildcard ['*.example.com']"]],
  [
    "takes a zone that holds the domain",
    domains("{domain: a.b.example.com, zone: example.com}, {domain: example.com, zone: example.com}"),
    [],
  ],
  [
    "warns of another zone",
    domains("{domain: a.example.com, zone: ample.com}"),
    ["warning domain-zone [ample.com]"],
  ],
  [
    "warns of a TLS version that is a number",
    domains("{domain: a.example.com, minimum_tls_version: 1.3}"),
    ["warning domain-tls-string [1.3]"],
  ],
  [
    "does not take lower case",
    domains("{domain: a.example.com, type: alias}"),
    ["error domain-type-case [alias]"],
  ],
  ["does not take 501 domains", domains(many(501)), ["error domain-500 [domains]"]],
  ["takes 500", domains(many(500)), []],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

function many(count: number): string {
  return Array.from({ length: count }, (_, at) => `{domain: d${at}.example.com}`).join(", ");
}
