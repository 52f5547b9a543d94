import {
  type AppPlatformClient,
  AppPlatformError,
  type FoundPreview,
  findPreviews,
  isPreviewOf,
  previewScope,
} from "@app-platform-toolkit/core";
import { getPullRequest } from "../github/pulls.ts";
import { InputError } from "../inputs.ts";
import type { Services } from "../services.ts";
import { forgetPreviews } from "./forget-previews.ts";
import { previewRepository } from "./preview-identity.ts";
import { type Removal, removePreview } from "./remove-preview.ts";

/**
 * Removes every preview of the pull request, of whatever app: the spec may be renamed or gone by now. What has the
 * marker and not the name, or the name and not the marker, is somebody's, and stays.
 */
export async function deletePreview(services: Services): Promise<Removal[]> {
  const { platform, context, github, log } = services;
  const { pullRequest } = context;
  if (!pullRequest)
    throw new InputError(
      `A preview is of a pull request, and the event "${context.eventName}" has none. Use \`on: pull_request\` with \`types: [closed]\`, or \`command: sweep\` on a schedule.`,
    );
  if (!platform) {
    if (context.action === "closed") {
      log.info("There is no DigitalOcean token, so no preview was looked for.");
      return [];
    }
    throw new InputError(
      "Removing a preview needs a DigitalOcean token with the scopes `app:read` and `app:delete`. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  }
  // Closed and opened again at once: the run of the second event has a preview to keep.
  if (context.action === "closed" && github) {
    const now = await getPullRequest(github, context, pullRequest.number);
    if (now.ok && now.value.state === "open") {
      log.info("The pull request has been opened again: its preview stays.");
      return [];
    }
  }
  const owner = { ...previewRepository(context), pullRequest: pullRequest.number };
  const removals: Removal[] = [];
  for (const found of await listPreviews(platform, services)) {
    if (previewScope(found.preview.identity) !== previewScope(owner)) continue;
    const { app, preview } = found;
    const removal: Removal = isPreviewOf(found, owner)
      ? await removePreview(platform, found, "is a preview of this pull request", services)
      : {
          appId: app.id ?? "",
          name: app.spec?.name ?? "",
          pullRequest: pullRequest.number,
          outcome: "kept",
          reason: `has the marker of a preview whose name would be \`${preview.forcedName}\`: somebody has copied or renamed it`,
        };
    removals.push(removal);
  }
  await forgetPreviews(pullRequest, removals, services);
  return removals;
}

/** Who never asked for previews is not to hear of it when they cannot be looked for. */
async function listPreviews(
  platform: AppPlatformClient,
  { inputs, log, signal }: Services,
): Promise<FoundPreview[]> {
  try {
    return await findPreviews(platform.apps.list({ signal }));
  } catch (error) {
    if (!(error instanceof AppPlatformError) || inputs.preview || inputs.command !== "auto") throw error;
    log.foreign(`Previews could not be looked for. ${error.message}`);
    return [];
  }
}
