import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["does not take a hyphen in a key", service("envs: [{key: A-B, value: x}]"), ["error env-key [A-B]"]],
  [
    "warns of a key twice in one list",
    service("envs: [{key: A, value: x}, {key: B}, {key: A, value: y}]"),
    ["warning env-dup [A]"],
  ],
  [
    "takes a key of the app again at a component",
    service("envs: [{key: A, value: x}]", "envs: [{key: A, value: y}]"),
    [],
  ],
  [
    "warns of numbers and booleans",
    service("envs: [{key: A, value: 1.50}, {key: B, value: false}]"),
    ["warning env-value-string [1.50]", "warning env-value-string [false]"],
  ],
  [
    "warns of a secret that would be emptied",
    service("envs: [{key: A, type: SECRET, value: ''}]"),
    ["warning env-secret-keep ['']"],
  ],
  [
    "takes a secret without a value, and an empty plain one",
    service("envs: [{key: A, type: SECRET}, {key: B, value: ''}]"),
    [],
  ],
  [
    "warns of a secret in plain text",
    service("envs: [{key: STRIPE_API_KEY, value: sk_live_1}]"),
    ["warning env-plain-secret [sk_live_1]"],
  ],
  [
    "warns of a password in a URL",
    service("envs: [{key: DATABASE_URL, value: 'postgres://app:hunter2@db.example.com/app'}]"),
    ["warning env-plain-secret ['postgres://app:hunter2@db.example.com/app']"],
  ],
  [
    "takes what only sounds like a secret",
    service(
      "envs: [{key: USE_TOKEN, value: 'true'}, {key: TOKEN_TTL, value: 1h}, {key: NEXT_PUBLIC_API_KEY, value: pk}, {key: JWT_SECRET, value: '${JWT_SECRET}'}]",
    ),
    [],
  ],
  [
    "warns once of encrypted values, which belong to one app",
    service("envs: [{key: A, type: SECRET, value: 'EV[1:a:b]'}, {key: B, type: SECRET, value: 'EV[1:c:d]'}]"),
    ["warning env-secret-new ['EV[1:a:b]']"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

const encrypted = service(
  "envs: [{key: A, type: SECRET, value: 'EV[1:a:b]'}, {key: B, type: SECRET, value: ''}]",
);

it("does not take encrypted values for a new app", () => {
  expect(found(encrypted, { appIsNew: true })).toEqual(["error env-secret-new ['EV[1:a:b]']"]);
});

it("takes them for an app that is there", () => {
  expect(found(encrypted, { appIsNew: false })).toEqual(["warning env-secret-keep ['']"]);
});

it("never shows the value of a secret", () => {
  const spec = service("envs: [{key: DB_PASSWORD, value: hunter2}, {key: A, type: SECRET, value: 4711}]");
  expect(
    validateSpec(spec)
      .map(({ message }) => message)
      .join(" "),
  ).not.toMatch(/hunter2|4711/);
});
