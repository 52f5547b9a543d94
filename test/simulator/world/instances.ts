import { runningComponents } from "./apps.ts";
import { currentInstances } from "./autoscaling.ts";
import { phaseOf } from "./deployments.ts";
import { Random } from "./random.ts";
import { type Component, instanceCount, type Spec } from "./spec.ts";
import type { App, Deployment, World } from "./state.ts";

/** The containers of a deployment, with pod-like names that change with every deployment. */
export function instancesOf(world: World, app: App, deployment: Deployment) {
  const now = world.clock.now();
  if (phaseOf(deployment, now) !== "ACTIVE" || deployment.spec.maintenance?.archive) return [];
  return runningComponents(deployment.spec).flatMap(({ type, component }) => {
    const random = new Random(`${world.seed}:${deployment.id}:${component.name}`);
    const replicaSet = random.hex(10);
    const count = currentInstances(app, component.name, instanceCount(component), now);
    return Array.from({ length: count }, (_, index) => ({
      component_name: component.name,
      component_type: type,
      instance_name: `${component.name}-${replicaSet}-${random.text("bcdfghjklmnpqrstvwxz2456789", 5)}`,
      instance_alias: `${component.name}-${index}`,
    }));
  });
}

/** `SIMULATE_UNHEALTHY` of the component or the app, in clear: it became active, and does not work. */
function isUnhealthy(component: Component, spec: Spec): boolean {
  return [...(component.envs ?? []), ...(spec.envs ?? [])].some(({ key }) => key === "SIMULATE_UNHEALTHY");
}

/** Simulated load: it wavers with the virtual minute. */
export function healthOf(world: World, app: App) {
  const now = world.clock.now();
  const { active } = app;
  if (!active) return {};
  const instances = instancesOf(world, app, active);
  const components = runningComponents(active.spec).map(({ component }) => {
    const random = new Random(`${world.seed}:health:${component.name}:${Math.floor(now / 60_000)}`);
    const ready = instances.filter((each) => each.component_name === component.name).length;
    return {
      name: component.name,
      cpu_usage_percent: Math.round(random.next() * 6000) / 100,
      memory_usage_percent: Math.round(2000 + random.next() * 5000) / 100,
      replicas_desired: ready,
      replicas_ready: ready,
      state: isUnhealthy(component, active.spec) ? "UNHEALTHY" : "HEALTHY",
    };
  });
  const functions = (active.spec.functions ?? []).map(({ name }) => ({
    name,
    functions_component_health_metrics: [
      { metric_label: "activations", metric_value: 42, time_window: "1h" },
    ],
  }));
  return {
    ...(components.length > 0 ? { components } : {}),
    ...(functions.length > 0 ? { functions_components: functions } : {}),
  };
}
