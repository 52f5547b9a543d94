import { type App, AppPlatformClient, parseSpec } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { admin, PLATFORM, ui } from "./environment.ts";

export const ID = "app-platform-toolkit.app-platform-toolkit";
const PROVIDER = "appPlatform";
const HALF_AN_HOUR_MS = 30 * 60_000;

export async function activate(): Promise<void> {
  await vscode.extensions.getExtension(ID)?.activate();
}

/** The platform as another client sees it. */
export function platform(): AppPlatformClient {
  return new AppPlatformClient({ token: PLATFORM.token, baseUrl: PLATFORM.url });
}

/** The app of the workspace's spec, live. One that is there already is taken as it is. */
export async function liveApp(): Promise<App> {
  const client = platform();
  const [file] = await vscode.workspace.findFiles(".do/app.yaml");
  if (!file) throw new Error("The workspace has no spec.");
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const { spec } = parseSpec(text);
  const app = (await client.apps.findByName(String(spec.name))) ?? (await client.apps.create({ spec }));
  await admin("clock", { ms: HALF_AN_HOUR_MS });
  return client.apps.get(app.id ?? "");
}

export async function signIn(token = PLATFORM.token, label = "Shop"): Promise<void> {
  if ((await accountLabels()).includes(label)) return;
  const done = vscode.commands.executeCommand("appPlatform.signIn");
  await ui.wait('.quick-input-title:has-text("Sign in to DigitalOcean")');
  await ui.quickInput(token);
  await ui.wait('.quick-input-title:has-text("Name this account")');
  await ui.quickInput(label);
  await done;
}

export async function accountLabels(): Promise<string[]> {
  return (await vscode.authentication.getAccounts(PROVIDER)).map(({ label }) => label);
}

export async function signOutOfAll(): Promise<void> {
  for (let labels = await accountLabels(); labels.length > 0; labels = await accountLabels()) {
    const done = vscode.commands.executeCommand("appPlatform.signOut");
    const [label = ""] = labels;
    if (labels.length > 1) await ui.quickInput(label, { row: label });
    await done;
  }
}

/** The smoke-test driver shows no toasts: the notification centre has them. */
export async function waitForNotification(text: string): Promise<void> {
  await until(`a notification that says "${text}"`, async () => {
    // Older releases close with this command what they have opened with it.
    const isOpen = (await ui.texts(".notifications-center.visible")).length > 0;
    if (!isOpen) await vscode.commands.executeCommand("notifications.showList");
    const messages = await ui.texts(".notifications-center .notification-list-item-message");
    return messages.some((message) => message.includes(text));
  });
}

export async function clearNotifications(): Promise<void> {
  await vscode.commands.executeCommand("notifications.clearAll");
}

/** Waits until it is so: VS Code tells of most things by events of its own, and of some not at all. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeoutMs = 30_000,
): Promise<void> {
  const giveUpAtMs = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > giveUpAtMs) throw new Error(`Waited ${timeoutMs / 1000} s for this: ${what}`);
    await new Promise((waited) => setTimeout(waited, 50));
  }
}

/** The whole text of the log channel that is shown; the window shows a part of it. */
export function outputText(): string {
  return outputs()
    .map((document) => document.getText())
    .join("\n");
}

export function outputLines(): number {
  return outputs().reduce((sum, { lineCount }) => sum + lineCount, 0);
}

function outputs(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === "output");
}

/** Writes a spec into the workspace and opens it. */
export async function openSpec(text: string, path = ".do/language.yaml"): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) throw new Error("There is no folder.");
  const uri = vscode.Uri.joinPath(folder, path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

export function problems({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri);
}
