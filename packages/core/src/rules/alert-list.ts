import type { Path } from "../spec/path.ts";
import type { AlertSpec } from "../spec/schema/index.ts";
import type { Component, RuleContext } from "./context.ts";

export const CONTAINER_RULES: readonly string[] = ["CPU_UTILIZATION", "MEM_UTILIZATION", "RESTART_COUNT"];
export const REQUEST_RULES: readonly string[] = ["REQUESTS_PER_SECOND", "REQUEST_DURATION_P95_MS"];

/** An alert, whether of the app or of a component. */
export interface Alert {
  readonly rule: string;
  readonly path: Path;
  readonly alert: AlertSpec;
  /** None where it is an alert of the app. */
  readonly component: Component | undefined;
}

export function alerts({ spec, components }: RuleContext): Alert[] {
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

/** Whether a rule reports an event of the app as a whole. */
export function isAppRule(rule: string): boolean {
  return /^(DEPLOYMENT|DOMAIN|AUTOSCALE)_/.test(rule);
}

/** Whether a rule compares a measured value. */
export function measures(rule: string): boolean {
  return CONTAINER_RULES.includes(rule) || REQUEST_RULES.includes(rule) || rule.startsWith("FUNCTIONS_");
}
