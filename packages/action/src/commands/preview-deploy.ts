import {
  type App,
  type Applied,
  type AppPlatformClient,
  AppPlatformError,
  applyPlan,
  Conflict,
  type DeployPlan,
  InvalidSpec,
  isOwnPreview,
  type PreviewIdentity,
  type PreviewPlan,
  planDeploy,
} from "@app-platform-toolkit/core";
import type { PullRequest } from "../github/context.ts";
import { getPullRequest } from "../github/pulls.ts";
import { InputError } from "../inputs.ts";
import type { AppResult, PreviewResult } from "../result.ts";
import type { Services } from "../services.ts";
import { follow } from "./follow.ts";
import { forgetPreviews } from "./forget-previews.ts";
import { beginPreviewRecord } from "./preview-record.ts";
import { removePreview } from "./remove-preview.ts";

/** One preview on its way: what it is of, what it will be, and what is already known of its spec. */
export interface PreviewJob {
  readonly platform: AppPlatformClient;
  readonly pullRequest: PullRequest;
  readonly identity: PreviewIdentity;
  readonly plan: PreviewPlan;
  /** What is known of it before it is there. */
  readonly planned: Partial<PreviewResult>;
  readonly result: AppResult;
  readonly services: Services;
}

const MAX_WRITES = 3;

/** What the pull request is now decides who writes: nobody for a closed one, and the run of a newer commit. */
export async function whatOvertook(job: PreviewJob): Promise<AppResult | undefined> {
  const now = await pullRequestNow(job);
  if (now?.state === "closed") return removed(job);
  if (now === undefined || now.headSha === job.pullRequest.headSha) return undefined;
  return finished(job, {
    state: "pending",
    note: `A newer commit (\`${now.headSha.slice(0, 7)}\`) is there: its run updates the preview.`,
  });
}

/** Creates or updates the app and follows it to its end. */
export async function deployPreview(job: PreviewJob, live: App | undefined): Promise<AppResult> {
  const { platform, plan, identity, pullRequest, services } = job;
  const record = await beginPreviewRecord(pullRequest, identity.app, services);
  services.showProgress(finished(job, { state: "pending" }));
  const startedAtMs = services.now();
  const applied = await write(job, live).catch((error: unknown) => {
    if (error instanceof AppPlatformError || error instanceof InputError) return error;
    throw error;
  });
  // Its previews may have been removed just before this one was made.
  if (await isClosed(job)) return removed(job);
  if (applied instanceof Error) {
    await record?.status("error");
    return failedWith(job, { note: reasonOf(applied) });
  }
  const { app, deploymentId } = applied;
  const appId = app.id ?? live?.id;
  if (appId === undefined || deploymentId === undefined)
    return finished(job, { state: "pending", appId, note: "DigitalOcean started no deployment." });

  services.log.foreign(`${doneTo(applied, live)} ${plan.name} (${appId}), deployment ${deploymentId}.`);
  await record?.status("in_progress");
  let phase = "";
  const watched = { appId, deploymentId, startedAtMs };
  const { deployment, failure } = await follow(platform, watched, services, (event) => {
    if (event.kind === "phase") phase = event.phase;
    services.showProgress(finished(job, { state: "pending", appId, phase }));
  });
  if (await isClosed(job)) return removed(job);
  switch (deployment?.outcome) {
    case "active":
      // What another run has begun may have fetched the branch before this commit was there.
      if (applied.outcome === "adopted") {
        const now = await platform.apps.get(appId, { signal: services.signal });
        if (planWrite(job, now).action !== "none") return deployPreview(job, now);
      }
      await record?.status("success", { environmentUrl: deployment.liveUrl });
      return finished(job, { state: "live", appId, url: deployment.liveUrl });
    case "superseded":
      await record?.status("inactive");
      return finished(job, { state: "pending", appId, note: "A newer deployment took over." });
    default:
      await record?.status("failure");
      return failedWith(job, {
        appId,
        phase: deployment?.phase,
        note: failure,
        diagnosis: deployment?.diagnosis,
        logTail: deployment?.logTail,
      });
  }
}

