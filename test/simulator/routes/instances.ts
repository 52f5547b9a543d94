import { type Call, type Route, route } from "../server/route.ts";
import { healthOf, instancesOf } from "../world/instances.ts";
import { findApp } from "./find.ts";

export const instanceRoutes: Route[] = [
  route("GET", "/v2/apps/{app_id}/instances", "apps_get_instances", "app:read", list),
  route("GET", "/v2/apps/{app_id}/health", "apps_get_health", "app:read", (call) => ({
    body: { app_health: healthOf(call.world, findApp(call)) },
  })),
];

function list(call: Call) {
  const app = findApp(call);
  const instances = app.active ? instancesOf(call.world, app, app.active) : [];
  return { body: instances.length > 0 ? { instances } : {} };
}
