import { expect, it } from "vitest";
import { found, service } from "./testing.ts";

const origins = (list: string) =>
  service("", `ingress: {rules: [{component: {name: api}, cors: {allow_origins: [${list}]}}]}`);

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes one way for each origin", origins("{exact: https://a.example.com}, {regex: '^https://.*$'}"), []],
  [
    "does not take two",
    origins("{exact: https://a.example.com, prefix: https://}"),
    ["error cors-one-match [prefix]"],
  ],
  ["does not take none", origins("{}"), ["error cors-one-match [{}]"]],
  [
    "does not take look-around",
    origins("{regex: '^https://(?!evil)'}"),
    ["error cors-one-match ['^https://(?!evil)']"],
  ],
  ["does not take a back-reference", origins("{regex: '(a)\\1'}"), ["error cors-one-match ['(a)\\1']"]],
  [
    "looks at components too",
    service("cors: {allow_origins: [{exact: a, regex: b}], max_age: 600}"),
    ["warning routes-deprecated [cors]", "error cors-one-match [regex]", "error type [600]"],
  ],
  [
    "warns of days",
    service("", "ingress: {rules: [{component: {name: api}, cors: {max_age: 1d}}]}"),
    ["warning cors-max-age [1d]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
