import { badRequest, conflict } from "../server/answer.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { startDeployment } from "../world/deployments.ts";
import { rollbackProblem, rollbackWarnings } from "../world/rollback.ts";
import type { App } from "../world/state.ts";
import { viewDeployment } from "../world/view.ts";
import { findApp, findDeployment, objectBody } from "./find.ts";

const BASE = "/v2/apps/{app_id}/rollback";

export const rollbackRoutes: Route[] = [
  route("POST", BASE, "apps_create_rollback", "app:update", create),
  route("POST", `${BASE}/validate`, "apps_validate_rollback", "app:update", validate),
  route("POST", `${BASE}/commit`, "apps_commit_rollback", "app:update", commit),
  route("POST", `${BASE}/revert`, "apps_revert_rollback", "app:update", revert),
];

/** After a rollback the app is pinned: nothing is deployed until it is committed or reverted. */
export function refuseWhilePinned(app: App): void {
  if (app.pinned)
    throw conflict(`app is pinned to deployment ${app.pinned.id}: commit or revert the rollback first`);
}

function target(call: Call) {
  const app = findApp(call);
  const body = objectBody(call);
  return { app, body, deployment: findDeployment(app, String(body.deployment_id ?? "")) };
}

/** An impossible rollback is an answer, not an error. */
function validate(call: Call) {
  const { app, deployment } = target(call);
  const error = rollbackProblem(app, deployment, call.world.clock.now());
  if (error) return { body: { valid: false, error } };
  const warnings = rollbackWarnings(deployment);
  return { body: { valid: true, ...(warnings.length > 0 ? { warnings } : {}) } };
}

function create(call: Call) {
  const { app, body, deployment } = target(call);
  const now = call.world.clock.now();
  const problem = rollbackProblem(app, deployment, now);
  if (problem) throw problem.code === "app_pinned" ? conflict(problem.message) : badRequest(problem.message);
  const started = startDeployment(call.world, app, {
    cause: `rollback to deployment ${deployment.id}`,
    causeType: "MANUAL_ROLLBACK",
    spec: deployment.spec,
    clonedFrom: deployment,
    refreshSources: false,
  });
  if (body.skip_pin === true) app.spec = structuredClone(deployment.spec);
  else app.pinned = started;
  return { body: { deployment: viewDeployment(started, now) } };
}

/** Makes the rollback's spec the app's own. The answer has no body at all. */
function commit(call: Call) {
  const app = findApp(call);
  if (!app.pinned) throw badRequest("app has no rollback to commit");
  app.spec = structuredClone(app.pinned.spec);
  app.updatedAt = call.world.clock.now();
  delete app.pinned;
  return {};
}

/** Deploys the newest spec from before the rollback again. */
function revert(call: Call) {
  const app = findApp(call);
  if (!app.pinned) throw badRequest("app has no rollback to revert");
  delete app.pinned;
  const started = startDeployment(call.world, app, {
    cause: "rollback reverted",
    causeType: "MANUAL",
    refreshSources: true,
  });
  return { body: { deployment: viewDeployment(started, call.world.clock.now()) } };
}
