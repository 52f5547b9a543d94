import type { App, AppPlatformClient, Deployment, RollbackCondition } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName } from "../app-target.ts";
import { age } from "./ages.ts";

/** How many of the past deployments are offered. */
const OFFERED = 10;

/**
 * Back to an earlier deployment: asked for, validated, its warnings shown, then done. The app is pinned to it until the
 * user keeps or reverts it. `false` where nothing was done.
 */
export async function rollBack(
  client: AppPlatformClient,
  app: App & { readonly id: string },
  given: string | undefined,
): Promise<boolean> {
  const deploymentId = given ?? (await pickDeployment(client, app));
  if (deploymentId === undefined) return false;
  const { valid, error, warnings } = await client.rollback.validate(app.id, deploymentId);
  if (!valid) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("{0} cannot go back to this deployment: {1}", appName(app), told(error)),
    );
    return false;
  }
  const detail = [
    ...warnings.map(told),
    vscode.l10n.t("The app is pinned to it: pushes deploy nothing until you keep or revert the rollback."),
    vscode.l10n.t("Databases and the data in them are not rolled back."),
  ].join("\n\n");
  const yes = vscode.l10n.t("Roll Back");
  const question = vscode.l10n.t("Roll {0} back?", appName(app));
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return false;
  await client.rollback.create(app.id, deploymentId);
  return true;
}

/** Makes a rollback final, or goes back to what was live before it. */
export async function settleRollback(
  client: AppPlatformClient,
  app: App & { readonly id: string },
): Promise<boolean> {
  if (!app.pinned_deployment) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} is not rolled back.", appName(app)));
    return false;
  }
  const keep = vscode.l10n.t("Keep It");
  const revert = vscode.l10n.t("Revert It");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} is pinned to an earlier deployment.", appName(app)),
    {
      modal: true,
      detail: vscode.l10n.t(
        "Keep the rollback, so that pushes deploy again, or revert it and deploy what was live before.",
      ),
    },
    keep,
    revert,
  );
  if (answer === keep) await client.rollback.commit(app.id);
  if (answer === revert) await client.rollback.revert(app.id);
  return answer !== undefined;
}

async function pickDeployment(
  client: AppPlatformClient,
  app: App & { readonly id: string },
): Promise<string | undefined> {
  const items: (vscode.QuickPickItem & { readonly id: string })[] = [];
  for await (const deployment of client.deployments.list(app.id)) {
    if (deployment.id === undefined || deployment.id === app.active_deployment?.id) continue;
    if (wasLive(deployment))
      items.push({
        id: deployment.id,
        label: age(deployment.created_at, Date.now()),
        description: deployment.cause ?? "",
        detail: deployment.id,
      });
    if (items.length === OFFERED) break;
  }
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has no earlier deployment to go back to.", appName(app)),
    );
    return undefined;
  }
  return (
    await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Roll back to which deployment?") })
  )?.id;
}

/** A deployment that failed was never live; one that was taken over had been. */
function wasLive({ phase }: Deployment): boolean {
  return phase === "ACTIVE" || phase === "SUPERSEDED";
}

function told(condition: RollbackCondition | undefined): string {
  const { code = "", message = "", components = [] } = condition ?? {};
  const which = components.length > 0 ? ` (${components.join(", ")})` : "";
  return `${message || code}${which}`;
}
