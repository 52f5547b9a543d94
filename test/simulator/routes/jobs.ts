import { badRequest, notFound } from "../server/answer.ts";
import { paginate } from "../server/pagination.ts";
import type { Call, Route } from "../server/route.ts";
import { invocationPhase, viewInvocation } from "../world/jobs.ts";
import { findApp, listParameter } from "./find.ts";

const ONE = "/v2/apps/{app_id}/job-invocations/{job_invocation_id}";

export const jobRoutes: Route[] = [
  {
    method: "GET",
    path: "/v2/apps/{app_id}/job-invocations",
    operation: "apps_list_job_invocations",
    scope: "app:read",
    handle: list,
  },
  { method: "GET", path: ONE, operation: "apps_get_job_invocation", scope: "app:read", handle: get },
  {
    method: "POST",
    path: `${ONE}/cancel`,
    operation: "apps_cancel_job_invocation",
    scope: "app:update",
    handle: cancel,
  },
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
