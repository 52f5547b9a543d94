import { badRequest } from "../server/answer.ts";
import { paginate } from "../server/pagination.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { hasEnded, phaseOf, startDeployment } from "../world/deployments.ts";
import { findComponent } from "../world/spec.ts";
import { viewDeployment } from "../world/view.ts";
import { findApp, findDeployment, listParameter, objectBody } from "./find.ts";
import { refuseWhilePinned } from "./rollback.ts";

const ONE = "/v2/apps/{app_id}/deployments/{deployment_id}";

export const deploymentRoutes: Route[] = [
  route("GET", "/v2/apps/{app_id}/deployments", "apps_list_deployments", "app:read", list),
  route("POST", "/v2/apps/{app_id}/deployments", "apps_create_deployment", "app:update", create),
  route("GET", ONE, "apps_get_deployment", "app:read", get),
  route("POST", `${ONE}/cancel`, "apps_cancel_deployment", "app:update", cancel),
  route("POST", "/v2/apps/{app_id}/restart", "apps_restart", "app:update", restart),
];

/** Newest first. */
function list(call: Call) {
  const types = listParameter(call.url, "deployment_types");
  const deployments = findApp(call)
    .deployments.filter(({ causeType }) => types.length === 0 || types.includes(causeType))
    .toReversed();
  const { items, links, meta } = paginate(deployments, call.url);
  const now = call.world.clock.now();
  const views = items.map((deployment) => viewDeployment(deployment, now));
  return { body: { ...(views.length > 0 ? { deployments: views } : {}), links, meta } };
}

function get(call: Call) {
  const deployment = findDeployment(findApp(call), call.params.deployment_id);
  return { body: { deployment: viewDeployment(deployment, call.world.clock.now()) } };
}

function create(call: Call) {
  const app = findApp(call);
  const forceBuild = objectBody(call).force_build === true;
  refuseWhilePinned(app);
  const deployment = startDeployment(call.world, app, {
    cause: "manual",
    causeType: "MANUAL",
    refreshSources: true,
    forceBuild,
  });
  return { body: { deployment: viewDeployment(deployment, call.world.clock.now()) } };
}

function cancel(call: Call) {
  const now = call.world.clock.now();
  const deployment = findDeployment(findApp(call), call.params.deployment_id);
  const phase = phaseOf(deployment, now);
  if (hasEnded(phase))
    throw badRequest(`cannot cancel deployment ${deployment.id} in phase ${phase.toLowerCase()}`);
  deployment.stopped = { phase: "CANCELED", at: now };
  return { body: { deployment: viewDeployment(deployment, now) } };
}

/** A rolling restart: a deployment of what is active now, with nothing built or fetched anew. */
function restart(call: Call) {
  const app = findApp(call);
  const names = objectBody(call).components ?? [];
  if (!Array.isArray(names)) throw badRequest("error parsing request body");
  refuseWhilePinned(app);
  const { active } = app;
  if (!active) throw badRequest("the app has no active deployment to restart");
  for (const name of names)
    if (!findComponent(active.spec, String(name))) throw badRequest(`component "${name}" does not exist`);
  const deployment = startDeployment(call.world, app, {
    cause: "restart",
    causeType: "MANUAL",
    spec: active.spec,
    clonedFrom: active,
    refreshSources: false,
  });
  return { body: { deployment: viewDeployment(deployment, call.world.clock.now()) } };
}
