import {
  type App,
  type Applied,
  type AppPlatformClient,
  AppPlatformError,
  applyPlan,
  type Deployment,
  type DeployPlan,
  isSameSpec,
} from "@app-platform-toolkit/core";
import type { AppResult, DeploymentResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { Planned, Round } from "./deploy.ts";
import type { AppRecord } from "./github-record.ts";
import { newerSpec } from "./merge.ts";
import { watchToEnd } from "./watch.ts";

/** A run that a newer one has overtaken writes no more. */
export type ApplyOutcome = Round | { readonly yielded: true };

/** How many successors are waited for, one after the other. */
const MAX_SUCCESSORS = 10;
/** A runner that cancels a job waits some seconds before it kills it. */
const CANCEL_WITHIN_MS = 5_000;

/** Carries the plan out, and follows the deployment that this starts or finds. */
export async function applyAndWatch(
  platform: AppPlatformClient,
  round: Planned,
  services: Services,
  record: AppRecord | undefined,
): Promise<ApplyOutcome> {
  const { plan, planned, live, file } = round;
  const { inputs, signal, log } = services;
  const startedAtMs = services.now();
  const applied = await applyPlan(platform, plan, {
    live,
    signal,
    ...(inputs.projectId === undefined ? {} : { projectId: inputs.projectId }),
  });
  const { app, deploymentId } = applied;
  const appId = app.id ?? plan.appId;
  const done = (more: Partial<AppResult>): Round => ({
    done: { ...planned, appId, ...more, notes: [...planned.notes, ...(more.notes ?? [])] },
  });
  if (applied.outcome === "stale" || applied.raced) {
    if (!inputs.forceDeploy && (await newerSpec(file, services))) return { yielded: true };
    if (applied.outcome === "stale" || applied.raced === "after") return { again: app };
  }
  if (applied.outcome === "unchanged") return done(unchanged(plan, app));
  if (appId === undefined || deploymentId === undefined)
    return done({ notes: ["DigitalOcean took the spec and started no deployment."] });

  log.foreign(appliedLine(plan, applied, appId));
  record?.status("in_progress", { description: `Deployment ${deploymentId}` });
  const watched = await watchToEnd(platform, { appId, deploymentId, startedAtMs }, services);
  if (signal.aborted) return done(await afterAbort(platform, appId, applied, watched, services));
  const isLive = watched.deployment?.outcome === "active" && watched.failure === undefined;
  if (applied.outcome === "adopted" && isLive && leavesCodeBehind(plan))
    return { again: await platform.apps.get(appId, { signal }) };
  if (watched.deployment?.outcome !== "superseded") return done(watched);
  return superseded(platform, { appId, startedAtMs, watched, round }, services, done);
}

/** A push deploys what follows it, which need not be all that is built from the repository. */
function leavesCodeBehind({ deploymentId, sources }: DeployPlan): boolean {
  return (
    deploymentId === undefined &&
    sources.some(({ state, deployOnPush }) => state === "changed" && !deployOnPush)
  );
}

function appliedLine(
  { action, appName }: DeployPlan,
  { outcome, deploymentId }: Applied,
  appId: string,
): string {
  if (outcome === "adopted") return `Following deployment ${deploymentId} of ${appName} (${appId}).`;
  const verb = { create: "Created", update: "Updated" }[action as string] ?? "Deploying";
  return `${verb} ${appName} (${appId}), deployment ${deploymentId}.`;
}

/** Nothing was sent: the result is that of the deployment which has it all. */
function unchanged({ deploymentId, reason = "" }: DeployPlan, app: App): Partial<AppResult> {
  const liveUrl = app.live_url || app.default_ingress || undefined;
  const note = `Nothing was sent. ${reason} \`force-deploy\` deploys all the same.`;
  if (deploymentId === undefined) return { notes: [note] };
  const deployment: DeploymentResult = {
    id: deploymentId,
    outcome: "active",
    phase: "ACTIVE",
    durationMs: 0,
    already: true,
    liveUrl,
  };
  return { deployment, notes: [note] };
}

type Watched = Awaited<ReturnType<typeof watchToEnd>>;

/** Only what this run has started is its to cancel. */
async function afterAbort(
  platform: AppPlatformClient,
  appId: string,
  { outcome, deploymentId = "" }: Applied,
  watched: Watched,
  { inputs }: Services,
): Promise<Partial<AppResult>> {
  const failure = watched.failure ?? "The job was canceled.";
  if (!inputs.cancelOnAbort || outcome !== "started")
    return { ...watched, failure: `${failure} The deployment goes on.` };
  try {
    await platform.deployments.cancel(appId, deploymentId, { signal: AbortSignal.timeout(CANCEL_WITHIN_MS) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...watched, failure: `${failure} The deployment could not be canceled and goes on. ${reason}` };
  }
  const deployment = watched.deployment && {
    ...watched.deployment,
    outcome: "canceled" as const,
    phase: "CANCELED",
  };
  return { ...watched, deployment, failure: `${failure} The deployment was canceled with it.` };
}

interface Superseded {
  readonly appId: string;
  readonly startedAtMs: number;
  readonly watched: Watched;
  readonly round: Planned;
}

/**
 * Another deployment took over. One of the same spec, as the platform's own for the push is, does what ours was to do
 * and is followed. One with another spec is an older run's that came late, unless a newer run has the word.
 */
async function superseded(
  platform: AppPlatformClient,
  { appId, startedAtMs, watched, round }: Superseded,
  services: Services,
  done: (more: Partial<AppResult>) => Round,
): Promise<ApplyOutcome> {
  const { inputs, log, now, signal } = services;
  const names: string[] = [];
  let last = watched;
  while (last.deployment?.outcome === "superseded" && names.length < MAX_SUCCESSORS && !signal.aborted) {
    const { successorId } = last.deployment;
    const successor = successorId && (await readDeployment(platform, appId, successorId, services));
    if (!successor) break;
    names.push(successorId);
    const sameSpec = successor.spec === undefined || isSameSpec(successor.spec, round.plan.spec);
    const isPush = successor.cause_details?.type === "DEPLOY_ON_PUSH";
    if (!sameSpec && !(await newerSpec(round.file, services))) {
      log.foreign(`Deployment ${successorId} has another spec, and this commit is the newest.`);
      return { again: await platform.apps.get(appId, { signal }) };
    }
    if (inputs.onSuperseded !== "follow" && !(sameSpec && isPush)) break;
    log.foreign(`Following deployment ${successorId}, which took over.`);
    const timeoutMs = Math.max(1_000, inputs.timeoutMs - (now() - startedAtMs));
    const limited = { ...services, inputs: { ...inputs, timeoutMs } };
    last = await watchToEnd(platform, { appId, deploymentId: successorId, startedAtMs }, limited);
  }
  if (last.deployment?.outcome !== "superseded")
    return done({
      ...last,
      notes: [`Deployment ${watched.deployment?.id} was superseded by ${names.join(", then ")}.`],
    });
  const by = last.deployment.successorId ?? "another deployment";
  const sentence = `Deployment ${last.deployment.id} was superseded by ${by}.`;
  return done(
    inputs.onSuperseded === "fail" ? { ...last, failure: sentence } : { ...last, notes: [sentence] },
  );
}

async function readDeployment(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  { log, signal }: Services,
): Promise<Deployment | undefined> {
  try {
    return await platform.deployments.get(appId, deploymentId, { signal });
  } catch (error) {
    if (!(error instanceof AppPlatformError)) throw error;
    log.foreign(`Deployment ${deploymentId}, which took over, could not be read. ${error.message}`);
    return undefined;
  }
}
