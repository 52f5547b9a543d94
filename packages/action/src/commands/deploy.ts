import {
  type App,
  type AppPlatformClient,
  Conflict,
  type DeployPlan,
  InvalidSpec,
  imagesOf,
  literalSecrets,
  type PlanOptions,
  planDeploy,
} from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import { planLines } from "../report/plan.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { applyAndWatch } from "./apply.ts";
import { type CheckedSpec, checkSpec, offlineResult, withServerError } from "./check.ts";
import { errorsFailure } from "./failure.ts";
import { AppRecord, lastStatus } from "./github-record.ts";
import { checkName, findLiveApp } from "./live-app.ts";
import { imageNotes, isOvertaken, mergedCommit, sourceFacts } from "./merge.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { askPlatform } from "./proposal.ts";

/** Plans and writes: more often the app is changed by others each time that we look. */
const MAX_ROUNDS = 4;

/** A plan that was carried out, or that somebody else's write has made worthless: then with the app as it is now. */
export type Round = { readonly done: AppResult } | { readonly again: App };

/**
 * Plans, creates or updates the app or deploys its new code, and watches the deployment to its end. What somebody
 * else writes in the meantime is planned for anew.
 */
export async function deploy(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform, log } = services;
  if (!platform)
    throw new InputError(
      "A deploy needs a DigitalOcean token. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  let live = await findLiveApp(platform, file, services);
  const name = await checkName(file, live, services);
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const outcome = await deployTo(platform, file, live, name, services);
    if ("done" in outcome) return outcome.done;
    log.info("The app was changed by somebody else in the meantime: the plan is made anew.");
    live = outcome.again;
  }
  throw new InputError(
    `Somebody else changed the app each of the ${MAX_ROUNDS} times that this run was about to write it or had written it. Run the job again when nobody else does.`,
  );
}

async function deployTo(
  platform: AppPlatformClient,
  file: SpecFile,
  live: App | undefined,
  name: { readonly failure?: string; readonly note?: string },
  services: Services,
): Promise<Round> {
  const { catalog, inputs, log, secrets } = services;
  const checked = checkSpec(file, services, { fill: true, appIsNew: live === undefined });
  for (const secret of literalSecrets(checked.spec)) secrets.add(secret);

  const result = {
    ...offlineResult(checked, live?.spec, live ? "live" : "none", catalog),
    appId: live?.id,
  };
  const done = (more: Partial<AppResult>): Round => ({ done: { ...result, ...more } });
  if (checked.hasErrors) return done(errorsFailure(checked.diagnostics));
  if (name.failure) return done({ failure: name.failure });

  const made = await makePlan(platform, checked, live, services);
  if ("again" in made) return made;
  if ("refused" in made) return done(made.refused);
  const { plan, serverCost } = made;
  for (const line of planLines(plan, imagesOf(plan.spec, inputs.images))) log.foreign(line);
  const notes = [
    ...(name.note ? [name.note] : []),
    ...missingSecrets(plan),
    ...imageNotes(plan.spec, inputs.images),
    ...projectNotes(plan, services),
  ];
  const planned: AppResult = {
    ...result,
    plan,
    changes: plan.changes,
    costDelta: plan.cost,
    notes,
    serverCost,
  };
  if (plan.blockers.length)
    return done({
      ...planned,
      failure: `The deploy is refused. ${plan.blockers.map(({ message }) => message).join(" ")}`,
    });
  if (inputs.dryRun) return done({ ...planned, notes: [...notes, "Dry run: nothing was written."] });
  if (await isOvertaken(plan, live, file, services)) return done(yielded(planned, services));
  return carryOut(platform, { file, checked, live, plan, planned }, services);
}

/** All that a round has found out before it writes. */
export interface Planned {
  readonly file: SpecFile;
  readonly checked: CheckedSpec;
  readonly live: App | undefined;
  readonly plan: DeployPlan;
  readonly planned: AppResult;
}

async function carryOut(platform: AppPlatformClient, round: Planned, services: Services): Promise<Round> {
  const { checked, plan, planned, file } = round;
  const record = plan.action === "none" ? undefined : new AppRecord(plan.appName, services);
  try {
    const outcome = await applyAndWatch(platform, round, services, record);
    if ("again" in outcome) return outcome;
    if ("yielded" in outcome) {
      await record?.end("inactive", { description: "A newer run deploys this app." });
      return { done: yielded(planned, services) };
    }
    await record?.end(...lastStatus(outcome.done));
    return outcome;
  } catch (error) {
    await record?.end("error", { description: "The deploy could not be carried out." });
    if (error instanceof Conflict && plan.action === "create") {
      // Another run has created the app since we looked: then this is an update.
      const created = await findLiveApp(platform, file, services, "now");
      if (created) return { again: created };
    }
    if (!(error instanceof InvalidSpec)) throw error;
    const { diagnostics } = withServerError(checked, error);
    return { done: { ...planned, diagnostics, ...errorsFailure(diagnostics) } };
  }
}

type Made =
  | { readonly plan: DeployPlan; readonly serverCost?: number | undefined }
  | { readonly refused: Partial<AppResult> }
  | { readonly again: App };

/** Plans by our own reading first, and where that finds changes by the platform's: its defaults are no change. */
async function makePlan(
  platform: AppPlatformClient,
  checked: CheckedSpec,
  live: App | undefined,
  services: Services,
): Promise<Made> {
  const { catalog, inputs, context, log, signal } = services;
  const options: PlanOptions = {
    ...(catalog ? { catalog } : {}),
    filledPaths: checked.filledPaths,
    written: checked.written,
    source: await sourceFacts(checked.spec, live, services),
    ...(inputs.recordRun ? { record: { commit: mergedCommit(context).sha, run: context.runUrl } } : {}),
    allowSecretChanges: inputs.allowSecretChanges,
    allowDestructive: inputs.allowDestructive,
  };
  const plan = planDeploy(checked.spec, live, options);
  if (plan.changes.length === 0 && !inputs.dryRun) return { plan };
  const answer = await askPlatform(platform, plan, live, checked, signal);
  switch (answer.kind) {
    case "answered": {
      const { spec: proposed, app_cost: serverCost = 0 } = answer.proposal;
      return { plan: proposed ? planDeploy(checked.spec, live, { ...options, proposed }) : plan, serverCost };
    }
    case "invalid": {
      const { diagnostics } = withServerError(checked, answer.error);
      return { refused: { plan, diagnostics, ...errorsFailure(diagnostics) } };
    }
    case "name-taken": {
      // By another run, since we looked: then this is an update.
      const created = await findLiveApp(platform, checked.file, services, "now");
      return created ? { again: created } : { refused: { plan, failure: answer.message } };
    }
    case "failed":
      log.foreign(`DigitalOcean could not check the plan beforehand. ${answer.error.message}`);
      return { plan };
  }
}

function projectNotes({ action }: DeployPlan, { inputs }: Services): string[] {
  return inputs.projectId !== undefined && action !== "create"
    ? ["`project-id` is used for new apps only: this app stays in its project."]
    : [];
}

/** The older of two runs leaves the app to the newer one: no failure, and said. */
function yielded(planned: AppResult, { context, log }: Services): AppResult {
  const branch = mergedCommit(context).branch ?? "the branch";
  const note = `A newer commit of \`${branch}\` has another spec, and its run has the word: this run leaves the app to it. \`force-deploy\` deploys this commit all the same.`;
  log.foreign(note);
  return { ...planned, notes: [...planned.notes, note] };
}
