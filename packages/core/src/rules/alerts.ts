import type { Path } from "../spec/path.ts";
import type { Component, RuleContext } from "./context.ts";
import { removeItem } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, codeList, kindWord } from "./words.ts";

const CONTAINER_RULES: readonly string[] = ["CPU_UTILIZATION", "MEM_UTILIZATION", "RESTART_COUNT"];
const REQUEST_RULES: readonly string[] = ["REQUESTS_PER_SECOND", "REQUEST_DURATION_P95_MS"];

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
  check(context) {
    for (const { rule, path, component } of alerts(context))
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
  check(context) {
    for (const { rule, path, component } of alerts(context))
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
  check(context) {
    for (const { rule, path, component } of alerts(context))
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
  check(context) {
    for (const { rule, path, component } of alerts(context))
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
  check(context) {
    for (const { rule, path, component } of alerts(context)) {
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

const alertMetricFields: Rule = {
  id: "alert-metric-fields",
  severity: "warning",
  title: "An alert that measures says what is too much",
  explanation:
    "Rules that measure something compare it with `value` by `operator` over `window`. Other clients insist on all three; what the platform takes in their place is not documented. Shares are 0 to 100 percent.",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - {rule: CPU_UTILIZATION, value: 80}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      alerts:
      - {rule: CPU_UTILIZATION, operator: GREATER_THAN, value: 80, window: FIVE_MINUTES}
  `,
  check(context) {
    for (const { rule, path, alert } of alerts(context)) {
      if (!measures(rule)) continue;
      const missing = (["operator", "value", "window"] as const).filter(
        (key) => (alert[key] ?? unset(key)) === unset(key) && !context.mistaken(path, key),
      );
      if (missing.length > 0)
        context.report({
          path: [...path, "rule"],
          absent: true,
          message: `${code(rule)} compares a measured value, so it needs ${codeList(missing, "and")}, for example ${code(missing.map((key) => EXAMPLES[key]).join(", "))}.`,
        });
      else if (Number(alert.value) < 0 || (/_UTILIZATION$/.test(rule) && Number(alert.value) > 100))
        context.report({
          path: [...path, "value"],
          message: `${alert.value} is never ${Number(alert.value) < 0 ? "measured: write a value of 0 or more" : "exceeded: this is a share, write 0 to 100"}.`,
        });
    }
  },
};

const EXAMPLES = { operator: "operator: GREATER_THAN", value: "value: 80", window: "window: FIVE_MINUTES" };

const alertEventFields: Rule = {
  id: "alert-event-fields",
  severity: "warning",
  title: "An alert that reports an event measures nothing",
  explanation:
    "`DEPLOYMENT_*`, `DOMAIN_*` and `AUTOSCALE_*` are sent when something happens. `operator`, `value` and `window` have no meaning there.",
  evidence: "client",
  bad: `
    name: shop
    alerts:
    - {rule: DEPLOYMENT_FAILED, operator: GREATER_THAN, value: 1, window: FIVE_MINUTES}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    alerts:
    - {rule: DEPLOYMENT_FAILED}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  check(context) {
    for (const { rule, path, alert, component } of alerts(context)) {
      if (component || !isAppRule(rule)) continue;
      // The platform itself returns the unset values.
      const written = (["operator", "value", "window"] as const).filter(
        (key) => (alert[key] ?? unset(key)) !== unset(key),
      );
      const first = written[0];
      if (first)
        context.report({
          path: [...path, first],
          at: "key",
          message: `${code(rule)} is sent when it happens; there is nothing to measure. Remove ${codeList(written, "and")}.`,
        });
    }
  },
};

const alertDup: Rule = {
  id: "alert-dup",
  severity: "warning",
  title: "A rule alerts once in a list",
  explanation: "What the platform makes of the same rule twice in one list is not documented.",
  evidence: "inferred",
  bad: `
    name: shop
    alerts:
    - rule: DEPLOYMENT_FAILED
    - rule: DEPLOYMENT_FAILED
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    alerts:
    - rule: DEPLOYMENT_FAILED
    - rule: DOMAIN_FAILED
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  check(context) {
    const seen = new Set<string>();
    for (const { rule, path } of alerts(context)) {
      const key = [...path.slice(0, -1), rule].join(".");
      if (seen.has(key))
        context.report({
          path: [...path, "rule"],
          message: `${code(rule)} is in this list already. Keep one of the two.`,
          fixes: (document) => removeItem(document, path, "Remove this alert"),
        });
      seen.add(key);
    }
  },
};

const alertAutoscaleUnused: Rule = {
  id: "alert-autoscale-unused",
  severity: "warning",
  title: "An alert of autoscaling needs something that autoscales",
  explanation: "`AUTOSCALE_*` alerts are never sent while no component has `autoscaling`.",
  evidence: "inferred",
  bad: `
    name: shop
    alerts:
    - rule: AUTOSCALE_FAILED
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    alerts:
    - rule: AUTOSCALE_FAILED
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 1, max_instance_count: 3, metrics: {cpu: {percent: 70}}}
  `,
  check(context) {
    const scales = context.components.some(
      ({ path, spec }) =>
        ("autoscaling" in spec && spec.autoscaling) || context.mistaken(path, "autoscaling"),
    );
    if (scales) return;
    for (const { rule, path, component } of alerts(context))
      if (!component && rule.startsWith("AUTOSCALE_"))
        context.report({
          path: [...path, "rule"],
          absent: true,
          message: `${code(rule)} is never sent, for no component has \`autoscaling\`. Remove it.`,
        });
  },
};

export const ALERT_RULES = [
  alertAppLevel,
  alertComponentLevel,
  alertFunctions,
  alertRequests,
  alertJob,
  alertMetricFields,
  alertEventFields,
  alertDup,
  alertAutoscaleUnused,
];

interface Alert {
  readonly rule: string;
  readonly path: Path;
  readonly alert: { operator?: string | undefined; value?: number | undefined; window?: string | undefined };
  /** None where it is an alert of the app. */
  readonly component: Component | undefined;
}

function alerts({ spec, components }: RuleContext): Alert[] {
  const found: Alert[] = [];
  const collect = (list: typeof spec.alerts, path: Path, component?: Component) =>
    list?.forEach((alert, index) => {
      if (alert?.rule) found.push({ rule: alert.rule, path: [...path, "alerts", index], alert, component });
    });
  collect(spec.alerts, []);
  for (const component of components)
    if ("alerts" in component.spec) collect(component.spec.alerts, component.path, component);
  return found;
}

function isAppRule(rule: string): boolean {
  return /^(DEPLOYMENT|DOMAIN|AUTOSCALE)_/.test(rule);
}

function measures(rule: string): boolean {
  return CONTAINER_RULES.includes(rule) || REQUEST_RULES.includes(rule) || rule.startsWith("FUNCTIONS_");
}

/** How the platform writes a field that is not set. */
function unset(key: "operator" | "value" | "window"): string | undefined {
  return key === "value" ? undefined : `UNSPECIFIED_${key.toUpperCase()}`;
}

function place(component: Component | undefined): string {
  return component ? `a ${kindWord(component.kind)}` : "the app as a whole";
}
