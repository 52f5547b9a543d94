import * as vscode from "vscode";
import { type AppTarget, guarded, pickApp } from "../app-target.ts";
import type { AppsTree } from "../apps/tree.ts";
import type { SpecDocuments } from "../language/spec-documents.ts";
import type { Platform } from "../platform.ts";
import { SpecComparison } from "./compare.ts";
import { compare, deploy, propose, type Tools } from "./deploy.ts";
import { saveLiveSpec } from "./save-live-spec.ts";
import { type ChosenSpec, chooseSpec } from "./spec-choice.ts";

/** Proposing, deploying and comparing the spec of the workspace. */
export function registerDeploy(
  context: vscode.ExtensionContext,
  platform: Platform,
  specs: SpecDocuments,
  tree: AppsTree,
): void {
  const comparison = new SpecComparison();
  const command = (
    name: string,
    failed: string,
    run: (chosen: ChosenSpec, tools: Tools) => Promise<void>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(
      `appPlatform.${name}`,
      guarded(failed, async (given?: vscode.Uri) => {
        const chosen = await chooseSpec(specs, given);
        const client = chosen && (await platform.clientOrSignIn());
        if (chosen && client)
          await run(chosen, { client, comparison, tree, signedOut: platform.signedOut(client) });
      }),
    );
  context.subscriptions.push(
    comparison,
    command("propose", vscode.l10n.t("The spec could not be proposed."), propose),
    command("deploy", vscode.l10n.t("The spec could not be deployed."), deploy),
    command("compare", vscode.l10n.t("The specs could not be compared."), compare),
    vscode.commands.registerCommand(
      "appPlatform.saveLiveSpec",
      guarded(vscode.l10n.t("The live spec could not be saved."), async (target?: AppTarget) => {
        const client = await platform.clientOrSignIn();
        const app =
          client && (target?.app ?? (await pickApp(client, vscode.l10n.t("Save the spec of which app?"))));
        if (app) await saveLiveSpec(app);
      }),
    ),
  );
}
