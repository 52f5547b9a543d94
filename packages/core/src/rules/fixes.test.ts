import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { component, expectFix, fixed, found, service } from "./testing.ts";

/** Each fix as a document before and after it. */
const GOLDEN: [name: string, code: string, before: string, after: string][] = [
  [
    "removes a key between braces, the last one",
    "image-credentials-docr",
    component("services", "image: {registry_type: DOCR, repository: api, registry_credentials: 'u:t'}"),
    component("services", "image: {registry_type: DOCR, repository: api}"),
  ],
  [
    "removes a key between braces, one before others",
    "image-docr-registry",
    component("services", "image: {registry: acme, registry_type: DOCR, repository: api}"),
    component("services", "image: {registry_type: DOCR, repository: api}"),
  ],
  [
    "removes a count beside autoscaling, with the comment behind it",
    "scale-exclusive",
    service("instance_count: 2 # for now\nautoscaling: {min_instance_count: 1}"),
    service("autoscaling: {min_instance_count: 1}"),
  ],
  [
    "writes the name that was meant, in quotes as it was",
    "ingress-component-exists",
    `
    name: shop
    services:
    - {name: api, image: {registry_type: DOCR, repository: api}}
    ingress:
      rules:
      - component: {name: 'apy'}
    `,
    `
    name: shop
    services:
    - {name: api, image: {registry_type: DOCR, repository: api}}
    ingress:
      rules:
      - component: {name: 'api'}
    `,
  ],
  [
    "changes one reference among several",
    "env-bindable-component",
    `
    name: shop
    databases: [{name: db, engine: PG}]
    envs:
    - key: URL
      value: postgres://\${db.USERNAME}@\${bd.HOSTNAME}/x
    `,
    `
    name: shop
    databases: [{name: db, engine: PG}]
    envs:
    - key: URL
      value: postgres://\${db.USERNAME}@\${db.HOSTNAME}/x
    `,
  ],
  [
    "names the only database that has such a variable",
    "env-bindable-component",
    `
    name: shop
    databases: [{name: db, engine: PG}, {name: cache, engine: VALKEY, production: true, cluster_name: c}]
    envs:
    - key: URL
      value: "\${REDIS_URL}?ssl=true" # for the queue
    `,
    `
    name: shop
    databases: [{name: db, engine: PG}, {name: cache, engine: VALKEY, production: true, cluster_name: c}]
    envs:
    - key: URL
      value: "\${cache.REDIS_URL}?ssl=true" # for the queue
    `,
  ],
  [
    "writes a variable by the name that the platform gives it",
    "env-bindable-var",
    `
    name: shop
    databases: [{name: db, engine: PG}]
    envs: [{key: DB_HOST, value: "\${db.HOST}"}]
    `,
    `
    name: shop
    databases: [{name: db, engine: PG}]
    envs: [{key: DB_HOST, value: "\${db.HOSTNAME}"}]
    `,
  ],
  [
    "writes VALKEY for REDIS",
    "db-redis",
    "name: shop\ndatabases:\n  - name: cache\n    engine: 'REDIS'\n    production: true\n    cluster_name: cache\n",
    "name: shop\ndatabases:\n  - name: cache\n    engine: 'VALKEY'\n    production: true\n    cluster_name: cache\n",
  ],
  [
    "adds the kind that a schedule needs",
    "job-schedule-kind",
    component("jobs", "schedule: {cron: 0 3 * * *}\nimage: {registry_type: DOCR, repository: a}"),
    `
    name: shop
    jobs:
    - name: api
      kind: SCHEDULED
      schedule: {cron: 0 3 * * *}
      image: {registry_type: DOCR, repository: a}
    `,
  ],
  [
    "removes the second of two variables",
    "env-dup",
    `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - key: A
        value: one
      - key: A
        value: two
      - key: B
        value: three
    `,
    `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - key: A
        value: one
      - key: B
        value: three
    `,
  ],
  [
    "removes the second of two variables at the end of the file",
    "env-dup",
    "name: shop\nenvs:\n- key: A\n  value: one\n- key: A\n  value: two",
    "name: shop\nenvs:\n- key: A\n  value: one\n",
  ],
  [
    "removes what is said of a variable along with it",
    "env-dup",
    `
    name: shop
    envs:
      # The first.
      - key: A
        value: one
      # The second,
      # in two lines.
      - key: A
        value: two
      # The third.
      - key: B
        value: three
    `,
    `
    name: shop
    envs:
      # The first.
      - key: A
        value: one
      # The third.
      - key: B
        value: three
    `,
  ],
  [
    "removes the second of two variables on one line",
    "env-dup",
    service("envs: [{key: A, value: a}, {key: A, value: b}, {key: B, value: c}]"),
    service("envs: [{key: A, value: a}, {key: B, value: c}]"),
  ],
  [
    "writes the successor of a legacy size",
    "size-legacy",
    service("instance_size_slug: basic-xs"),
    service("instance_size_slug: apps-s-1vcpu-1gb-fixed"),
  ],
  [
    "writes the HTTPS URL of a repository",
    "git-clone-url",
    component("services", "git: {repo_clone_url: 'git@github.com:acme/shop.git', branch: main}"),
    component("services", "git: {repo_clone_url: 'https://github.com/acme/shop.git', branch: main}"),
  ],
  [
    "makes a secret of a value that is said to be none",
    "env-plain-secret",
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2\n  type: GENERAL"),
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2\n  type: SECRET"),
  ],
  [
    "makes a plain value a secret",
    "env-plain-secret",
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2"),
    service("envs:\n- key: DB_PASSWORD\n  type: SECRET\n  value: hunter2"),
  ],
];

