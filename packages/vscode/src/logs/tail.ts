import {
  type AppPlatformClient,
  type LogEvent,
  type LogSelection,
  tailLogs,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { formatEvent } from "./lines.ts";

/** Lines are handed to VS Code together: one call for each would be slower than the platform. */
const FLUSH_AFTER_MS = 50;
const FLUSH_AT_LENGTH = 256 * 1024;

/** Where lines go: an output channel or a terminal. */
export interface LogSink {
  write(text: string): void;
}

/** One log that is followed, until it ends, is stopped, or fails. While it is paused the platform waits. */
export class Tail implements vscode.Disposable {
  readonly title: string;
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;

  constructor(
    client: AppPlatformClient,
    title: string,
    selection: LogSelection & { readonly tailLines?: number },
    sink: LogSink,
    options: { readonly colours: boolean; readonly signedOut: AbortSignal | undefined },
  ) {
    this.title = title;
    const signal = AbortSignal.any([this.#stop.signal, options.signedOut ?? this.#stop.signal]);
    options.signedOut?.addEventListener("abort", () => this.resume(), {
      once: true,
      signal: this.#stop.signal,
    });
    const events = tailLogs(client, { ...selection, follow: true, signal });
    this.ended = this.#read(events, sink, options);
  }

  get isPaused(): boolean {
    return this.#paused !== undefined;
  }

  pause(): void {
    if (this.#paused) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#paused = promise;
    this.#resume = resolve;
  }

  resume(): void {
    this.#resume?.();
    this.#paused = undefined;
    this.#resume = undefined;
  }

  dispose(): void {
    this.#stop.abort(new vscode.CancellationError());
    this.resume();
  }

  async #read(
    events: AsyncIterable<LogEvent>,
    sink: LogSink,
    options: { readonly colours: boolean },
  ): Promise<void> {
    let text = "";
    let timer: NodeJS.Timeout | undefined;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      if (text !== "") sink.write(text);
      text = "";
    };
    try {
      for await (const event of events) {
        text += `${formatEvent(event, options)}\n`;
        if (text.length >= FLUSH_AT_LENGTH) flush();
        else timer ??= setTimeout(flush, FLUSH_AFTER_MS);
        if (this.#paused) {
          flush();
          await this.#paused;
        }
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      text += `──── ${this.#stop.signal.aborted ? vscode.l10n.t("Stopped.") : message} ────\n`;
    } finally {
      flush();
    }
  }
}
