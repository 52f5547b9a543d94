import { InputError } from "../inputs.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { checkSpec, offlineResult } from "./check.ts";
import { findLiveApp } from "./live-app.ts";
import { rollBack } from "./roll-back.ts";

/** Takes the app of a spec back to an earlier deployment. The spec only tells which app that is. */
export async function rollback(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform, inputs, log, catalog } = services;
  if (!platform)
    throw new InputError(
      "A rollback needs a DigitalOcean token with the scopes `app:read` and `app:update`. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  const live = await findLiveApp(platform, file, services);
  if (!live?.id)
    throw new InputError(`There is no app of the name that ${file.path} has: nothing to roll back.`);
  const back = await rollBack(platform, live.id, inputs.rollbackTo, services);
  log.foreign(back.message);
  const result: AppResult = {
    ...offlineResult(checkSpec(file, services), undefined, "unknown", catalog),
    appId: live.id,
    deployment: back.deployment && { ...back.deployment, rollback: back },
  };
  return back.state === "refused" || back.state === "failed"
    ? { ...result, failure: back.message }
    : { ...result, notes: [back.message, ...back.warnings] };
}
