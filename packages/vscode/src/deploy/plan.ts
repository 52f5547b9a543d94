import {
  type App,
  type AppPlatformClient,
  type CostDelta,
  type DeployPlan,
  formatChange,
  formatMoneyChange,
  formatRange,
  InvalidSpec,
  locateServerError,
  planDeploy,
  proposalSpec,
  validateSpec,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { toRange } from "../language/convert.ts";
import { pushedCommit } from "./git.ts";
import { readySpec } from "./secrets.ts";
import type { ChosenSpec } from "./spec-choice.ts";

export interface Planned {
  readonly live: App | undefined;
  readonly plan: DeployPlan;
  /** US dollars a month, as the platform says. */
  readonly serverCost: number | undefined;
  /** Commits of the workspace that are not pushed, and so are not deployed. */
  readonly unpushed: number;
}

/** How many changes a dialog can show; the diff editor has them all. */
const SHOWN_CHANGES = 12;

/**
 * Plans what deploying a spec would do, and lets the platform check it: nothing is changed. `undefined` where the spec
 * has errors or the user gave up, which has then been said.
 */
export async function planFor(client: AppPlatformClient, chosen: ChosenSpec): Promise<Planned | undefined> {
  const { document, spec } = chosen;
  const errors = validateSpec(spec, { fileName: document.uri.path }).filter(
    ({ severity }) => severity === "error",
  );
  const [first] = errors;
  if (first) {
    await showAt(document, toRange(first.range));
    const message = vscode.l10n.t(
      "The spec has {0} errors. Line {1}: {2}",
      errors.length,
      first.range.start.line + 1,
      first.message,
    );
    void vscode.window.showErrorMessage(message);
    return undefined;
  }
  const name = String(spec.spec.name);
  const live = await client.apps.findByName(name);
  const ready = await readySpec(spec, live);
  if (!ready) return undefined;
  const { merged, unpushed = 0 } = (await pushedCommit(document.uri)) ?? {};
  const options = {
    filledPaths: ready.suppliedPaths,
    written: spec.spec,
    source: merged ? { merged } : {},
  };
  const plan = planDeploy(ready.spec, live, options);
  try {
    const proposal = await client.apps.propose({
      spec: proposalSpec(plan.spec),
      ...(live?.id === undefined ? {} : { app_id: live.id }),
    });
    if (!live && proposal.app_name_available === false) {
      const free = proposal.app_name_suggestion;
      const taken = vscode.l10n.t('The name "{0}" is taken by an app that this account cannot see.', name);
      void vscode.window.showErrorMessage(free ? `${taken} ${vscode.l10n.t('Free is "{0}".', free)}` : taken);
      return undefined;
    }
    const compared = proposal.spec
      ? planDeploy(ready.spec, live, { ...options, proposed: proposal.spec })
      : plan;
    return { live, plan: compared, serverCost: proposal.app_cost, unpushed };
  } catch (error) {
    if (!(error instanceof InvalidSpec)) throw error;
    const place =
      error.fieldPath === undefined ? undefined : locateServerError(spec, error.fieldPath, error.reason);
    if (place) await showAt(document, toRange(place.range));
    const line = place ? vscode.l10n.t("Line {0}: ", place.range.start.line + 1) : "";
    void vscode.window.showErrorMessage(
      `${line}${vscode.l10n.t("DigitalOcean refuses the spec: {0}", error.reason)}`,
    );
    return undefined;
  }
}

/** What would happen, as the text of a dialog. */
export function planText({ plan, serverCost, unpushed }: Planned): string {
  const { action, reason = "", changes, cost, blockers, secrets } = plan;
  const lines = changes.slice(0, SHOWN_CHANGES).map(formatChange);
  if (changes.length > SHOWN_CHANGES)
    lines.push(vscode.l10n.t("… and {0} more", changes.length - SHOWN_CHANGES));
  const kept = secrets.filter(({ state }) => state === "kept").length;
  return [
    costText(cost, serverCost),
    ...(action === "none" ? [vscode.l10n.t("Nothing to do. {0}", reason)] : []),
    ...(action === "create" || action === "none" ? [] : [lines.join("\n") || reason]),
    ...(unpushed === 1 ? [vscode.l10n.t("1 commit is not pushed, and will not be deployed.")] : []),
    ...(unpushed > 1
      ? [vscode.l10n.t("{0} commits are not pushed, and will not be deployed.", unpushed)]
      : []),
    ...(kept === 1 ? [vscode.l10n.t("1 secret keeps its live value.")] : []),
    ...(kept > 1 ? [vscode.l10n.t("{0} secrets keep their live value.", kept)] : []),
    ...blockers.map(({ reason }) => `⚠ ${reason.replaceAll("`", "")}`),
  ].join("\n\n");
}

export function costText({ before, after, delta }: CostDelta, serverCost: number | undefined): string {
  const ours = before
    ? `${formatMoneyChange(delta)}/mo (${formatRange(before)} → ${formatRange(after)})`
    : `${formatRange(after)}/mo`;
  return serverCost === undefined
    ? ours
    : `${ours} · ${vscode.l10n.t("DigitalOcean says ${0}", serverCost.toFixed(2))}`;
}

export async function showAt(document: vscode.TextDocument, range: vscode.Range): Promise<void> {
  await vscode.window.showTextDocument(document, { selection: range, preserveFocus: false });
}
