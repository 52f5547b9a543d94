import {
  type App,
  type FoundPreview,
  findPreviews,
  isOwnPreview,
  isPreviewOf,
  literalSecrets,
  type PreviewIdentity,
  parsePath,
  readPreview,
} from "@app-platform-toolkit/core";
import type { PullRequest } from "../github/context.ts";
import { InputError } from "../inputs.ts";
import type { AppResult, PreviewResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { checkSpec } from "./check.ts";
import { deployPreview, type PreviewJob, whatOvertook } from "./preview-deploy.ts";
import { planPreviewOf, previewNotes } from "./preview-plan.ts";
import { removePreview } from "./remove-preview.ts";

/**
 * Brings the preview of a pull request's spec up to its head commit: creates it, or updates the one that is there, and
 * watches it to its end.
 *
 * @param result what is known of the spec; one that failed has no preview
 */
export async function preview(file: SpecFile, result: AppResult, services: Services): Promise<AppResult> {
  const { platform, context, inputs, log, secrets, signal } = services;
  const { pullRequest } = context;
  if (!pullRequest)
    throw new InputError(
      `A preview is of a pull request, and the event "${context.eventName}" has none. Use \`on: pull_request\`.`,
    );
  const reason = whyThereIsNone(result, pullRequest, services);
  if (reason !== undefined) return { ...result, preview: { state: "refused", note: reason } };
  if (!platform)
    return refused(
      result,
      "It needs a DigitalOcean token with the scopes `app:read`, `app:create`, `app:update` and `app:delete`. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );

  const checked = checkSpec(file, services);
  const { identity, plan } = await planPreviewOf(checked, pullRequest, services);
  for (const secret of literalSecrets(plan.spec)) secrets.add(secret);
  const planned: Partial<PreviewResult> = {
    appName: plan.name,
    monthlyCost: plan.cost.monthly,
    notes: previewNotes(plan),
  };
  if (plan.refusals.length > 0) {
    const reasons = plan.refusals.map(({ path, message }) => {
      const { line, character } = checked.document.rangeOf(parsePath(path)).start;
      return `\`${file.path}:${line + 1}:${character + 1}\` ${message}`;
    });
    return refused(result, ...reasons);
  }
  log.foreign(`Preview ${plan.name} of ${identity.app}`);
  for (const note of planned.notes ?? []) log.foreign(`  ${note}`);
  const job: PreviewJob = { platform, pullRequest, identity, plan, planned, result, services };
  if (inputs.dryRun)
    return { ...result, preview: { ...planned, state: "pending", note: "Dry run: nothing was written." } };
  const overtaken = await whatOvertook(job);
  if (overtaken) return overtaken;
  const apps: App[] = [];
  for await (const app of platform.apps.list({ signal })) apps.push(app);
  const live = apps.find(({ spec }) => spec?.name === plan.name);
  if (live && !(await isOwnPreview(live, identity))) return refused(result, await whoseItIs(live, plan.name));
  for (const left of await leftBehind(apps, identity, file.path))
    await removePreview(platform, left, `was of \`${left.preview.identity.app}\``, services);
  return deployPreview(job, live);
}

/** What is no failure of the pull request, and what has been told already. */
function whyThereIsNone(
  { failure }: AppResult,
  { isFork }: PullRequest,
  { platform, context }: Services,
): string | undefined {
  if (isFork)
    return "The pull request is from a fork: its branch is not in this repository, and a preview would run a stranger's code with what the workflow sets aside for previews.";
  if (context.eventName === "pull_request_target" || context.eventName === "workflow_run")
    return `The job of \`${context.eventName}\` has secrets whoever wrote the pull request: use \`on: pull_request\`.`;
  if (!platform && context.isDependabot) return "Dependabot gets no Actions secrets.";
  return failure === undefined ? undefined : "The check of the spec failed.";
}

/** Previews of this pull request and spec file from before the app's name was changed in it. */
async function leftBehind(
  apps: readonly App[],
  identity: PreviewIdentity,
  specPath: string,
): Promise<FoundPreview[]> {
  const previews = await findPreviews(apps);
  return previews.filter(
    (found) =>
      isPreviewOf(found, identity) &&
      found.preview.specPath === specPath &&
      found.preview.identity.app !== identity.app,
  );
}

function refused(result: AppResult, ...notes: string[]): AppResult {
  const failure = `There is no preview. ${notes.join(" ")}`;
  return { ...result, preview: { state: "refused", notes, failure }, failure };
}

/** A forced name can be taken by somebody who did not know, or who did. It is never overwritten. */
async function whoseItIs(app: App, name: string): Promise<string> {
  const marked = await readPreview(app);
  const whose = marked
    ? "is marked as the preview of something else"
    : "has no marker of this toolkit, so somebody else has made it";
  return `There is an app \`${name}\` (${app.id}), which is what this preview must be called, and it ${whose}. It was left alone: rename or delete it.`;
}
