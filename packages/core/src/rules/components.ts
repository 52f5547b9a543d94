import type { ComponentList } from "../spec/components.ts";
import type { SchemaProblem } from "../spec/schema/index.ts";
import type { Rule } from "./rule.ts";
import { code, kindWord } from "./words.ts";

const workerHttp: Rule = {
  id: "worker-http",
  severity: "error",
  title: "Workers and jobs take no requests",
  explanation:
    "Ports, routes, CORS and the readiness check belong to services. A worker may have a `liveness_health_check`.",
  evidence: "client",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      http_port: 8080
  `,
  good: `
    name: shop
    services:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      http_port: 8080
  `,
  refine(problem) {
    const field = misplaced(problem);
    if (!field || !REQUEST_FIELDS.includes(field.key)) return undefined;
    if (field.list !== "workers" && field.list !== "jobs") return undefined;
    const instead =
      field.list === "workers" && field.key === "health_check"
        ? "Write `liveness_health_check`, which a worker may have, or remove it."
        : "Remove it, or make this a service.";
    return `A ${kindWord(field.list)} takes no requests, so it has no ${code(field.key)}. ${instead}`;
  },
};

const REQUEST_FIELDS: readonly string[] = [
  "http_port",
  "protocol",
  "internal_ports",
  "routes",
  "cors",
  "health_check",
];

const drainServiceOnly: Rule = {
  id: "drain-service-only",
  severity: "error",
  title: "Only services are drained",
  explanation:
    "`termination.drain_seconds` is the time between taking a container off the load balancer and stopping it. Workers and jobs are on no load balancer; they have `grace_period_seconds`.",
  evidence: "client",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      termination: {drain_seconds: 30}
  `,
  good: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      termination: {grace_period_seconds: 30}
  `,
  refine({ code, path }) {
    if (code !== "unknown-field" || path[2] !== "termination" || path[3] !== "drain_seconds")
      return undefined;
    return "Only services are drained, for only they are on the load balancer. Write `grace_period_seconds`, the time a container has to stop, or remove it.";
  },
};

const sleepServiceOnly: Rule = {
  id: "sleep-service-only",
  severity: "error",
  title: "Only services sleep",
  explanation:
    "`inactivity_sleep` stops a service after a time without requests, 600 to 86400 seconds, and the next request wakes it. Nothing else is woken by requests. The feature is in a private preview.",
  evidence: "client",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      inactivity_sleep: {after_seconds: 600}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      inactivity_sleep: {after_seconds: 600}
  `,
  refine(problem) {
    const field = misplaced(problem);
    if (field?.key !== "inactivity_sleep") return undefined;
    return `Requests wake a sleeping service; a ${kindWord(field.list)} gets none and cannot sleep. Remove \`inactivity_sleep\`.`;
  },
};

const sizeNotHere: Rule = {
  id: "size-not-here",
  severity: "error",
  title: "Static sites and functions have no size",
  explanation:
    "A static site is served as files and functions are paid by use: there are no instances to size, count or scale.",
  evidence: "client",
  bad: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      instance_size_slug: apps-s-1vcpu-1gb
  `,
  good: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      output_dir: dist
  `,
  refine(problem) {
    const field = misplaced(problem);
    if (!field || (field.list !== "static_sites" && field.list !== "functions")) return undefined;
    if (!SIZE_FIELDS.includes(field.key)) return undefined;
    return `A ${kindWord(field.list)} has no instances, so there is no ${code(field.key)}. Remove it.`;
  },
};

const SIZE_FIELDS: readonly string[] = ["instance_size_slug", "instance_count", "autoscaling"];

const functionsFields: Rule = {
  id: "functions-fields",
  severity: "error",
  title: "Functions are described by their `project.yml`",
  explanation:
    "A functions component has a source, variables, alerts and log destinations. How it is built and run is written in the `project.yml` of its source, so the fields of containers do not exist here.",
  evidence: "client",
  bad: `
    name: shop
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
      run_command: node index.js
  `,
  good: `
    name: shop
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
      source_dir: hooks
  `,
  refine(problem) {
    const field = misplaced(problem);
    if (field?.list !== "functions" || !CONTAINER_FIELDS.includes(field.key)) return undefined;
    return `Functions are built and run as the \`project.yml\` of their source says, so there is no ${code(field.key)} here. Remove it, or make this a service.`;
  },
};

const CONTAINER_FIELDS: readonly string[] = [
  "dockerfile_path",
  "build_command",
  "run_command",
  "environment_slug",
  "termination",
  "http_port",
  "internal_ports",
  "protocol",
  "health_check",
  "liveness_health_check",
];

const staticRun: Rule = {
  id: "static-run",
  severity: "warning",
  title: "Static sites have no run command and no logs to forward",
  explanation:
    "Nothing runs once a static site is built. The API reference lists `run_command` and `log_destinations` on static sites, official clients drop them; what the platform does is not known.",
  evidence: "client",
  bad: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      run_command: npm start
  `,
  good: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      build_command: npm run build
  `,
  about: ["static_sites"],
  check(context) {
    for (const { path, spec } of context.of("static_sites"))
      for (const key of ["run_command", "log_destinations"] as const)
        if (spec[key] !== undefined)
          context.report({
            path: [...path, key],
            at: "key",
            message: `Nothing runs once a static site is built, so ${code(key)} has no effect. Remove it, or make this a service${key === "run_command" ? "; the command that builds the site is `build_command`" : ""}.`,
          });
  },
};

const staticCatchall: Rule = {
  id: "static-catchall",
  severity: "error",
  title: "A catch-all document or an error document",
  explanation:
    "Both say what answers where there is no file: `catchall_document` as a success, for single-page apps, `error_document` with status 404. The platform takes one of them.",
  evidence: "reference",
  bad: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      catchall_document: index.html
      error_document: 404.html
  `,
  good: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
      catchall_document: index.html
  `,
  about: ["error_document"],
  check(context) {
    for (const { path, spec } of context.of("static_sites"))
      if (spec.catchall_document && spec.error_document)
        context.report({
          path: [...path, "error_document"],
          at: "key",
          message: `A missing file is answered either by \`catchall_document\` or by \`error_document\`. Keep \`catchall_document\` for a single-page app, otherwise \`error_document\`.`,
        });
  },
};

export const COMPONENT_RULES = [
  workerHttp,
  drainServiceOnly,
  sleepServiceOnly,
  sizeNotHere,
  functionsFields,
  staticCatchall,
  staticRun,
];

/** The key that a component's schema does not know, and the list that the component is in. */
function misplaced({ code, path }: SchemaProblem): { list: ComponentList; key: string } | undefined {
  if (code !== "unknown-field" || path.length !== 3) return undefined;
  return { list: path[0] as ComponentList, key: String(path[2]) };
}
