import type { AppSpec, Catalog } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName, liveSpecOf } from "../app-target.ts";
import type { AppsTree } from "../apps/tree.ts";
import type { AccountKnowledge } from "../language/context.ts";
import type { Platform } from "../platform.ts";

/**
 * The account's own sizes, prices, regions and app names, for the language part. Read once an account, when its apps
 * are read, because somebody wanted to see them: writing a spec alone asks the network nothing.
 */
export class LiveKnowledge implements AccountKnowledge, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #subscription: vscode.Disposable | undefined;
  #accountId: string | undefined;
  #specs: ReadonlyMap<string, AppSpec> = new Map();
  catalog: Catalog | undefined;
  apps: readonly string[] | undefined;

  liveSpec(name: string): AppSpec | undefined {
    return this.#specs.get(name);
  }

  follow(platform: Platform, tree: AppsTree): void {
    this.#subscription = vscode.Disposable.from(
      tree.onDidLoad((apps) => {
        this.apps = apps.map(appName);
        this.#specs = new Map(
          apps.flatMap((app) => {
            const spec = liveSpecOf(app);
            return spec ? [[appName(app), spec] as const] : [];
          }),
        );
        this.#changed.fire();
        void this.#readCatalog(platform);
      }),
      platform.accounts.onDidChange(async () => {
        const account = await platform.accounts.current();
        if (account?.id !== this.#accountId) this.#forget();
      }),
    );
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#changed.dispose();
  }

  async #readCatalog(platform: Platform): Promise<void> {
    const [account, client] = await Promise.all([platform.accounts.current(), platform.client()]);
    if (!account || !client || account.id === this.#accountId) return;
    this.#accountId = account.id;
    try {
      const { readCatalog } = await import("./catalog.ts");
      this.catalog = await readCatalog(client, new Date());
      this.#changed.fire();
    } catch (error) {
      // The built-in list serves, which carries its date.
      platform.log.warn(error instanceof Error ? error.message : String(error));
    }
  }

  #forget(): void {
    this.#accountId = undefined;
    this.catalog = undefined;
    this.apps = undefined;
    this.#specs = new Map();
    this.#changed.fire();
  }
}
