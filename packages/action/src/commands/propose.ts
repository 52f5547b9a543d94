import {
  type Diagnostic,
  InvalidSpec,
  locateServerError,
  planDeploy,
  proposalSpec,
} from "@app-platform-toolkit/core";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { type CheckedSpec, checkSpec, offlineResult } from "./check.ts";
import { errorsFailure } from "./failure.ts";
import { findLiveApp } from "./live-app.ts";
import { compareWithBase } from "./validate.ts";

/**
 * Says what a merge would do: validates the spec, compares it with the live app, prices the difference and lets the
 * platform check it, without changing anything. Needs no more than `app:read`, and no secret.
 */
export async function propose(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform, catalog, inputs, signal } = services;
  if (!platform) {
    const checked = checkSpec(file, services, { secretsOptional: true });
    const offline = await compareWithBase(checked, services);
    return {
      ...offline,
      notes: [...offline.notes, whyOffline(services)],
      ...errorsFailure(checked.diagnostics),
    };
  }

  const live = await findLiveApp(platform, file, services);
  const checked = checkSpec(file, services, { secretsOptional: true, appIsNew: live === undefined });
  const before = live?.spec;
  const result = offlineResult(checked, before, before ? "live" : "none", catalog);
  if (checked.hasErrors)
    return {
      ...result,
      appId: live?.id,
      notes: ["DigitalOcean was not asked, because the spec has errors of its own."],
      ...errorsFailure(checked.diagnostics),
    };

  const plan = planDeploy(checked.spec, live, {
    ...(catalog ? { catalog } : {}),
    filledPaths: checked.filledPaths,
    allowSecretChanges: inputs.allowSecretChanges,
    allowDestructive: inputs.allowDestructive,
  });
  const planned = { ...result, appId: live?.id, plan, changes: plan.changes, costDelta: plan.cost };
  try {
    const proposal = await platform.apps.propose(
      { spec: proposalSpec(plan.spec), ...(live?.id === undefined ? {} : { app_id: live.id }) },
      { signal },
    );
    if (!live && proposal.app_name_available === false)
      return {
        ...planned,
        failure: `The name "${planned.name}" is taken by an app that this token cannot see. ${
          proposal.app_name_suggestion
            ? `Free is, for example, "${proposal.app_name_suggestion}".`
            : "Choose another name."
        }`,
      };
    return { ...planned, ...refusal(plan.blockers.length), serverCost: proposal.app_cost ?? 0 };
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const diagnostics = [...checked.diagnostics, serverDiagnostic(checked, error)];
    return { ...planned, diagnostics, ...errorsFailure(diagnostics) };
  }
}

function refusal(blockers: number): { failure?: string } {
  return blockers === 0 ? {} : { failure: "A deploy of this spec would be refused." };
}

/** What the platform refused, on the line that it is about. */
function serverDiagnostic({ document }: CheckedSpec, error: InvalidSpec): Diagnostic {
  const { path, range } = locateServerError(document, error.fieldPath ?? "", error.serverMessage);
  return {
    code: "server",
    severity: "error",
    message: `DigitalOcean refuses the spec: ${error.serverMessage}`,
    path,
    range,
  };
}

function whyOffline({ context }: Services): string {
  const compared = "The comparison is with the base commit, and prices are of the built-in list.";
  if (context.pullRequest?.isFork)
    return `Checked offline: a pull request from a fork gets no secrets, so DigitalOcean was not asked. ${compared}`;
  if (context.isDependabot)
    return `Checked offline: Dependabot gets no Actions secrets, so DigitalOcean was not asked. ${compared}`;
  return `Checked offline: the workflow gives no DigitalOcean \`token\`, so the live app was not looked up. ${compared}`;
}
