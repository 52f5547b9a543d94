import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { expectFix, fixed, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["does not take a hyphen in a key", service("envs: [{key: A-B, value: x}]"), ["error env-key [A-B]"]],
  [
    "warns of a key twice in one list",
    service("envs: [{key: A, value: x}, {key: B}, {key: A, value: z}]"),
    ["warning env-dup [A]"],
  ],
  [
    "takes a key of the app again at a component",
    service("envs: [{key: A, value: x}]", "envs: [{key: A, value: z}]"),
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
  ...["redis://:hunter2@cache.example.com:6379", "postgres://u:hunter2@${db.HOSTNAME}/x"].map(
    (url): [string, string, string[]] => [
      `warns of the password in ${url}`,
      service(`envs: [{key: OTHER, value: '${url}'}]`, "databases: [{name: db}]"),
      [`warning env-plain-secret ['${url}']`],
    ],
  ),
  [
    "warns of a password of digits",
    service(
      "envs: [{key: DB_PASSWORD, value: '12345678'}, {key: DB_PASS_2, value: '4711'}, {key: PASSWORD_MIN_LENGTH, value: '12'}]",
    ),
    ["warning env-plain-secret ['12345678']", "warning env-plain-secret ['4711']"],
  ],
  [
    "takes a password that is filled in, and what is none",
    service(
      "envs: [{key: A, value: 'postgres://u:${PASSWORD}@h/x'}, {key: B, value: 'postgres://${db.USERNAME}:${db.PASSWORD}@${db.HOSTNAME}:${db.PORT}/x'}, {key: C, value: 'http://h:${db.PORT}/a'}, {key: DB_PASSWORD, value: ''}, {key: PASSWORD, value: none}, {key: USE_PASSWORD, value: '1'}, {key: API_KEY, value: '42'}]",
      "databases: [{name: db}]",
    ),
    [],
  ],
  [
    "takes what only sounds like a secret",
    service(
      "envs: [{key: USE_TOKEN, value: 'true'}, {key: TOKEN_TTL, value: 1h}, {key: NEXT_PUBLIC_API_KEY, value: pk}, {key: JWT_SECRET, value: '${JWT_SECRET}'}]",
    ),
    [],
  ],
  ...[
    "AWS_SECRET_ACCESS_KEY",
    "SECRET_KEY_BASE",
    "DB_PASS",
    "MYSECRET",
    "PGPASSWORD",
    "dbPassword",
    "JWT_SECRET_PROD",
    "RAILS_MASTER_KEY",
    "TOKEN2",
  ].map((key): [string, string, string[]] => [
    `takes ${key} for a secret`,
    service(`envs: [{key: ${key}, value: hunter}]`),
    ["warning env-plain-secret [hunter]"],
  ]),
  ...[
    "PASSWORD_MIN_LENGTH",
    "SECRET_NAME",
    "TOKEN_TTL",
    "PUBLIC_KEY",
    "AWS_ACCESS_KEY_ID",
    "DB_PASSWORD_FILE",
    "BYPASS",
    "COMPASS",
    "PASSENGER",
    "TOKENIZER",
    "SECRETARY",
    "NEXT_PUBLIC_SECRET_KEY",
  ].map((key): [string, string, string[]] => [
    `takes ${key} for none`,
    service(`envs: [{key: ${key}, value: hunter}]`),
    [],
  ]),
  ...[
    ["sk_live", "4eC39HqLyjWDarjtT1zdp7dc"],
    ["ghp", "1234567890abcdefghijklmnopqrstuvwxyz"],
    ["github_pat", "11ABCDEFG0abcdefghijklmnopqrstuv"],
    ["dop_v1", "0123456789abcdef0123456789abcdef"],
    ["xoxb", "123456789012-abcdefghij", "-"],
    ["AKIA", "ABCDEFGHIJKLMNOP", ""],
  ].map(([form = "", rest = "", sign = "_"]): [string, string, string[]] => [
    `takes a value of the form ${form} for a secret`,
    // Put together here, lest who looks for secrets in the project finds these.
    service(`envs: [{key: OTHER, value: ${form}${sign}${rest}}]`),
    [`warning env-plain-secret [${form}${sign}${rest}]`],
  ]),
  [
    "takes a private key for a secret, and no public one",
    service(
      `envs: [{key: A, value: "-----BEGIN RSA PRIVATE ${"KEY"}-----"}, {key: B, value: "-----BEGIN PUBLIC KEY-----"}]`,
    ),
    [`warning env-plain-secret ["-----BEGIN RSA PRIVATE ${"KEY"}-----"]`],
  ],
  [
    "takes what stands in for a token for none",
    service("envs: [{key: A, value: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}, {key: B, value: sk_live_}]"),
    [],
  ],
  ...["yes", "No", "ON", "off", "y", "1_000", "-1_0.5", "0b11"].map((value): [string, string, string[]] => [
    `warns of ${value}, which YAML 1.1 does not read as a text`,
    service(`envs: [{key: A, value: ${value}}]`),
    [`warning env-value-string [${value}]`],
  ]),
  [
    "takes those in quotes, and what only looks like them",
    service(
      "envs: [{key: A, value: 'yes'}, {key: B, value: yep}, {key: C, value: 1_000x}, {key: D, value: _1}, {key: E, value: 1-2}, {key: F, value: nO}, {key: G, value: 1.2.3}, {key: H, value: 2024-01-01}]",
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

it("puts in quotes what YAML 1.1 reads otherwise", () => {
  for (const value of ["yes", "off", "1_000"])
    expect(fixed(service(`envs: [{key: A, value: ${value}}]`), "env-value-string")).toBe(
      service(`envs: [{key: A, value: "${value}"}]`),
    );
});

it("makes a value that is a secret by its form a `SECRET`", () => {
  const token = `ghp_${"a1".repeat(18)}`;
  expectFix(
    "env-plain-secret",
    `name: shop\nenvs:\n  - key: OTHER\n    value: ${token}\n`,
    `name: shop\nenvs:\n  - key: OTHER\n    type: SECRET\n    value: ${token}\n`,
  );
});
