import type { Transport } from "../api/index.ts";
import { type SocketEnd, TextSocket } from "./socket.ts";

/** A connection on which nothing was heard for so long is asked whether it is still there. */
const PING_AFTER_MS = 30_000;
/** Where no ping can be sent, so many silent stretches are taken for a dead connection. */
const SILENT_STRETCHES = 10;

/** `silent`: nothing was heard, not even the answer to a ping. `left`: the reader or its caller wanted so. */
export type StreamEnd = SocketEnd | { readonly kind: "silent" } | { readonly kind: "left" };

export interface StreamOptions {
  readonly transport: Transport;
  readonly address: string;
  readonly signal: AbortSignal;
  onOpen(): void;
  onData(text: string, clean: boolean): void;
  /** A frame came that cannot be read. */
  onBroken(): void;
  /** Something was heard, so the connection is good. */
  onAlive?(): void;
  /** Nothing came for a while, though the other side may live: whether it is still the right one to listen to. */
  isStillWanted?(): Promise<boolean>;
}

/** Starts one connection. Times are counted in waits and not by the clock, so a clock that jumps ends none. */
export function openStream(options: StreamOptions): Stream {
  return new Stream(options);
}

export class Stream {
  readonly ended: Promise<StreamEnd>;
  readonly #options: StreamOptions;
  readonly #socket: TextSocket;
  readonly #timer = new AbortController();
  #resolve: (end: StreamEnd) => void = () => {};
  #heard = false;
  #open = false;
  #paused = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#socket = new TextSocket(options.transport, options.address, {
      onOpen: () => {
        this.#open = true;
        this.#heard = true;
        options.onOpen();
      },
      onData: (text, clean) => {
        this.#hear();
        options.onData(text, clean);
      },
      onBroken: () => options.onBroken(),
      onPong: () => this.#hear(),
      onEnd: (end) => this.#end(end),
    });
    if (this.#paused) this.#socket.pause();
    options.signal.addEventListener("abort", this.#abort, { once: true });
    if (options.signal.aborted) this.leave();
    this.#watch().catch((error) => {
      if (!this.#timer.signal.aborted) throw error;
    });
  }

  get canPause(): boolean {
    return this.#socket.canPause;
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#heard = true;
    this.#socket.resume();
  }

  leave(): void {
    this.#end({ kind: "left" });
  }

  readonly #abort = () => this.leave();

  #hear(): void {
    this.#heard = true;
    this.#options.onAlive?.();
  }

  #end(end: StreamEnd): void {
    this.#options.signal.removeEventListener("abort", this.#abort);
    this.#timer.abort();
    this.#socket.leave();
    this.#resolve(end);
  }

  async #watch(): Promise<void> {
    const { transport, isStillWanted } = this.#options;
    const limit = this.#socket.canPing ? 1 : SILENT_STRETCHES;
    let silent = 0;
    for (;;) {
      await transport.clock.sleep(PING_AFTER_MS, this.#timer.signal);
      // What is paused hears nothing, not even an answer to a ping.
      if (this.#heard || this.#paused) {
        this.#heard = false;
        silent = 0;
        continue;
      }
      if (silent >= limit || !this.#open) return this.#end({ kind: "silent" });
      silent++;
      this.#socket.ping();
      if (isStillWanted && !(await isStillWanted())) return this.leave();
    }
  }
}
