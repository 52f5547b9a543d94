import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

const WHEN = "operator: GREATER_THAN, value: 80, window: FIVE_MINUTES";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes the app's alerts at the app",
    service("", "alerts: [{rule: DEPLOYMENT_FAILED}, {rule: DOMAIN_LIVE}]"),
    [],
  ],
  [
    "does not take them at a component",
    service("alerts: [{rule: DOMAIN_LIVE}]"),
    ["error alert-app-level [DOMAIN_LIVE]"],
  ],
  [
    "does not take those of containers at the app",
    service("", `alerts: [{rule: RESTART_COUNT, ${WHEN}}]`),
    ["error alert-component-level [RESTART_COUNT]"],
  ],
  [
    "does not take those of containers at functions",
    component("functions", `github: {repo: a/b}\nalerts: [{rule: MEM_UTILIZATION, ${WHEN}}]`),
    ["error alert-component-level [MEM_UTILIZATION]"],
  ],
  [
    "does not take those of functions elsewhere",
    service("", `alerts: [{rule: FUNCTIONS_ERROR_COUNT, ${WHEN}}]`),
    ["error alert-functions [FUNCTIONS_ERROR_COUNT]"],
  ],
  [
    "does not take those of requests at a job",
    component(
      "jobs",
      `image: {registry_type: DOCR, repository: a}\nalerts: [{rule: REQUESTS_PER_SECOND, ${WHEN}}]`,
    ),
    ["error alert-requests [REQUESTS_PER_SECOND]"],
  ],
  [
    "does not take those of runs at a worker",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: a}\nalerts: [{rule: JOB_INVOCATION_FAILED}]",
    ),
    ["error alert-job [JOB_INVOCATION_FAILED]"],
  ],
  [
    "says nothing of runs where the kind is a slip",
    component(
      "jobs",
      "kind: SCHEDULE\nschedule: {cron: 0 3 * * *}\nimage: {registry_type: DOCR, repository: a}\nalerts: [{rule: JOB_INVOCATION_FAILED}]",
    ),
    ["error enum [SCHEDULE]"],
  ],
  [
    "warns of what a measuring alert lacks",
    service("alerts: [{rule: CPU_UTILIZATION, operator: UNSPECIFIED_OPERATOR, value: 5}]"),
    ["warning alert-metric-fields [CPU_UTILIZATION]"],
  ],
  [
    "warns of a share above 100",
    service("alerts: [{rule: CPU_UTILIZATION, operator: GREATER_THAN, value: 101, window: ONE_HOUR}]"),
    ["warning alert-metric-fields [101]"],
  ],
  [
    "warns of a value below 0",
    service("alerts: [{rule: RESTART_COUNT, operator: GREATER_THAN, value: -1, window: ONE_HOUR}]"),
    ["warning alert-metric-fields [-1]"],
  ],
  [
    "warns of a measure on an event",
    service("", `alerts: [{rule: DEPLOYMENT_LIVE, ${WHEN}}]`),
    ["warning alert-event-fields [operator]"],
  ],
  [
    "takes the unset values that the platform returns",
    service(
      "",
      "alerts: [{rule: DEPLOYMENT_LIVE, operator: UNSPECIFIED_OPERATOR, window: UNSPECIFIED_WINDOW}]",
    ),
    [],
  ],
  [
    "warns of a rule twice in one list",
    service(`alerts: [{rule: RESTART_COUNT, ${WHEN}}, {rule: RESTART_COUNT, ${WHEN}}]`),
    ["warning alert-dup [RESTART_COUNT]"],
  ],
  [
    "warns of an alert of autoscaling that nothing does",
    service("", "alerts: [{rule: AUTOSCALE_SUCCEEDED}]"),
    ["warning alert-autoscale-unused [AUTOSCALE_SUCCEEDED]"],
  ],
  ["does not know another rule", service("alerts: [{rule: CPU_USAGE}]"), ["error enum [CPU_USAGE]"]],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
