import * as vscode from "vscode";
import { pickApp } from "../app-target.ts";
import type { Platform } from "../platform.ts";
import { selectionOf, type TailTarget } from "./selection.ts";
import { Tail } from "./tail.ts";

const LANGUAGE = "app-platform-log";
/** How much of the past a tail begins with. */
const TAIL_LINES = 200;

/** The logs that are followed in the Output panel: a channel for each app and component, kept when its tail ends. */
export class Tails implements vscode.Disposable {
  readonly #platform: Platform;
  readonly #channels = new Map<string, vscode.OutputChannel>();
  readonly #running = new Map<string, Tail>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Follows a log in the Output panel. One that is followed already is only shown. */
  async open(given: TailTarget | undefined): Promise<void> {
    const client = await this.#platform.clientOrSignIn();
    if (!client) return;
    const target = given ?? (await this.#ask());
    const named = target && selectionOf(target);
    if (!named) return;
    const { title, selection } = named;
    const channel = this.#channel(title);
    channel.show(true);
    if (this.#running.has(title)) return;

    const tail = new Tail(
      client,
      title,
      { ...selection, tailLines: TAIL_LINES },
      { write: (text) => channel.append(text) },
      { colours: false, signedOut: this.#platform.signedOut(client) },
    );
    this.#running.set(title, tail);
    await this.#tellRunning();
    void tail.ended.finally(() => {
      this.#running.delete(title);
      return this.#tellRunning();
    });
  }

  /** Asks which of several; a single one is not asked for. */
  async stop(): Promise<void> {
    (await this.#pick(vscode.l10n.t("Stop which log?")))?.dispose();
  }

  async togglePause(): Promise<void> {
    const tail = await this.#pick(vscode.l10n.t("Pause or go on with which log?"));
    if (!tail) return;
    if (tail.isPaused) tail.resume();
    else tail.pause();
    const message = tail.isPaused
      ? vscode.l10n.t("{0} is paused. Nothing is lost that the platform still keeps.", tail.title)
      : vscode.l10n.t("{0} goes on.", tail.title);
    vscode.window.setStatusBarMessage(message, 5_000);
  }

  dispose(): void {
    for (const tail of this.#running.values()) tail.dispose();
    for (const channel of this.#channels.values()) channel.dispose();
  }

  async #ask(): Promise<TailTarget | undefined> {
    const client = await this.#platform.client();
    const app = client && (await pickApp(client, vscode.l10n.t("Tail the logs of which app?")));
    return app && { app };
  }

  async #pick(title: string): Promise<Tail | undefined> {
    const tails = [...this.#running.values()];
    if (tails.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("No log is followed."));
      return undefined;
    }
    if (tails.length === 1) return tails[0];
    const paused = vscode.l10n.t("paused");
    const items = tails.map((tail) => ({
      label: tail.title,
      tail,
      ...(tail.isPaused ? { description: paused } : {}),
    }));
    return (await vscode.window.showQuickPick(items, { title }))?.tail;
  }

  #channel(title: string): vscode.OutputChannel {
    const known = this.#channels.get(title);
    if (known) return known;
    const channel = vscode.window.createOutputChannel(title, LANGUAGE);
    this.#channels.set(title, channel);
    return channel;
  }

  #tellRunning(): Thenable<unknown> {
    return vscode.commands.executeCommand("setContext", "appPlatform.tailing", this.#running.size > 0);
  }
}
