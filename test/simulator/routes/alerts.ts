import { badRequest, notFound } from "../server/answer.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { alertsOf } from "../world/alerts.ts";
import { isObject } from "../world/structure.ts";
import { findApp, objectBody } from "./find.ts";

export const alertRoutes: Route[] = [
  route("GET", "/v2/apps/{app_id}/alerts", "apps_list_alerts", "app:read", list),
  route(
    "POST",
    "/v2/apps/{app_id}/alerts/{alert_id}/destinations",
    "apps_assign_alertDestinations",
    "app:update",
    assign,
  ),
];

function list(call: Call) {
  const alerts = alertsOf(findApp(call), call.world.clock.now());
  return { body: alerts.length > 0 ? { alerts } : {} };
}

/** Both lists are replaced whole. */
function assign(call: Call) {
  const app = findApp(call);
  const alert = [...app.alerts.values()].find((each) => each.id === call.params.alert_id);
  if (!alert) throw notFound();
  const { emails = [], slack_webhooks: webhooks = [] } = objectBody(call);
  if (!Array.isArray(emails) || !Array.isArray(webhooks) || !webhooks.every(isObject))
    throw badRequest("error parsing request body");
  const stranger = emails.find((email) => !String(email).includes("@"));
  if (stranger !== undefined) throw badRequest(`invalid email address "${stranger}"`);
  alert.emails = emails.map(String);
  alert.slackWebhooks = webhooks.map(({ url, channel }) => ({
    url: String(url ?? ""),
    channel: String(channel ?? ""),
  }));
  const view = alertsOf(app, call.world.clock.now()).find((each) => each.id === alert.id);
  return { body: { alert: view } };
}
