import { badRequest, forbidden, notFound } from "../server/answer.ts";
import { paginate } from "../server/pagination.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { createApp, suggestName, updateApp } from "../world/apps.ts";
import { appCost, MAX_FREE_STATIC_APPS } from "../world/cost.ts";
import { normalise } from "../world/normalise.ts";
import { isStatic, type Spec } from "../world/spec.ts";
import { isSpecShaped, withoutNulls } from "../world/structure.ts";
import { nameTaken, validateSpec } from "../world/validation.ts";
import { viewApp } from "../world/view.ts";
import { checkedUuid, findApp, objectBody } from "./find.ts";
import { refuseWhilePinned } from "./rollback.ts";

export const appRoutes: Route[] = [
  route("GET", "/v2/apps", "apps_list", "app:read", listApps),
  route("GET", "/v2/apps/", "apps_get", "app:read", getAppByName),
  route("POST", "/v2/apps", "apps_create", "app:create", create),
  route("POST", "/v2/apps/propose", "apps_validate_appSpec", "app:read", propose),
  route("GET", "/v2/apps/{id}", "apps_get", "app:read", getApp),
  route("PUT", "/v2/apps/{id}", "apps_update", "app:update", update),
  route("DELETE", "/v2/apps/{id}", "apps_delete", "app:delete", remove),
];

function listApps(call: Call) {
  const withProject =
    call.url.searchParams.get("with_projects") === "true" && call.scopes.has("project:read");
  const { items, links, meta } = paginate([...call.world.apps.values()], call.url);
  const apps = items.map((app) => viewApp(call.world, app, { withProject }));
  return { body: { ...(apps.length > 0 ? { apps } : {}), links, meta } };
}

/** "By name" works on the path without an id only. */
function getAppByName(call: Call) {
  const name = call.url.searchParams.get("name");
  if (!name) return listApps(call);
  const app = call.world.appNamed(name);
  if (!app) throw notFound();
  return { body: { app: viewApp(call.world, app, { withProject: call.scopes.has("project:read") }) } };
}

function getApp(call: Call) {
  const app = findApp(call);
  return { body: { app: viewApp(call.world, app, { withProject: call.scopes.has("project:read") }) } };
}

function create(call: Call) {
  const body = objectBody(call);
  const spec = specOf(body);
  const projectId = typeof body.project_id === "string" && body.project_id ? body.project_id : undefined;
  // The reference asks for project:update, the newer OpenAPI text for project:assign_resource: either will do.
  if (projectId && !call.scopes.has("project:update") && !call.scopes.has("project:assign_resource"))
    throw forbidden();
  validateSpec(spec, undefined);
  if (call.world.appNamed(spec.name)) throw nameTaken();
  const app = createApp(call.world, spec, projectId && checkedUuid(projectId));
  return { body: { app: viewApp(call.world, app, { withProject: call.scopes.has("project:read") }) } };
}

function propose(call: Call) {
  const { world } = call;
  const body = objectBody(call);
  const spec = specOf(body);
  const app = body.app_id ? world.apps.get(checkedUuid(String(body.app_id))) : undefined;
  if (body.app_id && !app) throw notFound();
  validateSpec(spec, app?.secrets);
  const namesake = world.appNamed(spec.name);
  const available = namesake === undefined || namesake === app;
  const normalised = normalise(spec);
  const staticApps = world.staticApps(app?.id);
  const cost = appCost(normalised, staticApps);
  return {
    body: {
      ...(isStatic(normalised) ? { app_is_static: true } : {}),
      app_name_available: available,
      ...(available ? {} : { app_name_suggestion: suggestName(world, spec.name) }),
      ...(staticApps > 0 ? { existing_static_apps: String(staticApps) } : {}),
      max_free_static_apps: String(MAX_FREE_STATIC_APPS),
      spec: normalised,
      ...(cost > 0 ? { app_cost: cost } : {}),
    },
  };
}

function update(call: Call) {
  const { world } = call;
  const app = findApp(call);
  const body = objectBody(call);
  const spec = specOf(body);
  validateSpec(spec, app.secrets);
  const namesake = world.appNamed(spec.name);
  if (namesake && namesake !== app) throw nameTaken();
  refuseWhilePinned(app);
  updateApp(world, app, spec, body.update_all_source_versions === true);
  return { body: { app: viewApp(world, app, { withProject: call.scopes.has("project:read") }) } };
}

function remove(call: Call) {
  const app = findApp(call);
  call.world.apps.delete(app.id);
  return { body: { id: app.id } };
}

/** The `spec` of a body. A bare spec without that wrapper is not one. */
function specOf(body: Record<string, unknown>): Spec {
  const spec = withoutNulls(body.spec);
  if (!isSpecShaped(spec)) throw badRequest("error parsing request body");
  return spec;
}
