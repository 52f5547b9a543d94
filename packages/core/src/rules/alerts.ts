import { alerts, isAppRule, measures } from "./alert-list.ts";
import { removeItem } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, codeList } from "./words.ts";

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
  about: ["alerts"],
  check(context) {
    for (const { rule, path, alert } of context.once(alerts)) {
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
  about: ["alerts"],
  check(context) {
    for (const { rule, path, alert, component } of context.once(alerts)) {
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
  about: ["alerts"],
  check(context) {
    const seen = new Set<string>();
    for (const { rule, path } of context.once(alerts)) {
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
  about: ["alerts"],
  check(context) {
    const scales = context.components.some(
      ({ path, spec }) =>
        ("autoscaling" in spec && spec.autoscaling) || context.mistaken(path, "autoscaling"),
    );
    if (scales) return;
    for (const { rule, path, component } of context.once(alerts))
      if (!component && rule.startsWith("AUTOSCALE_"))
        context.report({
          path: [...path, "rule"],
          absent: true,
          message: `${code(rule)} is never sent, for no component has \`autoscaling\`. Remove it.`,
        });
  },
};

export const ALERT_RULES = [alertMetricFields, alertEventFields, alertDup, alertAutoscaleUnused];

/** How the platform writes a field that is not set. */
function unset(key: "operator" | "value" | "window"): string | undefined {
  return key === "value" ? undefined : `UNSPECIFIED_${key.toUpperCase()}`;
}
