import type { Spec } from "./spec.ts";

/** A type of JSON: of a value, of each entry of a list, or of the fields of an object, all of which may be absent. */
type Shape =
  | "text"
  | "number"
  | "whole"
  | "boolean"
  | "object"
  | readonly [Shape]
  | { readonly [field: string]: Shape };

const ENVS: Shape = [{ key: "text", value: "text", type: "text", scope: "text" }];
const ALERTS: Shape = [
  { rule: "text", disabled: "boolean", operator: "text", value: "number", window: "text" },
];
const HOSTED: Shape = { repo: "text", branch: "text", deploy_on_push: "boolean" };
const HEALTH: Shape = {
  http_path: "text",
  port: "whole",
  initial_delay_seconds: "whole",
  period_seconds: "whole",
  timeout_seconds: "whole",
  success_threshold: "whole",
  failure_threshold: "whole",
};

const COMPONENTS: Shape = [
  {
    name: "text",
    envs: ENVS,
    alerts: ALERTS,
    routes: [{ path: "text", preserve_path_prefix: "boolean" }],
    build_command: "text",
    run_command: "text",
    dockerfile_path: "text",
    environment_slug: "text",
    source_dir: "text",
    instance_count: "whole",
    instance_size_slug: "text",
    autoscaling: { min_instance_count: "whole", max_instance_count: "whole", metrics: "object" },
    http_port: "whole",
    internal_ports: ["whole"],
    health_check: HEALTH,
    liveness_health_check: HEALTH,
    image: {
      registry_type: "text",
      registry: "text",
      repository: "text",
      tag: "text",
      digest: "text",
      registry_credentials: "text",
      deploy_on_push: { enabled: "boolean" },
    },
    git: { repo_clone_url: "text", branch: "text" },
    github: HOSTED,
    gitlab: HOSTED,
    bitbucket: HOSTED,
    kind: "text",
    schedule: { cron: "text", time_zone: "text" },
    catchall_document: "text",
    error_document: "text",
    log_destinations: [{ name: "text", open_search: { endpoint: "text", cluster_name: "text" } }],
  },
];

const SPEC: Shape = {
  name: "text",
  region: "text",
  vpc: { id: "text" },
  services: COMPONENTS,
  static_sites: COMPONENTS,
  workers: COMPONENTS,
  jobs: COMPONENTS,
  functions: COMPONENTS,
  databases: [{ name: "text", engine: "text", production: "boolean", cluster_name: "text" }],
  domains: [{ domain: "text", type: "text", zone: "text", wildcard: "boolean" }],
  envs: ENVS,
  alerts: ALERTS,
  ingress: {
    rules: [
      {
        match: { path: { prefix: "text", exact: "text" }, authority: { exact: "text" } },
        component: { name: "text", preserve_path_prefix: "boolean", rewrite: "text" },
        redirect: "object",
      },
    ],
  },
  egress: { type: "text" },
  maintenance: { enabled: "boolean", archive: "boolean" },
};

/**
 * The part of a spec's types on which the simulator relies. It is what decoding JSON into messages checks on the
 * platform, where a wrong type fails before anything is validated.
 */
export function isSpecShaped(value: unknown): value is Spec {
  return isObject(value) && fits(value, SPEC);
}

function fits(value: unknown, shape: Shape): boolean {
  if (value === undefined) return true;
  switch (shape) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number";
    case "whole":
      return Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    case "object":
      return isObject(value);
  }
  if (isList(shape))
    return Array.isArray(value) && value.every((each) => each !== undefined && fits(each, shape[0]));
  return isObject(value) && Object.entries(shape).every(([field, inner]) => fits(value[field], inner));
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

/** Without the fields that are null: in the JSON of messages that is the same as not there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])),
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