function doneTo({ outcome }: Applied, live: App | undefined): string {
  if (outcome === "unchanged") return "Nothing has changed in";
  if (outcome === "adopted") return "A deployment is under way of";
  return live ? "Updated" : "Created";
}

/**
 * Writes what is missing. Another run of the pull request may write at the same moment: then all is looked at anew, and
 * nothing is sent where it has done everything already.
 */
async function write(job: PreviewJob, live: App | undefined): Promise<Applied> {
  const { platform, identity, plan, services } = job;
  const { signal, inputs } = services;
  for (let tries = 1, app = live; ; tries++) {
    const deploy = planWrite(job, app);
    const [blocker] = deploy.blockers;
    if (blocker) throw new InputError(blocker.message);
    const applied = await applyPlan(platform, deploy, {
      live: app,
      signal,
      ...(inputs.projectId === undefined ? {} : { projectId: inputs.projectId }),
    }).catch((error: unknown) => {
      if (error instanceof Conflict && !app && tries < MAX_WRITES) return undefined;
      throw error;
    });
    if (applied && (applied.outcome !== "stale" || tries >= MAX_WRITES)) return applied;
    app = await platform.apps.findByName(plan.name, { signal });
    if (app && !(await isOwnPreview(app, identity)))
      throw new InputError(`The app \`${plan.name}\` was replaced by somebody else's. It was left alone.`);
  }
}

function planWrite({ plan, pullRequest, services }: PreviewJob, live: App | undefined): DeployPlan {
  const { context, catalog } = services;
  const { owner, name } = context.repository;
  return planDeploy(plan.spec, live, {
    ...(catalog ? { catalog } : {}),
    filledPaths: plan.filledPaths,
    source: {
      merged: {
        repository: `${owner}/${name}`,
        serverUrl: context.serverUrl,
        branch: pullRequest.headRef,
        sha: pullRequest.headSha,
      },
    },
    // What the app has it got from an earlier commit of the same pull request: nothing of it is worth keeping.
    allowSecretChanges: true,
    allowDestructive: true,
  });
}

/** The pull request as it is now; undefined where GitHub does not tell. */
async function pullRequestNow({ pullRequest, services }: PreviewJob): Promise<PullRequest | undefined> {
  const { github, context, warnings } = services;
  if (!github) return undefined;
  const now = await getPullRequest(github, context, pullRequest.number);
  if (now.ok) return now.value;
  warnings.tell(now.failure);
  return undefined;
}

async function isClosed(job: PreviewJob): Promise<boolean> {
  return (await pullRequestNow(job))?.state === "closed";
}

/** The pull request was closed: whatever is there of this preview goes, whoever made it. */
async function removed(job: PreviewJob): Promise<AppResult> {
  const { platform, identity, plan, pullRequest, services } = job;
  const app = await platform.apps.findByName(plan.name, { signal: services.signal });
  if (app && (await isOwnPreview(app, identity))) {
    const found = { app, preview: { identity, forcedName: plan.name } };
    const removal = await removePreview(platform, found, "is of a pull request that was closed", services);
    await forgetPreviews({ ...pullRequest, state: "closed" }, [removal], services);
    if (removal.outcome === "failed") return failedWith(job, { appId: app.id, note: `It ${removal.reason}` });
  }
  return finished(job, { state: "removed", note: "The pull request was closed." });
}

function finished({ result, planned }: PreviewJob, preview: PreviewResult): AppResult {
  return { ...result, preview: { ...planned, ...preview } };
}

function failedWith(job: PreviewJob, preview: Omit<PreviewResult, "state">): AppResult {
  const failure = `The preview failed. ${preview.note ?? ""}`.trim();
  return { ...finished(job, { ...preview, state: "failed", failure }), failure };
}

function reasonOf(error: Error): string {
  return error instanceof InvalidSpec
    ? `DigitalOcean refuses its spec at \`${error.fieldPath ?? "?"}\`: ${error.serverMessage}`
    : error.message;
}
