import { badRequest, notFound } from "../server/answer.ts";
import { paginate } from "../server/pagination.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { invocationPhase, viewInvocation } from "../world/jobs.ts";
import { findApp, listParameter } from "./find.ts";

const ONE = "/v2/apps/{app_id}/job-invocations/{job_invocation_id}";

export const jobRoutes: Route[] = [
  route("GET", "/v2/apps/{app_id}/job-invocations", "apps_list_job_invocations", "app:read", list),
  route("GET", ONE, "apps_get_job_invocation", "app:read", get),
  route("POST", `${ONE}/cancel`, "apps_cancel_job_invocation", "app:update", cancel),
];

/** Newest first. */
function list(call: Call) {
  const names = listParameter(call.url, "job_names");
  const deploymentId = call.url.searchParams.get("deployment_id");
  const now = call.world.clock.now();
  const invocations = findApp(call)
    .jobInvocations.filter(({ jobName }) => names.length === 0 || names.includes(jobName))
    .filter((invocation) => !deploymentId || invocation.deploymentId === deploymentId)
    .map((invocation) => viewInvocation(invocation, now))
    .reverse();
  const { items, links } = paginate(invocations, call.url);
  return { body: { ...(items.length > 0 ? { job_invocations: items } : {}), links } };
}

function find(call: Call) {
  const invocation = findApp(call).jobInvocations.find((each) => each.id === call.params.job_invocation_id);
  const name = call.url.searchParams.get("job_name");
  if (!invocation || (name && invocation.jobName !== name)) throw notFound();
  return invocation;
}

/** Wrapped in `job_invocation`: the text and the Go client say so, though the schema shows it bare. */
function get(call: Call) {
  return { body: { job_invocation: viewInvocation(find(call), call.world.clock.now()) } };
}

function cancel(call: Call) {
  const now = call.world.clock.now();
  const invocation = find(call);
  const phase = invocationPhase(invocation, now);
  if (phase !== "PENDING" && phase !== "RUNNING")
    throw badRequest(`cannot cancel a job invocation in phase ${phase.toLowerCase()}`);
  invocation.canceledAt = now;
  return { body: { job_invocation: viewInvocation(invocation, now) } };
}
