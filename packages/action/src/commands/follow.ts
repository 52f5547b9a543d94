import {
  type App,
  type AppPlatformClient,
  AppPlatformError,
  type DeployedSource,
  type DeploymentEvent,
  DeploymentLogs,
  type Diagnosis,
  deployedSources,
  diagnoseDeployment,
  stepTimes,
  watchDeployment,
} from "@app-platform-toolkit/core";
import { duration, ProgressLog, stepName } from "../report/progress.ts";
import type { AppResult, DeploymentResult } from "../result.ts";
import type { Services } from "../services.ts";
import { failedStepLog } from "./log-tail.ts";
import { verificationFailure, verifyDeployment } from "./verify.ts";

/** A deployment that this run has started or adopted. */
export interface WatchedDeployment {
  readonly appId: string;
  readonly deploymentId: string;
  /** When the run began it: `now()` of the services, in milliseconds. */
  readonly startedAtMs: number;
  /**
   * What the components must run, beside the images that the spec names by their digest. Unless given it is the
   * commit that was merged, or a newer one.
   */
  readonly expected?: readonly DeployedSource[];
}

/** How a deployment that was followed ended, and why the step fails because of it. */
export type Followed = Pick<AppResult, "failure"> & { readonly deployment: DeploymentResult };

/** Follows a deployment and its logs to its end, checks what is live then, and tells the log how it went. */
export async function follow(
  platform: AppPlatformClient,
  watched: WatchedDeployment,
  services: Services,
  onEvent: (event: DeploymentEvent) => void = () => {},
): Promise<Followed> {
  const { deploymentId, startedAtMs } = watched;
  const { inputs, signal } = services;
  await using logs = deploymentLogs(platform, watched, services);
  try {
    const ended = await watch(platform, watched, logs, services, onEvent);
    await logs.end(ended.outcome);
    const deployment = await deploymentResult(platform, watched, ended, logs, services);
    tellEnd(deployment, services);
    if (deployment.outcome !== "active" || !ended.deployment)
      return { deployment, ...deploymentFailure(deployment, inputs.timeoutMs) };
    const live = { appId: watched.appId, deployment: ended.deployment, liveUrl: deployment.liveUrl };
    const checks = await verifyDeployment(platform, live, watched.expected, services);
    return { deployment: { ...deployment, checks }, ...verificationFailure(deploymentId, checks) };
  } catch (error) {
    // What has been written is known, and later steps need it, whatever becomes of the watching.
    if (!(error instanceof AppPlatformError) && !signal.aborted) throw error;
    const durationMs = services.now() - startedAtMs;
    const deployment: DeploymentResult = {
      id: deploymentId,
      outcome: "unknown",
      phase: "UNKNOWN",
      durationMs,
    };
    const reason = error instanceof Error ? error.message : String(error);
    return { deployment, failure: `Deployment ${deploymentId} was not watched to its end. ${reason}` };
  }
}

/** BUILD and DEPLOY logs go to the job log as they come; those of the new containers are kept for their last words. */
function deploymentLogs(
  platform: AppPlatformClient,
  { appId, deploymentId }: WatchedDeployment,
  { inputs, log, signal }: Services,
): DeploymentLogs {
  return new DeploymentLogs(platform, {
    appId,
    deploymentId,
    signal,
    onLine: (type, { component, text }) => {
      if (inputs.logs === "live" && type !== "RUN")
        log.within(LOG_TITLES[type], `${component ? `${component} │ ` : ""}${text}`);
    },
    onNotice: (message) => log.foreign(message),
  });
}

const LOG_TITLES = { BUILD: "Build log", DEPLOY: "Deploy log" };

type Ended = Extract<DeploymentEvent, { kind: "ended" }>;

async function watch(
  platform: AppPlatformClient,
  { appId, deploymentId, startedAtMs }: WatchedDeployment,
  logs: DeploymentLogs,
  { inputs, log, signal, now }: Services,
  onEvent: (event: DeploymentEvent) => void,
): Promise<Ended> {
  const progress = new ProgressLog(log, startedAtMs);
  const limits = { timeoutMs: inputs.timeoutMs, signal };
  for await (const event of watchDeployment(platform, { appId, deploymentId, ...limits })) {
    progress.show(event, now());
    onEvent(event);
    if (inputs.logs !== "never") logs.follow(event);
    if (event.kind === "ended") return event;
  }
  throw new Error(`Watching deployment ${deploymentId} ended without an outcome.`);
}

async function deploymentResult(
  platform: AppPlatformClient,
  watched: WatchedDeployment,
  { outcome, deployment, successorId }: Ended,
  logs: DeploymentLogs,
  services: Services,
): Promise<DeploymentResult> {
  const { appId, deploymentId, startedAtMs } = watched;
  const diagnosis = outcome === "error" ? diagnoseDeployment(deployment) : undefined;
  const withTail = diagnosis && services.inputs.logs !== "never";
  const app =
    outcome === "active" || outcome === "error" ? await readApp(platform, appId, services) : undefined;
  return {
    id: deploymentId,
    outcome,
    phase: deployment?.phase ?? "UNKNOWN",
    durationMs: services.now() - startedAtMs,
    steps: deployment ? stepTimes(deployment) : [],
    sources: deployment ? deployedSources(deployment) : [],
    liveUrl: outcome === "active" ? app?.live_url || app?.default_ingress || undefined : undefined,
    diagnosis,
    stillServing: outcome === "error" && app ? (app.active_deployment?.id ?? "nothing") : undefined,
    logTail: withTail ? await failedStepLog(platform, watched, logs, diagnosis, services) : undefined,
    successorId,
  };
}

/** Best effort: the deployment has ended as it has, and an outage here must not turn that around. */
async function readApp(
  platform: AppPlatformClient,
  appId: string,
  { signal }: Services,
): Promise<App | undefined> {
  return platform.apps.get(appId, { signal }).catch(() => undefined);
}

function tellEnd(
  { outcome, durationMs, liveUrl: url, logTail, successorId }: DeploymentResult,
  { log }: Services,
): void {
  if (outcome === "active") log.foreign(`Live after ${duration(durationMs)}${url ? `: ${url}` : "."}`);
  if (outcome === "superseded")
    log.foreign(`A newer deployment took over${successorId ? `: ${successorId}` : ""}.`);
  if (!logTail) return;
  for (const line of logTail.lines) log.within(logTail.title, line);
}

function deploymentFailure(
  { outcome, diagnosis, id, phase }: DeploymentResult,
  timeoutMs: number,
): { failure?: string } {
  switch (outcome) {
    case "active":
    case "superseded":
      return {};
    case "unknown":
      return { failure: `Nobody knows how deployment ${id} ended.` };
    case "canceled":
      return { failure: `Deployment ${id} was canceled.` };
    case "timed-out":
      return {
        failure: `Deployment ${id} was still ${phase} after ${duration(timeoutMs)}. It goes on; raise \`timeout\` to wait longer.`,
      };
    case "error":
      return { failure: diagnosis ? failureText(diagnosis) : `Deployment ${id} failed.` };
  }
}

/** What failed, where in the step tree, by which reason code, and what to do. */
function failureText({ title, hint, code, stepPath }: Diagnosis): string {
  const where = [code, stepPath.length ? `at ${stepName(stepPath)}` : ""].filter(Boolean).join(" ");
  return [title, where && `(${where})`, hint].filter(Boolean).join(" ");
}
