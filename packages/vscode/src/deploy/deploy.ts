import {
  type AppPlatformClient,
  applyPlan,
  DeploymentLogs,
  type Diagnosis,
  diagnoseDeployment,
  type EndedEvent,
  type StepEvent,
  sanitizeLogText,
  suspectIn,
  watchDeployment,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName } from "../app-target.ts";
import type { AppsTree } from "../apps/tree.ts";
import { toRange } from "../language/convert.ts";
import type { SpecComparison } from "./compare.ts";
import { type Planned, planFor, planText, showAt } from "./plan.ts";
import type { ChosenSpec } from "./spec-choice.ts";

/** Of the log of a failure: what a container said before it crashed is at the end. */
const SHOWN_LINES = 500;

export interface Tools {
  readonly client: AppPlatformClient;
  readonly comparison: SpecComparison;
  readonly tree: AppsTree;
  readonly signedOut: AbortSignal | undefined;
}

/** Shows what deploying a spec would change and cost, and changes nothing. */
export async function propose(chosen: ChosenSpec, tools: Tools): Promise<void> {
  const planned = await planning(chosen, tools);
  if (!planned) return;
  const { plan, live } = planned;
  await tools.comparison.show(live, plan.written, plan.appName);
  const deployIt = plan.action === "none" ? vscode.l10n.t("Deploy Again…") : vscode.l10n.t("Deploy…");
  const answer = await vscode.window.showInformationMessage(
    `${plan.appName}: ${planText(planned).replaceAll("\n\n", " · ").replaceAll("\n", ", ")}`,
    deployIt,
  );
  if (answer === deployIt) await carryOut(chosen, planned, tools);
}

/** Plans, asks once, deploys, and follows the deployment to its end. */
export async function deploy(chosen: ChosenSpec, tools: Tools): Promise<void> {
  const planned = await planning(chosen, tools);
  if (planned) await carryOut(chosen, planned, tools);
}

async function planning(chosen: ChosenSpec, { client }: Tools): Promise<Planned | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Window,
      title: vscode.l10n.t("Asking DigitalOcean what would change…"),
    },
    () => planFor(client, chosen),
  );
}

async function carryOut(chosen: ChosenSpec, planned: Planned, tools: Tools): Promise<void> {
  const { client, comparison, tree } = tools;
  const { plan, live } = planned;
  if (chosen.document.isDirty) await chosen.document.save();
  if (!(await confirmed(planned, comparison))) return;
  // Whoever says yes where there is nothing to do wants it all the same.
  const asked = plan.action === "none" ? ({ ...plan, action: "update" } as const) : plan;
  const applied = await applyPlan(client, asked, { live });
  if (applied.outcome === "stale") {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        "{0} was changed by somebody else in the meantime, and nothing was written. Deploy again to see the new plan.",
        plan.appName,
      ),
    );
    return;
  }
  void tree.refresh();
  const appId = applied.app.id ?? plan.appId;
  const { deploymentId } = applied;
  if (appId === undefined || deploymentId === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has the spec, and DigitalOcean started no deployment.", plan.appName),
    );
    return;
  }
  await follow({ appId, deploymentId, name: plan.appName }, chosen, tools);
}

/** The one question: what changes, what it costs, and what speaks against it. */
async function confirmed(planned: Planned, comparison: SpecComparison): Promise<boolean> {
  const { plan, live } = planned;
  const isRefused = plan.blockers.length > 0;
  const yes = isRefused
    ? vscode.l10n.t("Deploy Anyway…")
    : plan.action === "none"
      ? vscode.l10n.t("Deploy Again")
      : vscode.l10n.t("Deploy");
  const compare = vscode.l10n.t("Compare");
  const question =
    plan.action === "create"
      ? vscode.l10n.t("Create {0}?", plan.appName)
      : vscode.l10n.t("Deploy {0}?", plan.appName);
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: planText(planned) },
    // The first is what Enter takes.
    ...(isRefused ? [compare, yes] : [yes, compare]),
  );
  if (answer === compare) await comparison.show(live, plan.written, plan.appName);
  if (answer !== yes) return false;
  // A pinned app takes no deployment, whoever insists.
  if (plan.blockers.some(({ code }) => code === "pinned")) {
    await vscode.commands.executeCommand("appPlatform.settleRollback", { app: live });
    return false;
  }
  return !isRefused || (await typedName(plan.appName));
}

/** What cannot be undone needs more than a click. */
async function typedName(name: string): Promise<boolean> {
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("This loses a secret, data or the place of the app"),
    prompt: vscode.l10n.t("Type the app's name to deploy all the same."),
    placeHolder: name,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === name || value === "" ? undefined : vscode.l10n.t("The name is {0}.", name),
  });
  return typed === name;
}

interface Followed {
  readonly appId: string;
  readonly deploymentId: string;
  readonly name: string;
}

