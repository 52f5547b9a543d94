import {
  type App,
  type AppPlatformClient,
  Conflict,
  InvalidSpec,
  literalSecrets,
  planDeploy,
} from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import { planLines } from "../report/plan.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { applyAndWatch } from "./apply.ts";
import { checkSpec, offlineResult, withServerError } from "./check.ts";
import { errorsFailure } from "./failure.ts";
import { checkName, findLiveApp } from "./live-app.ts";
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
