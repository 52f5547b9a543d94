import { type DeployPlan, type PlanOptions, planDeploy } from "@app-platform-toolkit/core";
import { REFUSED } from "../report/status.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { checkSpec, offlineResult, withServerError } from "./check.ts";
import { errorsFailure } from "./failure.ts";
import { checkName, findLiveApp } from "./live-app.ts";
import { imageNotes } from "./merge.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { withPolicy } from "./policy.ts";
import { askPlatform } from "./proposal.ts";
import { compareWithBase } from "./validate.ts";

const REFUSED_BY_POLICY =
  "DigitalOcean was not asked, because this spec asks for what a maintainer has to allow first, with the input `allow`.";

/**
 * Says what a merge would do: validates the spec, compares it with the live app, prices the difference and lets the
 * platform check it, without changing anything. Needs no more than `app:read`, and no secret.
 */
export async function propose(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform, catalog, inputs, signal } = services;
  const judged = await withPolicy(checkSpec(file, services), services);
  if (!platform || judged.isRefused) {
    const offline = await compareWithBase(judged.checked, services);
    return {
      ...offline,
      notes: [...offline.notes, judged.isRefused ? REFUSED_BY_POLICY : whyOffline(services)],
      ...errorsFailure(judged.checked.diagnostics),
    };
  }

  const live = await findLiveApp(platform, file, services);
  const checked = checkSpec(file, services, { appIsNew: live === undefined });
  const result = {
    ...offlineResult(checked, live?.spec, live?.spec ? "live" : "none", catalog),
    appId: live?.id,
  };
  if (checked.hasErrors)
    return {
      ...result,
      notes: ["DigitalOcean was not asked, because the spec has errors of its own."],
      ...errorsFailure(checked.diagnostics),
    };

  const name = await checkName(file, live, services);
  const options: PlanOptions = {
    ...(catalog ? { catalog } : {}),
    filledPaths: checked.filledPaths,
    allowSecretChanges: inputs.allowSecretChanges,
    allowDestructive: inputs.allowDestructive,
  };
  const plan = planDeploy(checked.spec, live, options);
  const notes = [
    ...(name.note ? [name.note] : []),
    ...missingSecrets(plan),
    ...imageNotes(plan.spec, inputs.images),
  ];
  const planned = (made: DeployPlan): AppResult => ({
    ...result,
    plan: made,
    changes: made.changes,
    costDelta: made.cost,
    notes,
    ...refusal(made.blockers.length, name.failure),
  });
  const answer = await askPlatform(platform, plan, live, checked, signal);
  switch (answer.kind) {
    case "answered": {
      const { spec: proposed, app_cost: serverCost = 0 } = answer.proposal;
      const made = proposed ? planDeploy(checked.spec, live, { ...options, proposed }) : plan;
      return { ...planned(made), serverCost };
    }
    case "name-taken":
      return { ...planned(plan), failure: answer.message };
    case "invalid": {
      const { diagnostics } = withServerError(checked, answer.error);
      return { ...planned(plan), diagnostics, ...errorsFailure(diagnostics) };
    }
    case "failed":
      return { ...planned(plan), failure: `DigitalOcean could not check the spec. ${answer.error.message}` };
  }
}

function refusal(blockers: number, nameFailure: string | undefined): { failure?: string } {
  if (nameFailure !== undefined) return { failure: nameFailure };
  return blockers === 0 ? {} : { failure: REFUSED };
}

function whyOffline({ context, isPrivileged }: Services): string {
  const compared = "The comparison is with the base commit, and prices are of the built-in list.";
  if (isPrivileged)
    return `Checked offline: a job of \`${context.eventName}\` has secrets, so a pull request's spec is only read there, and DigitalOcean was not asked. ${compared}`;
  if (context.pullRequest?.isFork)
    return `Checked offline: a pull request from a fork gets no secrets, so DigitalOcean was not asked. ${compared}`;
  if (context.isDependabot)
    return `Checked offline: Dependabot gets no Actions secrets, so DigitalOcean was not asked. ${compared}`;
  return `Checked offline: the workflow gives no DigitalOcean \`token\`, so the live app was not looked up. ${compared}`;
}
