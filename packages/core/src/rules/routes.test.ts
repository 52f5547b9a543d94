import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "keeps a prefix or rewrites it",
    service("", "ingress: {rules: [{component: {name: api, preserve_path_prefix: true, rewrite: /v1}}]}"),
    ["error ingress-preserve-rewrite [rewrite]"],
  ],
  [
    "takes a rewrite beside a switch that is off",
    service("", "ingress: {rules: [{component: {name: api, preserve_path_prefix: false, rewrite: /v1}}]}"),
    [],
  ],
  [
    "warns of a prefix kept for functions",
    component(
      "functions",
      "github: {repo: a/b}",
      "ingress: {rules: [{component: {name: api, preserve_path_prefix: true}}]}",
    ),
    ["warning ingress-preserve-functions [preserve_path_prefix]"],
  ],
  [
    "warns of routes and CORS of old",
    service("routes: []\ncors: {}"),
    ["warning routes-deprecated [routes]", "warning routes-deprecated [cors]"],
  ],
  [
    "warns of them beside rules in other words",
    service("routes: []", "ingress: {rules: [{component: {name: api}}]}"),
    ["warning routes-and-ingress [routes]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
