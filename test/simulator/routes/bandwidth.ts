import { badRequest } from "../server/answer.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { rfc3339 } from "../world/clock.ts";
import { Random } from "../world/random.ts";
import type { App, World } from "../world/state.ts";
import { checkedUuid, findApp, objectBody } from "./find.ts";

const DAY_MS = 86_400_000;

export const bandwidthRoutes: Route[] = [
  route(
    "GET",
    "/v2/apps/{app_id}/metrics/bandwidth_daily",
    "apps_get_metrics_bandwidth_daily",
    "app:read",
    ofApp,
  ),
  route("POST", "/v2/apps/metrics/bandwidth_daily", "apps_list_metrics_bandwidth_daily", "app:read", ofApps),
];

function ofApp(call: Call) {
  return usage(call.world, [findApp(call)], call.url.searchParams.get("date"));
}

function ofApps(call: Call) {
  const { app_ids: ids, date } = objectBody(call);
  if (!Array.isArray(ids)) throw badRequest("app_ids is required");
  const apps = ids.flatMap((id) => call.world.apps.get(checkedUuid(String(id))) ?? []);
  return usage(call.world, apps, date === undefined || date === null ? null : String(date));
}

/** Yesterday unless a date is given, of which only the day counts. The figures are made up from the seed. */
function usage(world: World, apps: App[], date: string | null) {
  const at = date ? Date.parse(date) : world.clock.now() - DAY_MS;
  if (Number.isNaN(at) || (date && !/^\d{4}-\d\d-\d\d(T|$)/.test(date)))
    throw badRequest(`invalid date "${date}"`);
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  const entries = apps.map((app) => ({
    app_id: app.id,
    bandwidth_bytes: String(
      new Random(`${world.seed}:bandwidth:${app.id}:${day}`).integer(100_000, 900_000_000),
    ),
  }));
  return { body: { ...(entries.length > 0 ? { app_bandwidth_usage: entries } : {}), date: rfc3339(day) } };
}
