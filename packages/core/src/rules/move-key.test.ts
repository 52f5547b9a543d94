import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { component, expectFix, service } from "./testing.ts";

const GOLDEN: [what: string, code: string, before: string, after: string][] = [
  [
    "a readiness check of a worker becomes its liveness check",
    "worker-http",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: api}\nhealth_check:\n  http_path: /up # soon\n",
    ),
    component(
      "workers",
      "image: {registry_type: DOCR, repository: api}\nliveness_health_check:\n  http_path: /up # soon\n",
    ),
  ],
  [
    "the time to stop a worker is called by its name",
    "drain-service-only",
    component("workers", "image: {registry_type: DOCR, repository: api}\ntermination: {drain_seconds: 30}"),
    component(
      "workers",
      "image: {registry_type: DOCR, repository: api}\ntermination: {grace_period_seconds: 30}",
    ),
  ],
  [
    "down into the map beside it that has such a key",
    "unknown-field",
    `
    name: shop
    services:
      - name: api
        branch: main # for now
        github:
          repo: acme/shop
    `,
    `
    name: shop
    services:
      - name: api
        github:
          repo: acme/shop
          branch: main # for now
    `,
  ],
  [
    "down into the only item of a list",
    "unknown-field",
    `
    name: shop
    internal_ports:
    - 9090 # metrics
    - 9091
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    `,
    `
    name: shop
    services:
    - name: api
      internal_ports:
      - 9090 # metrics
      - 9091
      image: {registry_type: DOCR, repository: api}
    `,
  ],
  [
    "up out of a map, and its dash stays",
    "unknown-field",
    `
    name: shop
    services:
    - name: api
      github:
        source_dir: api
        repo: acme/shop
    `,
    `
    name: shop
    services:
    - name: api
      source_dir: api
      github:
        repo: acme/shop
    `,
  ],
  [
    "on several lines into a map that is made for it, and the next key stays",
    "unknown-field",
    `
    name: shop
    services:
    - name: api
      metrics:
        cpu:
          percent: 80
      image: {registry_type: DOCR, repository: api}
    `,
    `
    name: shop
    services:
    - name: api
      autoscaling:
        metrics:
          cpu:
            percent: 80
      image: {registry_type: DOCR, repository: api}
    `,
  ],
  [
    "into a map that is made for it",
    "unknown-field",
    component("jobs", "image: {registry_type: DOCR, repository: api}\nkind: SCHEDULED\ncron: 0 4 * * *"),
    component(
      "jobs",
      "image: {registry_type: DOCR, repository: api}\nkind: SCHEDULED\nschedule:\n  cron: 0 4 * * *",
    ),
  ],
  [
    "from the first line of an item",
    "unknown-field",
    `
    name: shop
    services:
    - tag: v1
      name: api
      image:
        registry_type: DOCR
        repository: api
    `,
    `
    name: shop
    services:
    - name: api
      image:
        registry_type: DOCR
        tag: v1
        repository: api
    `,
  ],
  [
    "into a health check that is made for it",
    "unknown-field",
    service("# how it is asked\nhttp_path: /health # quick"),
    service("# how it is asked\nhealth_check:\n  http_path: /health # quick"),
  ],
  [
    "into a termination that is made for it",
    "unknown-field",
    service("drain_seconds: 20"),
    service("termination:\n  drain_seconds: 20"),
  ],
  [
    "of a repository into a source that is made for them",
    "unknown-field",
    component("services", "repository: acme/shop # the code\nhttp_port: 80\nbranch: main"),
    component("services", "github:\n  repo: acme/shop # the code\n  branch: main\nhttp_port: 80"),
  ],
  [
    "of a repository, in its hosting's own source",
    "unknown-field",
    component("workers", "branch: main\nrepo: https://gitlab.com/acme/shop"),
    component("workers", "gitlab:\n  branch: main\n  repo: https://gitlab.com/acme/shop"),
  ],
  [
    "of a repository into the empty source above, as they are written",
    "unknown-field",
    component(
      "services",
      "github: # the code\nrepo: acme/shop # ours\n# What runs.\nbranch: main\nhttp_port: 80",
    ),
    component(
      "services",
      "github: # the code\n  repo: acme/shop # ours\n  # What runs.\n  branch: main\nhttp_port: 80",
    ),
  ],
  [
    "of a repository into the empty source that stands elsewhere",
    "unknown-field",
    component("services", "github: # the code\nhttp_port: 80\nrepository: acme/shop # ours\nbranch: main"),
    component("services", "github: # the code\n  repo: acme/shop # ours\n  branch: main\nhttp_port: 80"),
  ],
  [
    "of an image into the empty image, and not into a source",
    "unknown-field",
    component("services", "image:\nregistry_type: DOCR\nrepository: api\ntag: v1"),
    component("services", "image:\n  registry_type: DOCR\n  repository: api\n  tag: v1"),
  ],
  [
    "of a schedule into the empty schedule",
    "unknown-field",
    component(
      "jobs",
      "image: {registry_type: DOCR, repository: api}\nkind: SCHEDULED\nschedule:\ncron: 0 4 * * *",
    ),
    component(
      "jobs",
      "image: {registry_type: DOCR, repository: api}\nkind: SCHEDULED\nschedule:\n  cron: 0 4 * * *",
    ),
  ],
  [
    "up to the nearest map that has such a list",
    "unknown-field",
    component("services", "github:\n  repo: acme/shop\n  envs:\n  - key: A # one\n    value: a"),
    component("services", "envs:\n- key: A # one\n  value: a\ngithub:\n  repo: acme/shop"),
  ],
];

it.each(GOLDEN)("%s (%s)", (_, code, before, after) => {
  expectFix(code, before, after);
});

it.each([
  ["it belongs to a GitHub, a GitLab and a Bitbucket source, and none is there", service("repo: acme/shop")],
  ["there are two of what it belongs to", service("", "workers: [{name: queue}]\ninstance_count: 2\n")],
  ["its place is taken", component("services", "github: {repo: acme/shop, branch: main}\nbranch: next")],
  ["what it would make is not complete", component("services", "branch: main")],
])("a key is only removed where %s", (_, spec) => {
  const fixes = validateSpec(spec).find(({ code }) => code === "unknown-field")?.fixes;
  expect(fixes?.map(({ title }) => title)).toEqual([expect.stringMatching(/^Remove /)]);
});
