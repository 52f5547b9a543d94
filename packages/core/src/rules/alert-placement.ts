import { alerts, CONTAINER_RULES, isAppRule, REQUEST_RULES } from "./alert-list.ts";
import type { Component } from "./context.ts";
import type { Rule } from "./rule.ts";
import { code, kindWord } from "./words.ts";

const alertAppLevel: Rule = {
  id: "alert-app-level",
  severity: "error",
  title: "Alerts of deployments, domains and autoscaling belong to the app",
  explanation:
    "The rules `DEPLOYMENT_*`, `DOMAIN_*` and `AUTOSCALE_*` are about the app as a whole: they stand in `alerts` at the top of the spec.",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - rule: DEPLOYMENT_FAILED
  `,
  good: `
    name: shop
    alerts:
    - rule: DEPLOYMENT_FAILED
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["alerts"],
  check(context) {
    for (const { rule, path, component } of context.once(alerts))
      if (component && isAppRule(rule))
        context.report({
          path: [...path, "rule"],
          message: `${code(rule)} is about the app, not about one component. Move it to \`alerts\` at the top of the spec.`,
        });
  },
};

const alertComponentLevel: Rule = {
  id: "alert-component-level",
  severity: "error",
  title: "Alerts of containers belong to services, workers and jobs",
  explanation:
    "`CPU_UTILIZATION`, `MEM_UTILIZATION` and `RESTART_COUNT` measure the containers of one component. The app as a whole has none, and functions neither.",
  evidence: "client",
  bad: `
    name: shop
    alerts:
    - {rule: CPU_UTILIZATION, operator: GREATER_THAN, value: 80, window: FIVE_MINUTES}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - {rule: CPU_UTILIZATION, operator: GREATER_THAN, value: 80, window: FIVE_MINUTES}
  `,
  about: ["alerts"],
  check(context) {
    for (const { rule, path, component } of context.once(alerts))
      if (CONTAINER_RULES.includes(rule) && (!component || component.kind === "functions"))
        context.report({
          path: [...path, "rule"],
          message: `${code(rule)} measures the containers of a component, and ${component ? "functions have" : "the app as a whole has"} none. Move it to the \`alerts\` of a service, worker or job.`,
        });
  },
};

const alertFunctions: Rule = {
  id: "alert-functions",
  severity: "error",
  title: "`FUNCTIONS_*` alerts belong to functions",
  explanation: "They count and time the calls of a functions component.",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - {rule: FUNCTIONS_ERROR_COUNT, operator: GREATER_THAN, value: 1, window: FIVE_MINUTES}
  `,
  good: `
    name: shop
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
      alerts:
      - {rule: FUNCTIONS_ERROR_COUNT, operator: GREATER_THAN, value: 1, window: FIVE_MINUTES}
  `,
  about: ["alerts"],
  check(context) {
    for (const { rule, path, component } of context.once(alerts))
      if (rule.startsWith("FUNCTIONS_") && component?.kind !== "functions")
        context.report({
          path: [...path, "rule"],
          message: `${code(rule)} measures the calls of functions, and ${place(component)} has none. Move it to the \`alerts\` of a functions component.`,
        });
  },
};

const alertRequests: Rule = {
  id: "alert-requests",
  severity: "error",
  title: "Alerts of requests belong to services",
  explanation: "`REQUESTS_PER_SECOND` and `REQUEST_DURATION_P95_MS` measure what only a service answers.",
  evidence: "client",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      alerts:
      - {rule: REQUESTS_PER_SECOND, operator: GREATER_THAN, value: 100, window: FIVE_MINUTES}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - {rule: REQUESTS_PER_SECOND, operator: GREATER_THAN, value: 100, window: FIVE_MINUTES}
  `,
  about: ["alerts"],
  check(context) {
    for (const { rule, path, component } of context.once(alerts))
      if (REQUEST_RULES.includes(rule) && component?.kind !== "services")
        context.report({
          path: [...path, "rule"],
          message: `${code(rule)} measures the requests of a service. Move it to the \`alerts\` of one.`,
        });
  },
};

const alertJob: Rule = {
  id: "alert-job",
  severity: "error",
  title: "`JOB_INVOCATION_FAILED` belongs to scheduled jobs",
  explanation:
    "It is sent when a run of a job of the kind `SCHEDULED` fails. The failure of any other job fails its deployment, which is `DEPLOYMENT_FAILED` of the app.",
  evidence: "client",
  bad: `
    name: shop
    jobs:
    - name: migrate
      kind: PRE_DEPLOY
      image: {registry_type: DOCR, repository: api}
      alerts:
      - rule: JOB_INVOCATION_FAILED
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
      alerts:
      - rule: JOB_INVOCATION_FAILED
  `,
  about: ["alerts"],
  check(context) {
    for (const { rule, path, component } of context.once(alerts)) {
      if (rule !== "JOB_INVOCATION_FAILED") continue;
      if (component?.kind === "jobs" && component.spec.kind === "SCHEDULED") continue;
      // A kind that is written wrongly may mean this one.
      if (component && context.mistaken(component.path, "kind")) continue;
      context.report({
        path: [...path, "rule"],
        message:
          "`JOB_INVOCATION_FAILED` is for jobs of the kind `SCHEDULED`. For other jobs write `DEPLOYMENT_FAILED` in `alerts` at the top of the spec.",
      });
    }
  },
};

export const ALERT_PLACEMENT_RULES = [
  alertAppLevel,
  alertComponentLevel,
  alertFunctions,
  alertRequests,
  alertJob,
];

function place(component: Component | undefined): string {
  return component ? `a ${kindWord(component.kind)}` : "the app as a whole";
}
