import { expect, it } from "vitest";
import { dedent } from "./rule.ts";
import { component, fixed, service } from "./testing.ts";

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
    service("envs:\n- key: PORT\n  value: 0080 # as it is"),
    service('envs:\n- key: PORT\n  value: "0080" # as it is'),
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
    "writes SCHEDULED for CRON",
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
    "keeps the line ends of the file",
    "required",
    "region: nyc\r\nservices: []\r\n",
    "name: my-app\r\nregion: nyc\r\nservices: []\r\n",
  ],
  [
    "writes below `spec:` in the template form",
    "required",
    "spec:\n  region: nyc\n",
    "spec:\n  name: my-app\n  region: nyc\n",
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
    "makes a plain value a secret",
    "env-plain-secret",
    service("envs:\n- key: DB_PASSWORD\n  value: hunter2"),
    service("envs:\n- key: DB_PASSWORD\n  type: SECRET\n  value: hunter2"),
  ],
];

it.each(GOLDEN)("%s (%s)", (_, code, before, after) => {
  expect(fixed(text(before), code)).toBe(text(after));
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

it("offers nothing where a small edit would spoil the text", () => {
  const block = service("envs: [{key: A, value: [1]}]");
  expect(fixed(block, "env-value-string")).toBeUndefined();
  const lines = component(
    "services",
    "git:\n  repo_clone_url: >-\n    git@github.com:acme/shop.git\n  branch: main",
  );
  expect(fixed(lines, "git-clone-url")).toBeUndefined();
});
