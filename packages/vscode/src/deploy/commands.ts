import * as vscode from "vscode";
import { type AppTarget, guarded, pickApp } from "../app-target.ts";
import type { AppsTree } from "../apps/tree.ts";
import type { Command, Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";
import { SpecComparison } from "./compare.ts";
import { compare, deploy, propose, type Tools } from "./deploy.ts";
import { saveLiveSpec } from "./save-live-spec.ts";
import { type ChosenSpec, chooseSpec } from "./spec-choice.ts";

/** Proposing, deploying and comparing the spec of the workspace. */
export function deployCommands(
  context: vscode.ExtensionContext,
  platform: Platform,
  tree: AppsTree,
): Commands {
  const comparison = new SpecComparison();
  context.subscriptions.push(comparison);
  const command = (failed: string, run: (chosen: ChosenSpec, tools: Tools) => Promise<void>): Command =>
    guarded(failed, async (given?: vscode.Uri) => {
      const chosen = await chooseSpec(given);
      const client = chosen && (await platform.clientOrSignIn());
      if (chosen && client)
        await run(chosen, { client, comparison, tree, signedOut: platform.signedOut(client) });
    });
  return {
    "appPlatform.propose": command(vscode.l10n.t("The spec could not be proposed."), propose),
    "appPlatform.deploy": command(vscode.l10n.t("The spec could not be deployed."), deploy),
    "appPlatform.compare": command(vscode.l10n.t("The specs could not be compared."), compare),
    "appPlatform.saveLiveSpec": guarded(
      vscode.l10n.t("The live spec could not be saved."),
      async (target?: AppTarget) => {
        const client = await platform.clientOrSignIn();
        const app =
          client && (target?.app ?? (await pickApp(client, vscode.l10n.t("Save the spec of which app?"))));
        if (app) await saveLiveSpec(app);
      },
    ),
  };
}
