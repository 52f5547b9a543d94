import { describe, expect, test } from "vitest";
import { parseSpec } from "./document.ts";
import { normaliseSpec } from "./normalise.ts";

const normalised = (yaml: string) => normaliseSpec(parseSpec(yaml).spec);

describe("what the platform rewrites", () => {
  test("routes and cors of components become ingress rules", () => {
    expect(
      normalised(`
services:
  - name: api
    routes: [{ path: /api, preserve_path_prefix: true }, { path: /v2 }]
    cors: { allow_origins: [{ exact: "https://example.com" }] }
static_sites:
  - name: web
    routes: [{ path: / }]`),
    ).toEqual({
      services: [{ name: "api" }],
      static_sites: [{ name: "web" }],
      ingress: {
        rules: [
          {
            match: { path: { prefix: "/api" } },
            component: { name: "api", preserve_path_prefix: true },
            cors: { allow_origins: [{ exact: "https://example.com" }] },
          },
          {
            match: { path: { prefix: "/v2" } },
            component: { name: "api" },
            cors: { allow_origins: [{ exact: "https://example.com" }] },
          },
          { match: { path: { prefix: "/" } }, component: { name: "web" } },
        ],
      },
    });
  });

  test("a job without a kind, or of an unspecified one, runs after the deploy", () => {
    expect(
      normalised("jobs: [{ name: a }, { name: b, kind: UNSPECIFIED }, { name: c, kind: PRE_DEPLOY }]"),
    ).toEqual({
      jobs: [
        { name: "a", kind: "POST_DEPLOY" },
        { name: "b", kind: "POST_DEPLOY" },
        { name: "c", kind: "PRE_DEPLOY" },
      ],
    });
  });

  test("an archived app is in maintenance", () => {
    expect(normalised("maintenance: { archive: true }")).toEqual({
      maintenance: { archive: true, enabled: true },
    });
  });
});

describe("what says nothing", () => {
  test("documented defaults", () => {
    expect(
      normalised(`
services:
  - name: web
    instance_size_slug: apps-s-1vcpu-0.5gb
    instance_count: 1
    http_port: 8080
    protocol: HTTP
    image: { registry_type: DOCR, repository: web, tag: latest }
    envs: [{ key: A, value: a, scope: RUN_AND_BUILD_TIME, type: GENERAL }, { key: B, value: b, scope: UNSET }]
    health_check: { http_path: /health, port: 8080, initial_delay_seconds: 0, period_seconds: 10, timeout_seconds: 1, success_threshold: 1, failure_threshold: 9 }
    termination: { drain_seconds: 15, grace_period_seconds: 120 }
databases: [{ name: db, engine: PG, production: false }]
domains: [{ domain: example.com, type: UNSPECIFIED, wildcard: false }]
egress: { type: AUTOASSIGN }
disable_edge_cache: false`),
    ).toEqual({
      services: [
        {
          name: "web",
          image: { registry_type: "DOCR", repository: "web" },
          envs: [
            { key: "A", value: "a" },
            { key: "B", value: "b" },
          ],
          health_check: { http_path: "/health" },
        },
      ],
      databases: [{ name: "db", engine: "PG" }],
      domains: [{ domain: "example.com" }],
    });
  });

  test("what is empty, false or zero", () => {
    expect(
      normalised(`
name: shop
services: []
workers: [{ name: queue, run_command: "", instance_count: 0, envs: [], github: { repo: a/b, deploy_on_push: false } }]
envs: [{ key: EMPTY, value: "" }]`),
    ).toEqual({
      name: "shop",
      workers: [{ name: "queue", github: { repo: "a/b" } }],
      envs: [{ key: "EMPTY" }],
    });
  });

  test("but an empty match, and a metric or check that is there with its defaults, say something", () => {
    const yaml = `
services:
  - name: web
    autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } }
    liveness_health_check: { period_seconds: 10 }
ingress: { rules: [{ match: { path: { prefix: "" } }, component: { name: web } }] }`;
    expect(normalised(yaml)).toEqual({
      services: [
        {
          name: "web",
          autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: {} } },
          liveness_health_check: {},
        },
      ],
      ingress: { rules: [{ match: { path: { prefix: "" } }, component: { name: "web" } }] },
    });
  });

  test("what the platform alone writes", () => {
    expect(normalised("vpc: { id: 0e1b2c3d, egress_ips: [{ ip: 10.0.0.1 }] }")).toEqual({
      vpc: { id: "0e1b2c3d" },
    });
  });

  test("the order of what is known by its name", () => {
    const one = normalised(`
services: [{ name: b, internal_ports: [9, 8] }, { name: a, envs: [{ key: Z, value: "1" }, { key: A, value: "2" }] }]
features: [x, buildpack-stack=ubuntu-22]`);
    const other = normalised(`
features: [buildpack-stack=ubuntu-22, x]
services: [{ name: a, envs: [{ key: A, value: "2" }, { key: Z, value: "1" }] }, { name: b, internal_ports: [8, 9] }]`);
    expect(one).toEqual(other);
    expect(JSON.stringify(one.services)).toBe(JSON.stringify(other.services));
  });

  test("unquoted numbers and booleans where a string belongs", () => {
    expect(normalised("envs: [{ key: A, value: 1234 }, { key: B, value: false }]")).toEqual({
      envs: [
        { key: "A", value: "1234" },
        { key: "B", value: "false" },
      ],
    });
  });
});

test("what it does not know stays, encrypted values are not touched", () => {
  const yaml = `
new_field: { some: [thing] }
envs: [{ key: A, type: SECRET, value: "EV[1:abc:def]" }]
services: [{ name: web, constructor: 1 }]`;
  expect(normalised(yaml)).toEqual(parseSpec(yaml).value);
});

test("the original stays as it was, and normalising twice is normalising once", () => {
  const { spec } = parseSpec("services: [{ name: web, instance_count: 1, routes: [{ path: / }] }]");
  const before = structuredClone(spec);
  const once = normaliseSpec(spec);
  expect(spec).toEqual(before);
  expect(normaliseSpec(once)).toEqual(once);
});
