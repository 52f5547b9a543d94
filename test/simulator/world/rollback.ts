import { hasEnded, phaseOf } from "./deployments.ts";
import { componentsOf } from "./spec.ts";
import type { App, Deployment } from "./state.ts";

/** A condition of `POST …/rollback/validate`: what makes a rollback impossible, or less than perfect. */
export interface RollbackCondition {
  code: string;
  message: string;
  components?: string[];
}

/** How many successful deployments back a rollback may go. */
const REVISION_LIMIT = 10;

export function rollbackProblem(app: App, target: Deployment, now: number): RollbackCondition | undefined {
  if (app.pinned) return { code: "app_pinned", message: `app is pinned to deployment ${app.pinned.id}` };
  const phase = phaseOf(target, now);
  if (!hasEnded(phase))
    return {
      code: "incompatible_phase",
      message: `deployment phase "${phase.toLowerCase()}" is unsuitable for rollback`,
    };
  if (!target.wasActive) {
    const result = { ERROR: "failed", CANCELED: "canceled" }[phase as string] ?? "superseded";
    return {
      code: "incompatible_result",
      message: `deployment result "${result}" is unsuitable for rollback`,
    };
  }
  const successes = app.deployments.filter((each) => each.wasActive).slice(-REVISION_LIMIT);
  if (!successes.includes(target))
    return {
      code: "exceeded_revision_limit",
      message: `only the last ${REVISION_LIMIT} successful deployments can be rolled back to`,
    };
  if (JSON.stringify(target.spec.databases) !== JSON.stringify(app.spec.databases))
    return { code: "database_config_conflict", message: "the databases of the app have changed since" };
  if (target.spec.region !== app.spec.region)
    return { code: "region_conflict", message: "the region of the app has changed since" };
  return undefined;
}

export function rollbackWarnings(target: Deployment): RollbackCondition[] {
  const components = componentsOf(target.spec);
  const sites = components.filter(({ list }) => list === "static_sites");
  const undigested = components.filter(({ component }) => component.image && !component.image.digest);
  const names = (placed: typeof components) => placed.map(({ component }) => component.name);
  return [
    ...(sites.length > 0
      ? [
          {
            code: "static_site_requires_rebuild",
            message: "one or more static sites are built again for the rollback.",
            components: names(sites),
          },
        ]
      : []),
    ...(undigested.length > 0
      ? [
          {
            code: "image_source_missing_digest",
            message:
              "one or more components are missing an image digest and are not guaranteed rollback to the old version.",
            components: names(undigested),
          },
        ]
      : []),
  ];
}
