import type { App } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName } from "../app-target.ts";
import type { Platform } from "../platform.ts";
import { type AppNode, moves, movingDeployment } from "./node.ts";
import type { ViewState } from "./view-state.ts";

/** One call tells of all apps. It is made while somebody looks: often while something moves, seldom otherwise. */
const MOVING_MS = 5_000;
const STILL_MS = 60_000;

/** The apps of the account, with all that belongs to them, kept up to date while the view is open. */
export class AppsTree implements vscode.TreeDataProvider<AppNode>, vscode.Disposable {
  readonly #platform: Platform;
  readonly #changed = new vscode.EventEmitter<AppNode | undefined>();
  readonly #loaded = new vscode.EventEmitter<readonly App[]>();
  readonly #staled = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;
  /** The list of apps was read. */
  readonly onDidLoad = this.#loaded.event;
  /** Why what is shown is not as it is now; empty where it is. */
  readonly onDidStale = this.#staled.event;
  #apps: readonly App[] | undefined;
  #readAtMs = 0;
  #visible = false;
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<void> | undefined;
  #movedBefore = false;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#subscription = platform.accounts.onDidChange(() => {
      this.#apps = undefined;
      // A call for the account before does not answer for this one.
      this.#loading = undefined;
      void this.refresh();
    });
  }

  /** Whoever wants to be told of deployments has asked for the network; nobody else has, before the view opens. */
  async start(): Promise<void> {
    if (notifies()) await this.load();
  }

  get apps(): readonly App[] {
    return this.#apps ?? [];
  }

  async getTreeItem(node: AppNode): Promise<vscode.TreeItem> {
    const { treeItem } = await import("./tree-item.ts");
    return treeItem(node, Date.now());
  }

  async getChildren(node?: AppNode): Promise<AppNode[]> {
    const client = await this.#platform.client();
    if (!client) {
      await this.#tell("signedOut");
      return [];
    }
    if (node) {
      const { childrenOf } = await import("./children.ts");
      return childrenOf(client, node, Date.now());
    }
    if (!this.#apps) await this.load();
    return (this.#apps ?? [])
      .toSorted((a, b) => appName(a).localeCompare(appName(b)))
      .map((app) => ({ kind: "app", app }));
  }

  /** Nothing is asked of the platform while nobody looks. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    clearTimeout(this.#timer);
    if (visible && this.#apps) void this.refresh();
  }

  async refresh(): Promise<void> {
    await this.load();
    this.#changed.fire(undefined);
  }

  /** Two who ask at the same time share one call. */
  async load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#loaded.dispose();
    this.#staled.dispose();
  }

  async #load(): Promise<void> {
    clearTimeout(this.#timer);
    const client = await this.#platform.client();
    if (!client) {
      this.#apps = undefined;
      this.#staled.fire("");
      return this.#tell("signedOut");
    }
    try {
      if (!this.#apps) await this.#tell("loading");
      const before = this.#apps;
      const apps = await Array.fromAsync(client.apps.list());
      if (client !== (await this.#platform.client())) return;
      this.#apps = apps;
      this.#readAtMs = Date.now();
      this.#staled.fire("");
      if (before && notifies()) tellEnded(before, this.#apps);
      await this.#tell(this.#apps.length > 0 ? "apps" : "empty");
      this.#loaded.fire(this.#apps);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#platform.log.warn(message);
      const { stateOf } = await import("./view-state.ts");
      const state = stateOf(error);
      if (state === "unauthorized" || state === "forbidden") this.#apps = undefined;
      // What was read before stays in view: an outage of a minute is no reason to lose it.
      if (this.#apps) {
        const time = new Date(this.#readAtMs).toLocaleTimeString();
        this.#staled.fire(vscode.l10n.t("As it was at {0}. {1}", time, message));
      } else {
        this.#staled.fire("");
        await this.#tell(state);
      }
    }
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#visible && !notifies()) return;
    const moving = this.apps.some(moves);
    // Once more after the end, so that what has ended is seen where it now belongs.
    const soon = moving || this.#movedBefore;
    this.#movedBefore = moving;
    this.#timer = setTimeout(() => void this.refresh(), soon ? MOVING_MS : STILL_MS);
  }

  async #tell(state: ViewState): Promise<void> {
    await vscode.commands.executeCommand("setContext", "appPlatform.appsView", state);
  }
}

function notifies(): boolean {
  return vscode.workspace.getConfiguration("appPlatform").get("notifyDeployments", false);
}

/** Deployments that were on their way when last seen, and are no more. */
function tellEnded(before: readonly App[], after: readonly App[]): void {
  for (const app of after) {
    const was = before.find(({ id }) => id === app.id);
    const moving = was && movingDeployment(was);
    if (!moving?.id || movingDeployment(app)?.id === moving.id) continue;
    const isLive = app.active_deployment?.id === moving.id;
    const message = isLive
      ? vscode.l10n.t("{0} is live: a deployment has ended well.", appName(app))
      : vscode.l10n.t("A deployment of {0} has ended, and is not live.", appName(app));
    const show = vscode.l10n.t("Show");
    const tell = isLive ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    void tell(message, show).then((answer) => {
      if (answer === show) void vscode.commands.executeCommand("appPlatform.apps.focus");
    });
  }
}
