import type { App, AppPlatformClient, AppSpec } from "@app-platform-toolkit/core";
import * as vscode from "vscode";

/** What a command of an app is about: nodes of the Apps view are such targets, and the palette asks for one. */
export interface AppTarget {
  readonly app: App;
  /** Of the component that was picked, if one was. */
  readonly component?: string;
  readonly deploymentId?: string;
}

/** Kinds of components as the spec groups them, in the order in which people think of an app. */
export const COMPONENT_GROUPS = ["services", "static_sites", "workers", "jobs", "functions"] as const;

export interface AppComponent {
  readonly group: (typeof COMPONENT_GROUPS)[number];
  readonly name: string;
}

export function componentsOf(app: App): AppComponent[] {
  return COMPONENT_GROUPS.flatMap((group) =>
    (app.spec?.[group] ?? []).flatMap((component) => {
      const name: unknown = component?.name;
      return typeof name === "string" ? [{ group, name }] : [];
    }),
  );
}

export function appName(app: App): string {
  return typeof app.spec?.name === "string" ? app.spec.name : (app.id ?? "");
}

/**
 * The spec of what runs: after a deployment that failed, the app's own is only what was asked for. `undefined` where
 * nothing is live yet.
 */
export function liveSpecOf({ active_deployment: active, spec }: App): AppSpec | undefined {
  return active ? (active.spec ?? spec) : undefined;
}

/** Asks which app; `undefined` where the user gave up or there is none, which is then said. */
export async function pickApp(client: AppPlatformClient, title: string): Promise<App | undefined> {
  const apps = (async () => {
    const items: (vscode.QuickPickItem & { app: App })[] = [];
    for await (const app of client.apps.list())
      items.push({ label: appName(app), description: app.live_url ?? "", app });
    return items.toSorted((a, b) => a.label.localeCompare(b.label));
  })();
  const items = await vscode.window.withProgress(
    { location: { viewId: "appPlatform.apps" } },
    async () => await apps,
  );
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("This account has no apps yet."));
    return undefined;
  }
  if (items.length === 1) return items[0]?.app;
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.app;
}

/** Asks which component, of those that the groups admit; a single one is not asked for. */
export async function pickComponent(
  app: App,
  title: string,
  groups: readonly AppComponent["group"][] = COMPONENT_GROUPS,
): Promise<string | undefined> {
  const components = componentsOf(app).filter(({ group }) => groups.includes(group));
  if (components.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} has no component that this is for.", appName(app)),
    );
    return undefined;
  }
  if (components.length === 1) return components[0]?.name;
  const picked = await vscode.window.showQuickPick(
    components.map(({ group, name }) => ({ label: name, description: group })),
    { title },
  );
  return picked?.label;
}

/** Says what went wrong, once; a cancellation is no failure. */
export function showFailure(what: string, error: unknown): void {
  if (error instanceof vscode.CancellationError) return;
  const message = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(`${what} ${message}`);
}

/** Runs what a command does, and says what went wrong. */
export function guarded<Args extends unknown[]>(
  what: string,
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  return (...args) => run(...args).catch((error: unknown) => showFailure(what, error));
}
