import { expect, it } from "vitest";
import { found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["warns of an app without a component", "name: shop\nservices: []\n", ["warning empty-app [shop]"]],
  ["takes an app of a database alone", "name: shop\ndatabases: [{name: db, engine: PG}]\n", []],
  [
    "says nothing of it, where the list is only written wrongly",
    "name: shop\nservice: [{name: api}]\n",
    ["error unknown-field [service]"],
  ],
  ["warns of a data centre for a region", service("", "region: nyc3"), ["warning region-slug [nyc3]"]],
  [
    "reports a key that it does not know",
    service("comand: a", "volumes: []"),
    ["error unknown-field [comand]", "error unknown-field [volumes]"],
  ],
  ["takes flags, and keys with a value", service("", "features: [a-flag, buildpack-stack=ubuntu-22]"), []],
  [
    "says that a feature has another form",
    service("", "features: ['a flag']"),
    ["info features-format ['a flag']"],
  ],
  [
    "warns of an archive that is said to be on the air",
    service("", "maintenance: {archive: true, enabled: false}"),
    ["warning maintenance-archive [false]"],
  ],
  [
    "says that a page waits for its day",
    service("", "maintenance: {offline_page_url: https://a.example.com}"),
    ["info maintenance-url-unused [offline_page_url]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
