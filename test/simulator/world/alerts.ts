import { rfc3339Nano } from "./clock.ts";
import { type AlertSpec, componentsOf } from "./spec.ts";
import type { Alert, App, World } from "./state.ts";

/** How long an alert takes until it watches (simulated). */
const ACTIVE_AFTER_MS = 20_000;

/** Gives every alert of the spec an id that stays, and forgets those that left it. */
export function trackAlerts(world: World, app: App): void {
  const keys = new Set(alertSpecs(app).map(({ key }) => key));
  for (const key of app.alerts.keys()) if (!keys.has(key)) app.alerts.delete(key);
  for (const { key, componentName } of alertSpecs(app))
    if (!app.alerts.has(key))
      app.alerts.set(key, {
        id: world.random.uuid(),
        ...(componentName ? { componentName } : {}),
        createdAt: world.clock.now(),
        emails: ["owner@example.com"],
        slackWebhooks: [],
      });
}

export function alertsOf(app: App, now: number) {
  return alertSpecs(app).flatMap(({ key, spec }) => {
    const alert = app.alerts.get(key);
    return alert ? [viewAlert(alert, spec, now)] : [];
  });
}

function alertSpecs(app: App): { key: string; componentName?: string; spec: AlertSpec }[] {
  const ofApp = (app.spec.alerts ?? []).map((spec) => ({ key: `:${spec.rule}`, spec }));
  const ofComponents = componentsOf(app.spec).flatMap(({ component }) =>
    (component.alerts ?? []).map((spec) => ({
      key: `${component.name}:${spec.rule}`,
      componentName: component.name,
      spec,
    })),
  );
  return [...ofApp, ...ofComponents];
}

function viewAlert(alert: Alert, spec: AlertSpec, now: number) {
  const readyAt = alert.createdAt + ACTIVE_AFTER_MS;
  const ready = now >= readyAt;
  return {
    id: alert.id,
    ...(alert.componentName ? { component_name: alert.componentName } : {}),
    spec,
    emails: alert.emails,
    ...(alert.slackWebhooks.length > 0 ? { slack_webhooks: alert.slackWebhooks } : {}),
    phase: ready ? "ACTIVE" : "CONFIGURING",
    progress: {
      steps: [
        {
          name: "alert-configure-insight-alert",
          status: ready ? "SUCCESS" : "RUNNING",
          started_at: rfc3339Nano(alert.createdAt),
          ...(ready ? { ended_at: rfc3339Nano(readyAt) } : {}),
        },
      ],
    },
  };
}