async function follow(followed: Followed, chosen: ChosenSpec, tools: Tools): Promise<void> {
  const { client, tree, signedOut } = tools;
  const { appId, deploymentId, name } = followed;
  const stop = new AbortController();
  // Whoever has signed out while the spec was sent is told nothing more, either.
  const signal = AbortSignal.any([stop.signal, ...(signedOut ? [signedOut] : [])]);
  await using logs = new DeploymentLogs(client, { appId, deploymentId, signal });
  const ended = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: name, cancellable: true },
    async (progress, cancellation) => {
      cancellation.onCancellationRequested(() => void cancelOrLeave(client, followed, stop));
      try {
        for await (const event of watchDeployment(client, { appId, deploymentId, signal })) {
          logs.follow(event);
          if (event.kind === "phase") {
            progress.report({ message: event.phase });
            void tree.refresh();
          }
          if (event.kind === "notice") progress.report({ message: event.message });
          if (event.kind === "step" && event.leaf) progress.report({ message: stepText(event) });
          if (event.kind === "ended") return event;
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return undefined;
    },
  );
  void tree.refresh();
  if (!ended) return;
  await logs.end(ended.outcome);
  await tellEnd(followed, ended, chosen, client, logs);
}

/** Leaving and canceling are two things, and the cross of a notification says neither. */
async function cancelOrLeave(
  client: AppPlatformClient,
  { appId, deploymentId, name }: Followed,
  stop: AbortController,
): Promise<void> {
  const cancel = vscode.l10n.t("Cancel Deployment");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Cancel the deployment of {0}, or only stop watching it?", name),
    { modal: true },
    cancel,
    vscode.l10n.t("Stop Watching"),
  );
  if (answer === cancel)
    await client.deployments.cancel(appId, deploymentId).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t("Not canceled. {0}", message));
    });
  stop.abort();
}

function stepText({ component, path, status }: StepEvent): string {
  return [component, path.filter((part) => part !== component).join(" › "), status.toLowerCase()]
    .filter(Boolean)
    .join(" · ");
}

async function tellEnd(
  { appId, deploymentId, name }: Followed,
  { outcome, deployment }: EndedEvent,
  chosen: ChosenSpec,
  client: AppPlatformClient,
  logs: DeploymentLogs,
): Promise<void> {
  const app = await client.apps.get(appId).catch(() => undefined);
  const openLogs = vscode.l10n.t("Logs");
  switch (outcome) {
    case "active": {
      const open = vscode.l10n.t("Open App");
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t("{0} is live.", name),
        ...(app?.live_url ? [open] : []),
        openLogs,
      );
      if (answer === open && app?.live_url) await vscode.env.openExternal(vscode.Uri.parse(app.live_url));
      if (answer === openLogs && app) await vscode.commands.executeCommand("appPlatform.tailLogs", { app });
      return;
    }
    case "error": {
      const diagnosis = diagnoseDeployment(deployment);
      const type = diagnosis?.logType ?? "BUILD";
      const goTo = vscode.l10n.t("Go to Line");
      const lines = logs.tail(type, diagnosis?.component, SHOWN_LINES);
      const suspect =
        diagnosis &&
        suspectIn(
          chosen.spec,
          diagnosis,
          lines.map(({ text }) => sanitizeLogText(text, { colours: false })),
        );
      const at = suspect && toRange(suspect.range);
      const why = diagnosisText(diagnosis, suspect?.clue);
      const message = vscode.l10n.t("{0} was not deployed. {1}", name, why);
      let answer: string | undefined;
      do {
        answer = await vscode.window.showErrorMessage(message, openLogs, ...(at ? [goTo] : []));
        if (answer === goTo && at) await showAt(chosen.document, at);
        // A message goes with its first answer: it comes again, since whoever has seen the line wants the log, too.
      } while (answer === goTo);
      if (answer === openLogs && app)
        await vscode.commands.executeCommand("appPlatform.openFullLog", {
          app,
          deploymentId,
          type,
          lines,
          ...(diagnosis?.component === undefined ? {} : { component: diagnosis.component }),
        });
      return;
    }
    case "canceled":
      void vscode.window.showWarningMessage(vscode.l10n.t("The deployment of {0} was canceled.", name));
      return;
    case "superseded":
      void vscode.window.showInformationMessage(
        vscode.l10n.t("A newer deployment of {0} took over, and goes on.", name),
      );
      return;
    case "timed-out":
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          "The deployment of {0} still goes on, and is watched no more. The Apps view shows it.",
          name,
        ),
      );
  }
}

function diagnosisText(diagnosis: Diagnosis | undefined, clue: string | undefined): string {
  if (!diagnosis) return vscode.l10n.t("No step of the deployment says why.");
  const { title, hint, code, message, stillServing } = diagnosis;
  const still = stillServing ? vscode.l10n.t("What was live before still is.") : "";
  return [title, message, clue ?? hint, code && `(${code})`, still].filter(Boolean).join(" ");
}

/** For commands of the Apps view: the app's spec beside that of the workspace. */
export async function compare(chosen: ChosenSpec, { client, comparison }: Tools): Promise<void> {
  const name = String(chosen.spec.spec.name);
  const live = await client.apps.findByName(name);
  await comparison.show(live, chosen.spec.spec, live ? appName(live) : name);
}
