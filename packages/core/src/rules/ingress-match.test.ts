import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes an empty prefix",
    service("", "ingress: {rules: [{match: {path: {prefix: ''}}, component: {name: api}}]}"),
    [],
  ],
  [
    "warns of a prefix without a slash",
    service("", "ingress: {rules: [{match: {path: {prefix: api}}, component: {name: api}}]}"),
    ["warning ingress-path-slash [api]"],
  ],
  [
    "warns of an exact path without a slash",
    service("", "ingress: {rules: [{match: {path: {exact: api}}, component: {name: api}}]}"),
    ["warning ingress-path-slash [api]"],
  ],
  [
    "does not take a route without a slash",
    component("static_sites", "github: {repo: a/b}\nroutes:\n- path: api"),
    ["warning routes-deprecated [routes]", "error ingress-path-slash [api]"],
  ],
  [
    "does not take a path twice",
    service(
      "",
      "ingress: {rules: [{match: {path: {prefix: /a}}, component: {name: api}}, {match: {path: {prefix: /a}}, redirect: {uri: /b}}]}",
    ),
    ["error ingress-path-unique [/a]"],
  ],
  [
    "takes a path as a prefix and exactly",
    service(
      "",
      "ingress: {rules: [{match: {path: {exact: /a}}, component: {name: api}}, {match: {path: {prefix: /a}}, redirect: {uri: /b}}]}",
    ),
    [],
  ],
  [
    "takes a path on two host names",
    service(
      "",
      "domains: [{domain: a.example.com}, {domain: b.example.com}]\ningress: {rules: [{match: {authority: {exact: a.example.com}, path: {prefix: /}}, component: {name: api}}, {match: {authority: {exact: b.example.com}, path: {prefix: /}}, component: {name: api}}]}",
    ),
    [],
  ],
  [
    "does not take a route twice",
    service("routes:\n- path: /\n- path: /"),
    ["warning routes-deprecated [routes]", "error ingress-path-unique [/]"],
  ],
  [
    "says that a broad path stands before a narrow one",
    service(
      "",
      "ingress: {rules: [{match: {path: {prefix: /a}}, component: {name: api}}, {match: {path: {prefix: /a/b}}, component: {name: api}}, {match: {path: {prefix: /ab}}, component: {name: api}}]}",
    ),
    ["info ingress-order [/a/b]"],
  ],
  [
    "warns of a host name that is not the app's",
    service(
      "",
      "domains: [{domain: example.com}]\ningress: {rules: [{match: {authority: {exact: a.example.com}}, component: {name: api}}]}",
    ),
    ["warning ingress-authority-domain [a.example.com]"],
  ],
  [
    "takes one that a wildcard covers",
    service(
      "",
      "domains: [{domain: example.com, wildcard: true}]\ningress: {rules: [{match: {authority: {exact: a.example.com}}, component: {name: api}}]}",
    ),
    [],
  ],
  [
    "takes that of the platform",
    service(
      "",
      "ingress: {rules: [{match: {authority: {exact: '${STARTER_DOMAIN}'}}, component: {name: api}}]}",
    ),
    [],
  ],
  [
    "does not match host names by a beginning or a pattern",
    service("", "ingress: {rules: [{match: {authority: {prefix: a., regex: b}}, component: {name: api}}]}"),
    ["error ingress-authority-exact [prefix]", "error ingress-authority-exact [regex]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
