import {
  type AppPlatformClient,
  LogArchiveError,
  type LogSelection,
  tailLogs,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { Platform } from "../platform.ts";
import { formatEvent } from "./lines.ts";
import { selectionOf, type TailTarget } from "./selection.ts";

const SCHEME = "app-platform-log";
/** An editor can show so much; of a longer log the end is kept, and that is said. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** Whole logs, as documents that nobody can change: searched, folded and compared like any other. */
export class FullLogs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #platform: Platform;
  readonly #texts = new Map<string, string>();
  readonly #registration: vscode.Disposable;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  async open(target: TailTarget): Promise<void> {
    const client = await this.#platform.clientOrSignIn();
    const named = selectionOf(target);
    if (!client || !named) return;
    const { title, selection } = named;
    const text = target.lines?.length
      ? target.lines.map((line) => `${formatEvent(line, { colours: false })}\n`).join("")
      : await readWhole(client, title, selection);
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${title.replaceAll(" · ", "-")}.log`,
      query: String(Date.now()),
    });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "app-platform-log");
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

async function readWhole(client: AppPlatformClient, title: string, selection: LogSelection): Promise<string> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t("Reading {0}…", title),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (_, cancellation) => {
    const stop = new AbortController();
    cancellation.onCancellationRequested(() => stop.abort(new vscode.CancellationError()));
    let text = "";
    let cut = false;
    for await (const event of tailLogs(client, { ...selection, follow: false, signal: stop.signal })) {
      if (event.kind === "line") text += `${formatEvent(event, { colours: false })}\n`;
      if (text.length <= 2 * MAX_LENGTH) continue;
      text = text.slice(-MAX_LENGTH);
      cut = true;
    }
    if (text === "") throw new LogArchiveError(vscode.l10n.t("There is no log of it (yet)."));
    return cut ? `──── ${vscode.l10n.t("The beginning is left out.")} ────\n${text}` : text;
  });
}
