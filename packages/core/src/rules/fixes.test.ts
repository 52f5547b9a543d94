import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { dedent } from "./rule.ts";
import { component, expectFix, fixed, service } from "./testing.ts";

/** Each fix as a document before and after it. */
const GOLDEN: [name: string, code: string, before: string, after: string][] = [
  [
    "renames a key",
    "unknown-field",
    `
    name: shop
    services:
    - name: api # the API
      command: npm start   # as in package.json
      image: {registry_type: DOCR, repository: api}
    `,
    `
    name: shop
    services:
    - name: api # the API
      run_command: npm start   # as in package.json
      image: {registry_type: DOCR, repository: api}
    `,
  ],
  [
    "removes a key that has no place here, with its lines",
    "worker-http",
    `
    name: shop
    workers:
    - name: queue
      routes:
      - path: /
      # what runs
      image: {registry_type: DOCR, repository: queue}
    `,
    `
    name: shop
    workers:
    - name: queue
      # what runs
      image: {registry_type: DOCR, repository: queue}
    `,
  ],
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
    "quotes a number",
    "env-value-string",
    service("envs:\n- key: PORT\n  value: 8080 # as it is"),
    service('envs:\n- key: PORT\n  value: "8080" # as it is'),
  ],
  [
    "quotes a boolean",
    "env-value-string",
    service("envs: [{key: DEBUG, value: true}]"),
    service('envs: [{key: DEBUG, value: "true"}]'),
  ],
  [
    "quotes a version",
    "db-version-string",
    "name: shop\ndatabases:\n- name: db\n  version: 16\n",
    'name: shop\ndatabases:\n- name: db\n  version: "16"\n',
  ],
  [
    "writes a fixed value in upper case",
    "domain-type-case",
    service("", "domains:\n- domain: example.com\n  type: primary\n"),
    service("", "domains:\n- domain: example.com\n  type: PRIMARY\n"),
  ],
  [
    "quotes a number where any text belongs",
    "type",
    service("envs: [{key: A, scope: RUN_TIME, value: a}]\nrun_command: 5"),
    service('envs: [{key: A, scope: RUN_TIME, value: a}]\nrun_command: "5"'),
  ],
  [
    "writes the region of a data centre",
    "region-slug",
    service("", "region: nyc1 # where the customers are\n"),
    service("", "region: nyc # where the customers are\n"),
  ],
  [
    "writes VALKEY for REDIS",
    "db-redis",
    "name: shop\ndatabases:\n  - name: cache\n    engine: 'REDIS'\n    production: true\n    cluster_name: cache\n",
    "name: shop\ndatabases:\n  - name: cache\n    engine: 'VALKEY'\n    production: true\n    cluster_name: cache\n",
  ],
  [
    "writes SCHEDULED for CRON, with a schedule to write over",
    "job-kind-cron",
    component("jobs", "image: {registry_type: DOCR, repository: a}\nkind: CRON"),
    `
    name: shop
    jobs:
    - name: api
      schedule:
        cron: 0 3 * * *
      image: {registry_type: DOCR, repository: a}
      kind: SCHEDULED
    `,
  ],
  [
    "writes SCHEDULED for CRON, with the schedule that is not one yet",
    "job-kind-cron",
    component(
      "jobs",
      'schedule: "0 4 * * *" # nightly\nkind: CRON\nimage: {registry_type: DOCR, repository: a}',
    ),
    component(
      "jobs",
      'schedule:\n  cron: "0 4 * * *" # nightly\nkind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}',
    ),
  ],
  [
    "writes SCHEDULED for CRON, with the cron text beside it",
    "job-kind-cron",
    component("jobs", "kind: CRON\ncron: 0 4 * * *\nimage: {registry_type: DOCR, repository: a}"),
    component(
      "jobs",
      "kind: SCHEDULED\nschedule:\n  cron: 0 4 * * *\nimage: {registry_type: DOCR, repository: a}",
    ),
  ],
  [
    "writes SCHEDULED for CRON beside a schedule",
    "job-kind-cron",
    component("jobs", "kind: CRON\nschedule: {cron: 0 3 * * *}\nimage: {registry_type: DOCR, repository: a}"),
    component(
      "jobs",
      "kind: SCHEDULED\nschedule: {cron: 0 3 * * *}\nimage: {registry_type: DOCR, repository: a}",
    ),
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
    "removes the second of two variables on one line",
    "env-dup",
    service("envs: [{key: A, value: a}, {key: A, value: b}, {key: B, value: c}]"),
    service("envs: [{key: A, value: a}, {key: B, value: c}]"),
  ],
  ["adds the name of the app", "required", "region: nyc\n", "name: my-app\nregion: nyc\n"],
  [
    "adds the name of a component in the first line of its item",
    "required",
    `
    name: shop
    services:
      -   github:
            repo: acme/shop
    `,
    `
    name: shop
    services:
      -   name: web
          github:
            repo: acme/shop
    `,
  ],
  [
    "adds the key of a variable between braces",
    "required",
    service("envs: [{value: a}]"),
    service("envs: [{key: MY_KEY, value: a}]"),
  ],
  [
    "adds the token of Logtail",
    "log-logtail-token",
    service("log_destinations:\n- name: logs\n  logtail: {}"),
    service("log_destinations:\n- name: logs\n  logtail: {token: my-token}"),
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
  expectFix(code, text(before), text(after));
});

/** A spec as it stands, or from an indented block of this file. */
function text(written: string): string {
  return written.startsWith("\n") ? dedent(written) : written;
}

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

it("quotes a number as it is written", () => {
  const version = (written: string) => `name: shop\ndatabases: [{name: db, version: ${written}}]\n`;
  expect(fixed(version("1.10"), "db-version-string")).toBe(version('"1.10"'));
});

it("shows what another size costs", () => {
  const title = (slug: string) =>
    validateSpec(service(`instance_size_slug: ${slug}`)).flatMap(({ fixes = [] }) => fixes)[0]?.title;
  expect(title("basic-xxs")).toBe("Use apps-s-1vcpu-0.5gb ($5.00 → $5.00 a month)");
  expect(title("professional-xs")).toBe("Use apps-s-1vcpu-1gb ($12.00 → $12.00 a month)");
});

it("offers no port for one that is none", () => {
  expect(fixed(service("http_port: 70000"), "port-range")).toBeUndefined();
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
