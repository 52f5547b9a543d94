import type { Call, Route } from "../server/route.ts";
import { healthOf, instancesOf } from "../world/instances.ts";
import { findApp } from "./find.ts";

export const instanceRoutes: Route[] = [
  {
    method: "GET",
    path: "/v2/apps/{app_id}/instances",
    operation: "apps_get_instances",
    scope: "app:read",
    handle: list,
  },
  {
    method: "GET",
    path: "/v2/apps/{app_id}/health",
    operation: "apps_get_health",
    scope: "app:read",
    handle: (call) => ({ body: { app_health: healthOf(call.world, findApp(call)) } }),
  },
];

function list(call: Call) {
  const app = findApp(call);
  const instances = app.active ? instancesOf(call.world, app, app.active) : [];
  return { body: instances.length > 0 ? { instances } : {} };
}
