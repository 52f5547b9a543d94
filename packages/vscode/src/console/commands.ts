import {
  type AppInstance,
  type AppPlatformClient,
  type ConsoleSession,
  openConsole,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { type AppTarget, appName, guarded, pickApp, pickComponent } from "../app-target.ts";
import type { Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";

/** Kinds of components that have a container to open a shell in. */
const WITH_SHELL = ["services", "workers", "jobs"] as const;

export function consoleCommands(platform: Platform): Commands {
  const failed = vscode.l10n.t("The console could not be opened.");
  return {
    "appPlatform.openConsole": guarded(failed, (target?: AppTarget) => openInTerminal(platform, target)),
  };
}

async function openInTerminal(platform: Platform, target: AppTarget | undefined): Promise<void> {
  const client = await platform.clientOrSignIn();
  if (!client) return;
  const title = vscode.l10n.t("Open a console in which component?");
  const app = target?.app ?? (await pickApp(client, vscode.l10n.t("Open a console of which app?")));
  if (!app?.id) return;
  const component = target?.component ?? (await pickComponent(app, title, WITH_SHELL));
  if (component === undefined) return;
  const instance = await pickInstance(client, app.id, component);
  if (instance === "none") return;
  const name = [appName(app), component, instance?.instance_alias].filter((part) => part !== undefined);
  const appId = app.id;
  const terminal = vscode.window.createTerminal({
    name: name.join(" · "),
    iconPath: new vscode.ThemeIcon("terminal"),
    pty: new ConsoleTerminal(platform.signedOut(client), (size) =>
      openConsole(client, {
        appId,
        component,
        ...(instance?.instance_name === undefined ? {} : { instance: instance.instance_name }),
        ...(target?.deploymentId === undefined ? {} : { deploymentId: target.deploymentId }),
        ...(size ? { columns: size.columns, rows: size.rows } : {}),
      }),
    ),
  });
  terminal.show();
}

/** Asks where there is a choice. `undefined` lets the platform choose, as it does where it lists no instance. */
async function pickInstance(
  client: AppPlatformClient,
  appId: string,
  component: string,
): Promise<AppInstance | "none" | undefined> {
  const all = await client.apps.instances(appId);
  const instances = all.filter((instance) => instance.component_name === component);
  if (instances.length <= 1) return instances[0];
  const picked = await vscode.window.showQuickPick(
    instances.map((instance) => ({
      label: instance.instance_alias ?? instance.instance_name ?? "",
      description: instance.instance_alias ? (instance.instance_name ?? "") : "",
      instance,
    })),
    { title: vscode.l10n.t("Which instance of {0}?", component) },
  );
  return picked ? picked.instance : "none";
}

/** A shell of a container, in VS Code's own terminal. */
class ConsoleTerminal implements vscode.Pseudoterminal {
  readonly #signedOut: AbortSignal | undefined;
  readonly #connect: (size: vscode.TerminalDimensions | undefined) => Promise<ConsoleSession>;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  #session: ConsoleSession | undefined;
  #isClosed = false;

  constructor(
    signedOut: AbortSignal | undefined,
    connect: (size: vscode.TerminalDimensions | undefined) => Promise<ConsoleSession>,
  ) {
    this.#signedOut = signedOut;
    this.#connect = connect;
    signedOut?.addEventListener("abort", () => this.close(), { once: true });
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    void this.#run(size);
  }

  handleInput(data: string): void {
    if (this.#session) this.#session.write(data).catch(() => {});
    // After the end any key closes the terminal, as in VS Code's own.
    else if (this.#isClosed) this.#closed.fire(0);
  }

  setDimensions({ columns, rows }: vscode.TerminalDimensions): void {
    this.#session?.resize(columns, rows);
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
  }

  async #run(size: vscode.TerminalDimensions | undefined): Promise<void> {
    try {
      this.#signedOut?.throwIfAborted();
      const session = await this.#connect(size);
      if (this.#isClosed) return session.close();
      this.#session = session;
      for await (const text of session.output) this.#written.fire(text);
      this.#say((await session.ended).message);
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error));
    } finally {
      this.#session = undefined;
      this.#isClosed = true;
    }
  }

  #say(message: string): void {
    this.#written.fire(`\r\n\u001b[2m${message} ${vscode.l10n.t("Press any key to close.")}\u001b[0m\r\n`);
  }
}
