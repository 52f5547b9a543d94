import {
  type AppPlatformClient,
  LogArchiveError,
  type LogSelection,
  tailLogs,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { Platform } from "../platform.ts";
import { VirtualDocuments } from "../virtual-documents.ts";
import { formatEvent } from "./lines.ts";
import { selectionOf, type TailTarget } from "./selection.ts";

/** An editor can show so much; of a longer log the end is kept, and that is said. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** Whole logs, as documents that nobody can change: searched, folded and compared like any other. */
export class FullLogs implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #documents = new VirtualDocuments("app-platform-log");

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  async open(target: TailTarget): Promise<void> {
    const client = await this.#platform.clientOrSignIn();
    const named = selectionOf(target);
    if (!client || !named) return;
    const { title, selection } = named;
    const text = target.lines?.length
      ? target.lines.map((line) => `${formatEvent(line, { colours: false })}\n`).join("")
      : await readWhole(client, title, selection);
    const uri = this.#documents.add(`${title.replaceAll(" · ", "-")}.log`, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, "app-platform-log");
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.#documents.dispose();
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
