import {
  type AppPlatformClient,
  AppPlatformError,
  type FoundPreview,
  isOwnPreview,
  NotFound,
  OutcomeUnknown,
} from "@app-platform-toolkit/core";
import type { Services } from "../services.ts";

/** What became of a preview that was to be removed. */
export interface Removal {
  readonly appId: string;
  readonly name: string;
  readonly pullRequest: number;
  /** `gone`: there was none any more. `kept`: it was not to be removed. `planned`: a dry run. */
  readonly outcome: "removed" | "gone" | "planned" | "kept" | "failed";
  /** One sentence's end, such as `is of pull request 7, which is closed`. */
  readonly reason: string;
}

/** A deletion whose answer was lost may be asked for again: the app is looked at before each. */
const MAX_TRIES = 3;

/**
 * Deletes a preview, if the app still has the marker and the forced name when it is looked at just before: somebody
 * may have put another spec there since the list was read.
 */
export async function removePreview(
  platform: AppPlatformClient,
  { app, preview }: FoundPreview,
  reason: string,
  { inputs, log, signal }: Pick<Services, "inputs" | "log" | "signal">,
): Promise<Removal> {
  const appId = app.id ?? "";
  const about = { appId, name: app.spec?.name ?? "", pullRequest: preview.identity.pullRequest };
  const done = (outcome: Removal["outcome"], why = reason): Removal => ({ ...about, outcome, reason: why });
  if (inputs.dryRun) return done("planned");
  try {
    for (let tries = 1; ; tries++) {
      const now = await platform.apps.get(appId, { signal });
      if (!(await isOwnPreview(now, preview.identity))) return done("kept", "is no preview any more");
      try {
        await platform.apps.delete(appId, { signal });
        log.foreign(`Removed ${about.name} (${appId}).`);
        return done("removed");
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || tries >= MAX_TRIES) throw error;
      }
    }
  } catch (error) {
    // Another run, or the request whose answer was lost.
    if (error instanceof NotFound) return done("gone");
    if (!(error instanceof AppPlatformError)) throw error;
    return done("failed", `could not be removed: ${error.message}`);
  }
}
