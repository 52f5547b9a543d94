import { badRequest, notFound } from "../server/answer.ts";
import type { Call } from "../server/route.ts";
import { findComponent, type Placed } from "../world/spec.ts";
import type { App, Deployment } from "../world/state.ts";
import { isObject } from "../world/structure.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An app NAME where the id belongs is the usual cause of the platform's `invalid uuid`. */
export function checkedUuid(id: string | undefined): string {
  if (!UUID.test(id ?? "")) throw badRequest("invalid uuid");
  return (id ?? "").toLowerCase();
}

/** The app of the path (`{app_id}` or `{id}`). */
export function findApp(call: Call): App {
  const app = call.world.apps.get(checkedUuid(call.params.app_id ?? call.params.id));
  if (!app) throw notFound();
  return app;
}

export function findDeployment(app: App, id: string | undefined): Deployment {
  const deployment = app.deployments.find((each) => each.id === checkedUuid(id));
  if (!deployment) throw notFound();
  return deployment;
}

/** The deployment of the path, or the active one where the path names none. */
export function deploymentOfPath(call: Call, app: App): Deployment {
  if (call.params.deployment_id !== undefined) return findDeployment(app, call.params.deployment_id);
  if (!app.active) throw notFound();
  return app.active;
}

export function componentOf(deployment: Deployment, name: string | undefined): Placed {
  const placed = findComponent(deployment.spec, name ?? "");
  if (!placed) throw notFound();
  return placed;
}

/** The body as an object; `{}` where none was sent. */
export function objectBody(call: Call): Record<string, unknown> {
  if (call.body === undefined) return {};
  if (!isObject(call.body)) throw badRequest("error parsing request body");
  return call.body;
}

/** A repeated or comma-separated query parameter. */
export function listParameter(url: URL, key: string): string[] {
  return url.searchParams
    .getAll(key)
    .flatMap((value) => value.split(","))
    .filter((value) => value !== "");
}
