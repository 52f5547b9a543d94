import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes one target", service("", "ingress: {rules: [{component: {name: api}}]}"), []],
  [
    "does not take two",
    service("", "ingress: {rules: [{component: {name: api}, redirect: {uri: /}}]}"),
    ["error ingress-one-target [redirect]"],
  ],
  [
    "does not take none",
    service("", "ingress:\n  rules:\n  - match: {path: {prefix: /}}\n"),
    ["error ingress-one-target [match]"],
  ],
  [
    "wants a component of the spec",
    service("", "ingress: {rules: [{component: {name: nope}}]}"),
    ["error ingress-component-exists [nope]"],
  ],
  [
    "leaves a name alone that is still to be filled in",
    service("", "ingress: {rules: [{component: {name: '${NAME}'}}]}"),
    [],
  ],
  [
    "wants the component's name",
    service("", "ingress: {rules: [{component: {rewrite: /}}]}"),
    ["error required [component]"],
  ],
  [
    "does not lead to a database",
    service("", "databases: [{name: db, engine: PG}]\ningress: {rules: [{component: {name: db}}]}"),
    ["error ingress-component-routable [db]"],
  ],
  [
    "warns of a service that is internal",
    service("internal_ports: [90]", "ingress: {rules: [{component: {name: api}}]}"),
    ["warning ingress-component-routable [api]"],
  ],
  [
    "does not take another code or scheme",
    service("", "ingress: {rules: [{redirect: {uri: /, redirect_code: 200, scheme: ftp}}]}"),
    ["error ingress-redirect-values [200]", "error ingress-redirect-values [ftp]"],
  ],
  [
    "warns of a redirect to nowhere",
    service("", "ingress: {rules: [{match: {path: {exact: /old}}, redirect: {}}]}"),
    ["warning ingress-redirect-empty [redirect]"],
  ],
  [
    "wants HTTPS for the error page",
    service("", "ingress: {custom_error_page_url: http://a.example.com}"),
    ["error ingress-error-page [http://a.example.com]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

it("says what a rule can lead to", () => {
  const messageOf = (name: string) =>
    validateSpec(service("", `ingress: {rules: [{component: {name: ${name}}}]}`))[0]?.message;
  expect(messageOf("apii")).toBe("No component is called `apii`. Did you mean `api`?");
  expect(messageOf("website")).toBe("No component is called `website`. The rule can lead to `api`.");
});
