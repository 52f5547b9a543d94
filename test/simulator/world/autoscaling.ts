import { hash } from "./random.ts";
import type { App, Autoscaling, World } from "./state.ts";

/** A component that may scale does so once, ten virtual minutes after it went live (simulated). */
const AFTER_MS = 600_000;
const PENDING_MS = 10_000;
const RUNNING_MS = 60_000;

export function settleAutoscaling(world: World, app: App, now: number): void {
  const active = app.active;
  if (!active || now < active.timeline.endsAt + AFTER_MS) return;
  for (const component of [...(active.spec.services ?? []), ...(active.spec.workers ?? [])]) {
    const { min_instance_count: from = 1, max_instance_count: max = 1 } = component.autoscaling ?? {};
    const known = app.autoscalings.some(
      (each) => each.deploymentId === active.id && each.component === component.name,
    );
    if (!component.autoscaling || max <= from || known) continue;
    app.autoscalings.push({
      id: world.random.uuid(),
      deploymentId: active.id,
      component: component.name,
      createdAt: active.timeline.endsAt + AFTER_MS,
      from,
      to: from + 1,
    });
  }
}

export function autoscalingPhase(event: Autoscaling, now: number) {
  if (event.canceledAt !== undefined) return "CANCELED";
  if (now < event.createdAt + PENDING_MS) return "PENDING";
  return now < event.createdAt + PENDING_MS + RUNNING_MS ? "IN_PROGRESS" : "SUCCEEDED";
}

/** How many instances a component has now, its autoscaling counted. */
export function currentInstances(app: App, component: string, initial: number, now: number): number {
  const scaled = app.autoscalings.findLast(
    (event) => event.component === component && event.deploymentId === app.active?.id,
  );
  return scaled && autoscalingPhase(scaled, now) === "SUCCEEDED" ? scaled.to : initial;
}

/** The words of an autoscaling event's log. */
export function autoscalingLines(event: Autoscaling, now: number) {
  const percent = 81 + (hash(event.id) % 15);
  const texts: [number, string][] = [
    [0, `cpu of ${event.component} is at ${percent} percent`],
    [PENDING_MS, `scaling ${event.component} from ${event.from} to ${event.to} instances`],
    [PENDING_MS + RUNNING_MS, `${event.component} has ${event.to} instances`],
  ];
  return texts
    .map(([afterMs, text]) => ({ component: event.component, at: event.createdAt + afterMs, text }))
    .filter(({ at }) => at <= (event.canceledAt ?? now));
}
