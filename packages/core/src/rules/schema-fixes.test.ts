import { expect, it } from "vitest";
import { formatPath } from "../spec/path.ts";
import { fieldAt, fieldPaths } from "../spec/schema/index.ts";
import { validateSpec } from "../validate.ts";
import { applied, component, expectFix, fixed, service } from "./testing.ts";

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
    "writes a list below its key, with the comments in it, and leaves what comes behind",
    "type",
    `
    name: shop
    ingress:
      - match: {path: {prefix: /}} # all
        component:
          name: api
      # No others.
      # None at all.
    features:
      - buildpack-stack=ubuntu-22
    `,
    `
    name: shop
    ingress:
      rules:
        - match: {path: {prefix: /}} # all
          component:
            name: api
        # No others.
        # None at all.
    features:
      - buildpack-stack=ubuntu-22
    `,
  ],
  [
    "writes another pair in the place of one, with its comment",
    "unknown-field",
    service("envs:\n- key: A\n  secret: true # keep\n  value: a"),
    service("envs:\n- key: A\n  type: SECRET # keep\n  value: a"),
  ],
  [
    "takes a key off that stands above the whole spec",
    "unknown-field",
    `
    app:
      name: shop # ours
      # The API.
      services:
        - name: api
          image: {registry_type: DOCR, repository: api}
          run_command: |
            npm start

            exit
    `,
    `
    name: shop # ours
    # The API.
    services:
      - name: api
        image: {registry_type: DOCR, repository: api}
        run_command: |
          npm start

          exit
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
    "writes what a star in a domain means",
    "domain-wildcard",
    service("", 'domains:\n- domain: "*.example.com" # all\n  type: PRIMARY\n'),
    service("", 'domains:\n- domain: "example.com" # all\n  wildcard: true\n  type: PRIMARY\n'),
  ],
  [
    "writes it also where the flag says otherwise",
    "domain-wildcard",
    service("", 'domains: [{domain: "*.example.com", wildcard: false}]\n'),
    service("", 'domains: [{domain: "example.com", wildcard: true}]\n'),
  ],
  [
    "finishes a key that is cut short",
    "unknown-field",
    service("run: npm start # it"),
    service("run_command: npm start # it"),
  ],
  [
    "knows what a key is called elsewhere, with a slip of the pen",
    "unknown-field",
    service("prots: [9090]"),
    service("internal_ports: [9090]"),
  ],
  [
    "finishes a time without its unit",
    "unknown-field",
    service("termination: {grace_period: 10}"),
    service("termination: {grace_period_seconds: 10}"),
  ],
  [
    "knows what a database's engine is called elsewhere",
    "unknown-field",
    service("", "databases:\n- name: db\n  type: PG\n"),
    service("", "databases:\n- name: db\n  engine: PG\n"),
  ],
];

it.each(GOLDEN)("%s (%s)", (_, code, before, after) => {
  expectFix(code, before, after);
});

it("quotes a number as it is written", () => {
  const version = (written: string) => `name: shop\ndatabases: [{name: db, version: ${written}}]\n`;
  expect(fixed(version("1.10"), "db-version-string")).toBe(version('"1.10"'));
});

it("puts nothing in quotes that is no text of its field either", () => {
  expect(fixed("name: shop\nservices:\n- name: 8080\n  image: {}\n", "type")).toBeUndefined();
  expect(fixed("name: shop\nservices:\n- name: api\n  image: {registry_type: 1}\n", "type")).toBeUndefined();
});

it("offers no port for one that is none", () => {
  expect(fixed(service("http_port: 70000"), "port-range")).toBeUndefined();
});

it("writes a name that no other component has", () => {
  const spec = "name: shop\nservices:\n- name: web\n- name: web-2\n- http_port: 80\n";
  expect(fixed(spec, "required")).toBe(spec.replace("http_port", "name: web-3\n  http_port"));
});

it.each([
  ["http://x: y", "https://x: y"],
  ["http://[x, y]", "https://[x, y]"],
  ["http://x #y", "https://x #y"],
])("writes a text that YAML would read otherwise in quotes: %s", (written, meant) => {
  const spec = (url: string) => service("", `ingress: {custom_error_page_url: ${JSON.stringify(url)}}`);
  expect(fixed(spec(written), "ingress-error-page")).toBe(spec(meant));
});

const required = fieldPaths()
  .map((path) =>
    path
      .replaceAll("[]", ".0")
      .split(".")
      .map((step) => (step === "0" ? 0 : step)),
  )
  .filter((path) => fieldAt(path)?.required);

it.each(required.map((path) => [formatPath(path), path] as const))("writes a %s that will do", (at, path) => {
  const holder = path
    .slice(0, -1)
    .reduceRight<unknown>((below, step) => (step === 0 ? [below] : { [step]: below }), {});
  const text = JSON.stringify({ services: [{ name: "api" }], ...(holder as object) });
  const missing = validateSpec(text).find((problem) => problem.path === at);
  expect(missing?.message).toContain("needs");
  const [fix] = missing?.fixes ?? [];
  const mended = fix ? applied(text, fix) : "no fix";
  expect(validateSpec(mended).filter((problem) => problem.path === at)).toEqual([]);
});

it.each<[what: string, code: string, from: string, to: string]>([
  [
    "a bare number of seconds",
    "type",
    "jobs:\n  - name: a1\n    timeout: 1800\n",
    "jobs:\n  - name: a1\n    timeout: 30m\n",
  ],
  [
    "a unit",
    "type",
    "services:\n  - name: web\n    termination:\n      drain_seconds: 1m\n",
    "services:\n  - name: web\n    termination:\n      drain_seconds: 60\n",
  ],
  [
    "a percent sign",
    "type",
    "services:\n  - name: web\n    alerts:\n      - rule: CPU_UTILIZATION\n        value: 80%\n",
    "services:\n  - name: web\n    alerts:\n      - rule: CPU_UTILIZATION\n        value: 80\n",
  ],
  [
    "a metric",
    "type",
    "services:\n  - name: web\n    autoscaling:\n      metrics:\n        cpu: 80\n",
    "services:\n  - name: web\n    autoscaling:\n      metrics:\n        cpu: {percent: 80}\n",
  ],
  [
    "a switch",
    "type",
    "maintenance: true\nservices:\n  - name: web\n",
    "maintenance: {enabled: true}\nservices:\n  - name: web\n",
  ],
  [
    "several commands",
    "type",
    "services:\n  - name: web\n    build_command:\n      - npm ci\n      - npm test\n",
    "no fix",
  ],
  [
    "a name that is taken",
    "name-pattern",
    "services:\n  - name: web\n  - name: web-\n",
    "services:\n  - name: web\n  - name: web-2\n",
  ],
  [
    "another name of a rule",
    "enum",
    "alerts:\n  - rule: DEPLOY_FAILED\n",
    "alerts:\n  - rule: DEPLOYMENT_FAILED\n",
  ],
  [
    "a key and its value",
    "unknown-field",
    "domain: example.com\nservices:\n  - name: web\n",
    "domains: [{domain: example.com}]\nservices:\n  - name: web\n",
  ],
  [
    "a key and its address",
    "unknown-field",
    "services:\n  - name: web\n    git:\n      repo: a/b\n",
    "services:\n  - name: web\n    git:\n      repo_clone_url: https://github.com/a/b.git\n",
  ],
])("mends %s at once", (_, code, from, to) => {
  if (to === "no fix") expect(fixed(`name: shop\n${from}`, code)).toBeUndefined();
  else expectFix(code, `name: shop\n${from}`, `name: shop\n${to}`);
});

it("makes a list of the variables of `env` as it renames it", () => {
  const spec = "name: shop\nservices:\n  - name: web\n    env:\n      # Why.\n      FOO: bar\n      N: 1\n";
  expect(fixed(spec, "unknown-field")).toBe(
    'name: shop\nservices:\n  - name: web\n    envs:\n      # Why.\n      - key: FOO\n        value: bar\n      - key: N\n        value: "1"\n',
  );
});

it("writes no number that it is not, or that is out of bounds", () => {
  for (const value of ["10x", "8,08", "1.2.3", "10m", "ten"])
    expect(fixed(service(`health_check: {period_seconds: "${value}"}`), "type")).toBeUndefined();
});
