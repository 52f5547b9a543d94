import {
  type App,
  type AppPlatformClient,
  AppPlatformError,
  applyPlan,
  Conflict,
  type DeploymentEvent,
  type DeployPlan,
  type Diagnosis,
  diagnoseDeployment,
  InvalidSpec,
  literalSecrets,
  planDeploy,
  watchDeployment,
} from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import { planLines } from "../report/plan.ts";
import { duration, ProgressLog, stepName } from "../report/progress.ts";
import type { AppResult, DeploymentResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { checkSpec, offlineResult, withServerError } from "./check.ts";
import { errorsFailure } from "./failure.ts";
import { checkName, findLiveApp } from "./live-app.ts";
import { failedStepLog } from "./log-tail.ts";
import { missingSecrets } from "./missing-secrets.ts";

/** Plans, creates or updates the app, and watches the deployment to its end. */
export async function deploy(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform } = services;
  if (!platform)
    throw new InputError(
      "A deploy needs a DigitalOcean token. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  const live = await findLiveApp(platform, file, services);
  const name = await checkName(platform, file, live, services);
  try {
    return await deployTo(platform, file, live, name, services);
  } catch (error) {
    if (!(error instanceof Conflict) || live) throw error;
    // Another run has created the app since we looked: then this is an update.
    const created = await findLiveApp(platform, file, services);
    if (!created) throw error;
    services.log.info("The app was created by somebody else in the meantime, and is updated instead.");
    return deployTo(platform, file, created, name, services);
  }
}

async function deployTo(
  platform: AppPlatformClient,
  file: SpecFile,
  live: App | undefined,
  name: { readonly failure?: string; readonly note?: string },
  services: Services,
): Promise<AppResult> {
  const { catalog, inputs, log, secrets } = services;
  const checked = checkSpec(file, services, { fill: true, appIsNew: live === undefined });
  for (const secret of literalSecrets(checked.spec)) secrets.add(secret);

  const result = {
    ...offlineResult(checked, live?.spec, live ? "live" : "none", catalog),
    appId: live?.id,
  };
  if (checked.hasErrors) return { ...result, ...errorsFailure(checked.diagnostics) };
  if (name.failure) return { ...result, failure: name.failure };

  const plan = planDeploy(checked.spec, live, {
    ...(catalog ? { catalog } : {}),
    filledPaths: checked.filledPaths,
    written: checked.written,
    allowSecretChanges: inputs.allowSecretChanges,
    allowDestructive: inputs.allowDestructive,
  });
  for (const line of planLines(plan)) log.foreign(line);
  const notes = [...(name.note ? [name.note] : []), ...missingSecrets(plan)];
  const planned: AppResult = { ...result, plan, changes: plan.changes, costDelta: plan.cost, notes };
  if (plan.blockers.length)
    return {
      ...planned,
      failure: `The deploy is refused. ${plan.blockers.map(({ message }) => message).join(" ")}`,
    };
  if (inputs.dryRun) return { ...planned, notes: [...notes, "Dry run: nothing was written."] };

  try {
    const applied = await applyAndWatch(platform, plan, services);
    return { ...planned, ...applied, notes: [...notes, ...applied.notes] };
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const { diagnostics } = withServerError(checked, error);
    return { ...planned, diagnostics, ...errorsFailure(diagnostics) };
  }
}

type Deployed = Pick<AppResult, "appId" | "deployment" | "failure" | "notes">;

async function applyAndWatch(
  platform: AppPlatformClient,
  plan: DeployPlan,
  services: Services,
): Promise<Deployed> {
  const { inputs, log, signal } = services;
  const startedAtMs = services.now();
  const { app, deploymentId } = await applyPlan(platform, plan, {
    signal,
    ...(inputs.projectId === undefined ? {} : { projectId: inputs.projectId }),
  });
  const appId = app.id ?? plan.appId;
  const notes =
    inputs.projectId !== undefined && plan.action === "update"
      ? ["`project-id` is used for new apps only: this app stays in its project."]
      : [];
  if (appId === undefined || deploymentId === undefined)
    return { appId, notes: [...notes, "DigitalOcean took the spec and started no deployment."] };

  log.foreign(
    `${plan.action === "create" ? "Created" : "Updated"} ${plan.appName} (${appId}), deployment ${deploymentId}.`,
  );
  try {
    const ended = await watch(platform, appId, deploymentId, startedAtMs, services);
    const deployment = await deploymentResult(platform, appId, deploymentId, ended, startedAtMs, services);
    tellEnd(deployment, services);
    return { appId, deployment, notes, ...deploymentFailure(deployment, inputs.timeoutMs) };
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
    return {
      appId,
      deployment,
      notes,
      failure: `Deployment ${deploymentId} was not watched to its end. ${reason}`,
    };
  }
}

function tellEnd(
  { outcome, durationMs, liveUrl: url, logTail, successorId }: DeploymentResult,
  { log }: Services,
): void {
  if (outcome === "active") log.foreign(`Live after ${duration(durationMs)}${url ? `: ${url}` : "."}`);
  if (outcome === "superseded")
    log.foreign(
      `A newer deployment took over${successorId ? `: ${successorId}` : ""}. This one ended, and is no failure.`,
    );
  if (!logTail) return;
  log.group(logTail.title);
  for (const line of logTail.lines) log.foreign(line);
  log.endGroup();
}

type Ended = Extract<DeploymentEvent, { kind: "ended" }>;

async function watch(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  startedAtMs: number,
  { inputs, log, signal, now }: Services,
): Promise<Ended> {
  const progress = new ProgressLog(log, startedAtMs);
  try {
    for await (const event of watchDeployment(platform, {
      appId,
      deploymentId,
      timeoutMs: inputs.timeoutMs,
      signal,
    })) {
      progress.show(event, now());
      if (event.kind === "ended") return event;
    }
  } finally {
    progress.end();
  }
  throw new Error(`Watching deployment ${deploymentId} ended without an outcome.`);
}

async function deploymentResult(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  { outcome, deployment, successorId }: Ended,
  startedAtMs: number,
  services: Services,
): Promise<DeploymentResult> {
  const diagnosis = outcome === "error" ? diagnoseDeployment(deployment) : undefined;
  return {
    id: deploymentId,
    outcome,
    phase: deployment?.phase ?? "UNKNOWN",
    durationMs: services.now() - startedAtMs,
    liveUrl: outcome === "active" ? await liveUrl(platform, appId, services) : undefined,
    diagnosis,
    logTail: diagnosis && (await failedStepLog(platform, appId, deploymentId, diagnosis, services)),
    successorId,
  };
}

async function liveUrl(
  platform: AppPlatformClient,
  appId: string,
  { signal }: Services,
): Promise<string | undefined> {
  // The deployment is live, whatever this read says: an outage here must not turn it into a failure.
  const app: App | undefined = await platform.apps.get(appId, { signal }).catch(() => undefined);
  return app?.live_url || app?.default_ingress || undefined;
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
