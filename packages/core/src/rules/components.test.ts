import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "wants no port on a worker",
    component("workers", "image: {registry_type: DOCR, repository: a}\nhttp_port: 80"),
    ["error worker-http [http_port]"],
  ],
  [
    "wants no routes and no CORS on a job",
    component("jobs", "image: {registry_type: DOCR, repository: a}\nroutes: [{path: /}]\ncors: {}"),
    ["error worker-http [routes]", "error worker-http [cors]"],
  ],
  [
    "takes a liveness check on a worker",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: a}\nliveness_health_check: {http_path: /}",
    ),
    [],
  ],
  ["takes a draining service", service("termination: {drain_seconds: 10, grace_period_seconds: 10}"), []],
  [
    "does not drain a job",
    component("jobs", "image: {registry_type: DOCR, repository: a}\ntermination: {drain_seconds: 10}"),
    ["error drain-service-only [drain_seconds]"],
  ],
  [
    "does not put a static site to sleep",
    component("static_sites", "github: {repo: a/b}\ninactivity_sleep: {after_seconds: 600}"),
    ["error sleep-service-only [inactivity_sleep]"],
  ],
  [
    "wants a time of sleep within its limits",
    service("inactivity_sleep: {after_seconds: 60}"),
    ["error sleep-service-only [60]"],
  ],
  [
    "does not size functions",
    component("functions", "github: {repo: a/b}\ninstance_count: 2\nautoscaling: {}"),
    ["error size-not-here [instance_count]", "error size-not-here [autoscaling]"],
  ],
  [
    "does not run functions as a container",
    component("functions", "github: {repo: a/b}\ndockerfile_path: D\nhttp_port: 80\ntermination: {}"),
    [
      "error functions-fields [dockerfile_path]",
      "error functions-fields [http_port]",
      "error functions-fields [termination]",
    ],
  ],
  [
    "leaves other keys to the schema",
    component("functions", "github: {repo: a/b}\nports: [1]"),
    ["error unknown-field [ports]"],
  ],
  [
    "takes one document for missing files",
    component("static_sites", "github: {repo: a/b}\nerror_document: 404.html\ncatchall_document: ''"),
    [],
  ],
  [
    "does not take two",
    component("static_sites", "github: {repo: a/b}\nerror_document: 404.html\ncatchall_document: index.html"),
    ["error static-catchall [error_document]"],
  ],
  [
    "warns of logs of a static site",
    component("static_sites", "github: {repo: a/b}\nlog_destinations: []"),
    ["warning static-run [log_destinations]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
