import { trackAlerts } from "./alerts.ts";
import { settleAutoscaling } from "./autoscaling.ts";
import { settleDeployments, startDeployment } from "./deployments.ts";
import { trackDomains } from "./domains.ts";
import { settleJobs } from "./jobs.ts";
import { normalise } from "./normalise.ts";
import { Random } from "./random.ts";
import { forgetOldest } from "./retention.ts";
import { encryptSecrets, SecretStore } from "./secrets.ts";
import { type Component, componentsOf, type Spec } from "./spec.ts";
import type { App, World } from "./state.ts";

/** Writes a new app, whose spec has been validated, and starts its first deployment. */
export function createApp(world: World, submitted: Spec, projectId = world.defaultProjectId): App {
  const now = world.clock.now();
  const id = world.random.uuid();
  const secrets = new SecretStore(new Random(`${world.seed}:secrets:${id}`));
  const spec = normalise(submitted);
  encryptSecrets(spec, secrets);
  const app: App = {
    id,
    spec,
    projectId,
    host: `${spec.name}-${world.random.text("abcdefghijkmnpqrstuvwxyz23456789", 5)}`,
    createdAt: now,
    updatedAt: now,
    secrets,
    deployments: [],
    alerts: new Map(),
    domains: new Map(),
    jobInvocations: [],
    autoscalings: [],
    scheduledUntil: now,
  };
  world.apps.set(id, app);
  trackDomains(world, app);
  trackAlerts(world, app);
  startDeployment(world, app, { cause: "initial deployment", causeType: "MANUAL", refreshSources: true });
  return app;
}

/** Replaces an app's spec whole: what the new one leaves out is gone. */
export function updateApp(world: World, app: App, submitted: Spec, refreshSources: boolean): void {
  const spec = normalise(submitted);
  encryptSecrets(spec, app.secrets);
  app.spec = spec;
  app.updatedAt = world.clock.now();
  trackDomains(world, app);
  trackAlerts(world, app);
  startDeployment(world, app, { cause: "app spec updated", causeType: "MANUAL", refreshSources });
}

/** Brings every app up to the present: called before anything is read or written. */
export function settle(world: World): void {
  const now = world.clock.now();
  for (const app of world.apps.values()) {
    settleDeployments(app, now);
    settleAutoscaling(world, app, now);
    settleJobs(world, app, now);
    forgetOldest(app);
  }
}

/** A free name near a taken one, as `app_name_suggestion` gives it. */
export function suggestName(world: World, name: string): string {
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const suggestion = `${name.slice(0, 32 - suffix.length).replace(/-+$/, "")}${suffix}`;
    if (!world.appNamed(suggestion)) return suggestion;
  }
}

/** The components of a spec that have instances of their own while it is active. */
export function runningComponents(spec: Spec): { type: "SERVICE" | "WORKER"; component: Component }[] {
  return componentsOf(spec)
    .filter(({ list }) => list === "services" || list === "workers")
    .map(({ list, component }) => ({ type: list === "services" ? "SERVICE" : "WORKER", component }));
}