it.each(GOLDEN)("%s (%s)", (_, code, before, after) => {
  expectFix(code, before, after);
});

it("mends what several aliases stand for once, at its anchor", () => {
  const shared = service(
    "envs: &shared\n- key: A\n  value: a\n- key: A\n  value: b",
    "workers: [{name: w1, image: {registry_type: DOCR, repository: a}, envs: *shared}]",
  );
  expect(fixed(shared, "env-dup")).toBe(
    service(
      "envs: &shared\n- key: A\n  value: a",
      "workers: [{name: w1, image: {registry_type: DOCR, repository: a}, envs: *shared}]",
    ),
  );
});

it("shows what another size costs", () => {
  const title = (slug: string) =>
    validateSpec(service(`instance_size_slug: ${slug}`)).flatMap(({ fixes = [] }) => fixes)[0]?.title;
  expect(title("basic-xxs")).toBe("Use apps-s-1vcpu-0.5gb ($5.00 → $5.00 a month)");
  expect(title("professional-xs")).toBe("Use apps-s-1vcpu-1gb ($12.00 → $12.00 a month)");
});

it("writes what is no YAML by itself in quotes", () => {
  const routes = (path: string) => service(`routes: [{path: ${path}}]`);
  expect(fixed(routes(`'a: "b'`), "ingress-path-slash")).toBe(routes(`'/a: "b'`));
});

it("leaves the choice between two databases", () => {
  const spec =
    "name: shop\ndatabases: [{name: a}, {name: b}]\nenvs: [{key: URL, value: '${DATABASE_URL}'}]\n";
  expect(validateSpec(spec).filter(({ code }) => code === "env-bindable-component")).toEqual([
    expect.objectContaining({
      message: expect.stringContaining("`${a.DATABASE_URL}` or `${b.DATABASE_URL}`"),
    }),
  ]);
  expect(fixed(spec, "env-bindable-component")).toBeUndefined();
});

it("gives a key that is there without a value its value", () => {
  expectFix(
    "env-plain-secret",
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2\n  type:"),
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2\n  type: SECRET"),
  );
});

it("reads no meaning into words that every object has", () => {
  expect(fixed(service("github: {deploy_on_push: constructor}"), "deploy-on-push-type")).toBeUndefined();
});

it("keeps what an alias stands for, and a map without braces", () => {
  const anchored = service("output_dir: &dir dist\nsource_dir: *dir");
  expect(found(anchored)).toContain("error unknown-field [output_dir]");
  expect(fixed(anchored, "unknown-field")).toBeUndefined();
  expect(
    fixed(service("envs: [keys: a, {key: A}]").replace("keys", "colour"), "unknown-field"),
  ).toBeUndefined();
  expect(fixed(service("routes: [{path: !!str api}]"), "ingress-path-slash")).toBeUndefined();
});

it("offers nothing where a small edit would spoil the text", () => {
  const block = service("envs: [{key: A, value: [1]}]");
  expect(fixed(block, "env-value-string")).toBeUndefined();
  const lines = component(
    "services",
    "git:\n  repo_clone_url: >-\n    git@github.com:acme/shop.git\n  branch: main",
  );
  expect(fixed(lines, "git-clone-url")).toBeUndefined();
});
