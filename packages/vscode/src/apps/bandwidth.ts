import type { App, AppPlatformClient } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName } from "../app-target.ts";

/** So many apps are told of by one call. */
const APPS_A_CALL = 100;

/** What each app sent yesterday, the most first. Choosing one shows that app. */
export async function showBandwidth(client: AppPlatformClient): Promise<void> {
  const apps = await Array.fromAsync(client.apps.list());
  const bytes = new Map<string, number>();
  for (let at = 0; at < apps.length; at += APPS_A_CALL) {
    const ids = apps.slice(at, at + APPS_A_CALL).flatMap(({ id }) => id ?? []);
    for (const usage of (await client.metrics.bandwidthOf(ids)).apps) bytes.set(usage.appId, usage.bytes);
  }
  const sent = (app: App) => bytes.get(app.id ?? "") ?? 0;
  const items = apps
    .toSorted((a, b) => sent(b) - sent(a))
    .map((app) => ({ label: appName(app), description: gibibytes(sent(app)), app }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("What each app sent yesterday"),
  });
  if (picked) await vscode.commands.executeCommand("appPlatform.showApp", { app: picked.app });
}

export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}
