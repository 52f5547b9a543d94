import { rfc3339 } from "./clock.ts";
import { matchesCron } from "./cron.ts";
import { Random } from "./random.ts";
import type { Component } from "./spec.ts";
import type { App, JobInvocation, World } from "./state.ts";
import { deployFailure } from "./triggers.ts";

const MINUTE_MS = 60_000;
/** After a long jump of the clock only the last week of schedules is played. */
const CATCH_UP_MS = 7 * 86_400_000;

/** Starts every scheduled run that has become due since the last look. Schedules are read as UTC (simulated). */
export function settleJobs(world: World, app: App, now: number): void {
  const active = app.active;
  const from = Math.max(app.scheduledUntil, active?.timeline.endsAt ?? now, now - CATCH_UP_MS);
  app.scheduledUntil = now;
  const jobs = (active?.spec.jobs ?? []).filter((job) => job.kind === "SCHEDULED");
  if (!active || jobs.length === 0) return;
  for (let minute = Math.ceil((from + 1) / MINUTE_MS) * MINUTE_MS; minute <= now; minute += MINUTE_MS)
    for (const job of jobs)
      if (job.schedule?.cron && matchesCron(job.schedule.cron, minute)) invoke(world, app, job, minute);
}

function invoke(world: World, app: App, job: Component, at: number): void {
  if (!app.active) return;
  const id = world.random.uuid();
  const random = new Random(`${world.seed}:${id}`);
  const startsAt = at + random.integer(2, 9) * 1000;
  const index = app.active.spec.jobs?.indexOf(job) ?? 0;
  const failure = deployFailure(app.active.spec, { list: "jobs", index, component: job }, app.secrets);
  app.jobInvocations.push({
    id,
    jobName: job.name,
    deploymentId: app.active.id,
    createdAt: at,
    startsAt,
    endsAt: startsAt + random.integer(15, 60) * 1000,
    failed: failure !== undefined,
    schedule: { cron: job.schedule?.cron ?? "", time_zone: job.schedule?.time_zone ?? "UTC" },
  });
}

export function invocationPhase(invocation: JobInvocation, now: number) {
  if (invocation.canceledAt !== undefined) return "CANCELED";
  if (now < invocation.startsAt) return "PENDING";
  if (now < invocation.endsAt) return "RUNNING";
  return invocation.failed ? "FAILED" : "SUCCEEDED";
}

export function viewInvocation(invocation: JobInvocation, now: number) {
  const phase = invocationPhase(invocation, now);
  const ended = phase !== "PENDING" && phase !== "RUNNING";
  return {
    id: invocation.id,
    job_name: invocation.jobName,
    deployment_id: invocation.deploymentId,
    phase,
    trigger: { type: "SCHEDULED", scheduled: { schedule: invocation.schedule } },
    created_at: rfc3339(invocation.createdAt),
    ...(now >= invocation.startsAt ? { started_at: rfc3339(invocation.startsAt) } : {}),
    ...(ended ? { completed_at: rfc3339(invocation.canceledAt ?? invocation.endsAt) } : {}),
  };
}

export function invocationLines(invocation: JobInvocation, now: number) {
  const end = invocation.canceledAt ?? invocation.endsAt;
  const last = invocation.failed ? "ended with exit code 1" : "done";
  const texts: [number, string][] = [
    [invocation.startsAt, "started by its schedule"],
    [(invocation.startsAt + end) / 2, "working"],
    [end, invocation.canceledAt === undefined ? last : "canceled"],
  ];
  return texts
    .map(([at, text]) => ({ component: invocation.jobName, at: Math.floor(at), text }))
    .filter(({ at }) => at <= now);
}
