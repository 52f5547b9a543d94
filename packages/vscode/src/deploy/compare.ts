import { type App, type AppSpec, keepLiveSecrets } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { liveSpecOf } from "../app-target.ts";
import { VirtualDocuments } from "../virtual-documents.ts";
import { comparableText } from "./spec-text.ts";

/** Live and written specs side by side in VS Code's own diff editor, secrets masked on both sides. */
export class SpecComparison implements vscode.Disposable {
  readonly #documents = new VirtualDocuments("app-platform-spec");

  /** `false` where both are the same, which is then said. */
  async show(live: App | undefined, ours: AppSpec, name: string): Promise<boolean> {
    const before = live && liveSpecOf(live);
    const left = before ? comparableText(before) : "";
    // A secret that is written without its value keeps the live one: nothing that differs.
    const right = comparableText(before ? keepLiveSecrets(ours, before).spec : ours);
    if (left === right) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("{0}: the workspace and the live app are the same.", name),
      );
      return false;
    }
    const title = before ? vscode.l10n.t("{0}: live ↔ workspace", name) : vscode.l10n.t("{0}: new app", name);
    await vscode.commands.executeCommand(
      "vscode.diff",
      this.#documents.add(`live/${name}.yaml`, left),
      this.#documents.add(`workspace/${name}.yaml`, right),
      title,
      { preview: true },
    );
    return true;
  }

  dispose(): void {
    this.#documents.dispose();
  }
}
