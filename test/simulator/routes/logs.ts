import { badRequest, notFound } from "../server/answer.ts";
import type { Call, Route } from "../server/route.ts";
import { autoscalingLines, autoscalingPhase } from "../world/autoscaling.ts";
import { invocationLines, invocationPhase } from "../world/jobs.ts";
import { type LogQuery, type LogSources, logSources, type StreamLine } from "../world/logs.ts";
import { componentOf, deploymentOfPath, findApp } from "./find.ts";

const APP = "/v2/apps/{app_id}";
const DEPLOYMENT = `${APP}/deployments/{deployment_id}`;

export const logRoutes: Route[] = [
  logs(`${APP}/logs`, "apps_get_logs_active_deployment_aggregate", deploymentLogs),
  logs(`${APP}/components/{component_name}/logs`, "apps_get_logs_active_deployment", deploymentLogs),
  logs(`${DEPLOYMENT}/logs`, "apps_get_logs_aggregate", deploymentLogs),
  logs(`${DEPLOYMENT}/components/{component_name}/logs`, "apps_get_logs", deploymentLogs),
  logs(`${APP}/events/{event_id}/logs`, "apps_get_event_logs", eventLogs),
  logs(
    `${APP}/jobs/{job_name}/invocations/{job_invocation_id}/logs`,
    "apps_get_job_invocation_logs",
    invocationLogs,
  ),
];

function logs(path: string, operation: string, handle: Route["handle"]): Route {
  return { method: "GET", path, operation, scope: "app:read", handle };
}

function deploymentLogs(call: Call) {
  const deployment = deploymentOfPath(call, findApp(call));
  const query = logQuery(call);
  if (query.component !== undefined) componentOf(deployment, query.component);
  return answer(call, logSources(deployment, query, call.world.clock.now()));
}

function eventLogs(call: Call) {
  const event = findApp(call).autoscalings.find((each) => each.id === call.params.event_id);
  if (!event) throw notFound();
  const query = logQuery(call, "AUTOSCALE_EVENT");
  const isOver = (now: number) => !["PENDING", "IN_PROGRESS"].includes(autoscalingPhase(event, now));
  return answer(
    call,
    sourcesOf(query, (now) => autoscalingLines(event, now), isOver, call.world.clock.now()),
  );
}

function invocationLogs(call: Call) {
  const { job_name: job, job_invocation_id: id } = call.params;
  const invocation = findApp(call).jobInvocations.find((each) => each.id === id && each.jobName === job);
  if (!invocation) throw notFound();
  const query = logQuery(call, "JOB_INVOCATION");
  const isOver = (now: number) => !["PENDING", "RUNNING"].includes(invocationPhase(invocation, now));
  return answer(
    call,
    sourcesOf(query, (now) => invocationLines(invocation, now), isOver, call.world.clock.now()),
  );
}

function sourcesOf(
  query: LogQuery,
  linesUntil: (now: number) => StreamLine[],
  isOver: (now: number) => boolean,
  now: number,
): LogSources {
  const linesBetween = (from: number, to: number) =>
    linesUntil(to).filter((line) => line.at >= from && line.at < to);
  const stream = { ...query, linesBetween, isOver };
  return isOver(now) ? { archives: [stream] } : { live: stream, archives: [] };
}

function logQuery({ url, params }: Call, only?: string): LogQuery {
  const type = url.searchParams.get("type") ?? "UNSPECIFIED";
  if (only && type !== only) throw badRequest(`invalid log type "${type}"`);
  // Only the Go client sends `component_name` as a query parameter, on the aggregate paths.
  const component = params.component_name ?? url.searchParams.get("component_name") ?? "";
  const tailLines = Number(parameter(url, "tail_lines", /^-?\d{1,15}$/) ?? -1);
  return {
    type,
    follow: parameter(url, "follow", /^(true|false)$/) === "true",
    ...(component ? { component } : {}),
    ...(tailLines >= 0 ? { tailLines } : {}),
  };
}

function parameter(url: URL, key: string, shape: RegExp): string | undefined {
  const value = url.searchParams.get(key) || undefined;
  if (value !== undefined && !shape.test(value)) throw badRequest(`invalid ${key} "${value}"`);
  return value;
}

/** Nothing to show is an empty object, which clients have to expect. */
function answer({ links }: Call, { live, archives }: LogSources) {
  return {
    body: {
      ...(live ? { live_url: links.issue({ kind: "live", stream: live }) } : {}),
      ...(archives.length > 0
        ? { historic_urls: archives.map((stream) => links.issue({ kind: "archive", stream })) }
        : {}),
    },
  };
}
