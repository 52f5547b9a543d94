import { badRequest, notFound } from "../server/answer.ts";
import { paginate } from "../server/pagination.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { autoscalingPhase } from "../world/autoscaling.ts";
import { rfc3339 } from "../world/clock.ts";
import type { App, Autoscaling, Deployment } from "../world/state.ts";
import { viewDeployment } from "../world/view.ts";
import { findApp, listParameter } from "./find.ts";

const ONE = "/v2/apps/{app_id}/events/{event_id}";

export const eventRoutes: Route[] = [
  route("GET", "/v2/apps/{app_id}/events", "apps_list_events", "app:read", list),
  route("GET", ONE, "apps_get_event", "app:read", get),
  route("POST", `${ONE}/cancel`, "apps_cancel_event", "app:update", cancel),
];

type Event = { at: number; id: string; deployment?: Deployment; autoscaling?: Autoscaling };

/** Newest first. The event of a deployment has the deployment's own id. */
function eventsOf(app: App): Event[] {
  const deployments = app.deployments.map((deployment) => ({
    at: deployment.createdAt,
    id: deployment.id,
    deployment,
  }));
  const scalings = app.autoscalings.map((autoscaling) => ({
    at: autoscaling.createdAt,
    id: autoscaling.id,
    autoscaling,
  }));
  return [...deployments, ...scalings].sort((a, b) => b.at - a.at);
}

function view({ id, at, deployment, autoscaling }: Event, now: number) {
  const common = { id, created_at: rfc3339(at) };
  if (deployment)
    return {
      ...common,
      type: "DEPLOYMENT",
      deployment_id: deployment.id,
      deployment: viewDeployment(deployment, now),
    };
  if (!autoscaling) return common;
  const { component, from, to, deploymentId } = autoscaling;
  return {
    ...common,
    type: "AUTOSCALING",
    deployment_id: deploymentId,
    autoscaling: {
      phase: autoscalingPhase(autoscaling, now),
      components: { [component]: { from, to, triggering_metric: "cpu" } },
    },
  };
}

function list(call: Call) {
  const types = listParameter(call.url, "event_types");
  const now = call.world.clock.now();
  const events = eventsOf(findApp(call))
    .map((event) => view(event, now))
    .filter((event) => types.length === 0 || ("type" in event && types.includes(event.type)));
  const { items, links } = paginate(events, call.url);
  return { body: { ...(items.length > 0 ? { events: items } : {}), links } };
}

function find(call: Call): Event {
  const event = eventsOf(findApp(call)).find((each) => each.id === call.params.event_id);
  if (!event) throw notFound();
  return event;
}

function get(call: Call) {
  return { body: { event: view(find(call), call.world.clock.now()) } };
}

/** Only autoscaling that is under way can be cancelled. */
function cancel(call: Call) {
  const now = call.world.clock.now();
  const event = find(call);
  const underWay =
    event.autoscaling && ["PENDING", "IN_PROGRESS"].includes(autoscalingPhase(event.autoscaling, now));
  if (!event.autoscaling || !underWay)
    throw badRequest("only in-progress autoscaling events can be canceled");
  event.autoscaling.canceledAt = now;
  return { body: { event: view(event, now) } };
}
