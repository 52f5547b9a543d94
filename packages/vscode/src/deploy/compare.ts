import { type App, type AppSpec, keepLiveSecrets } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { liveSpecOf } from "../app-target.ts";
import { comparableText } from "./spec-text.ts";

const SCHEME = "app-platform-spec";

/** Live and written specs side by side in VS Code's own diff editor, secrets masked on both sides. */
export class SpecComparison implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration: vscode.Disposable;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

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
      this.#keep(`live/${name}.yaml`, left),
      this.#keep(`workspace/${name}.yaml`, right),
      title,
      { preview: true },
    );
    return true;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #keep(path: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${path}`, query: String(Date.now()) });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
