import type { AppPlatformClient, ExecOptions, Transport } from "../api/index.ts";
import { LogStreamError, liveAddress } from "./address.ts";
import { CommandOutput, type CommandResult, script } from "./command.ts";
import { EventQueue } from "./queue.ts";
import { CLOSE_NORMAL, type SocketEnd, TextSocket } from "./socket.ts";
import { TerminalFilter } from "./terminal.ts";

export interface ConsoleOptions extends ExecOptions {
  readonly appId: string;
  readonly component: string;
  /** The size of the terminal that shows the output. */
  readonly columns?: number;
  readonly rows?: number;
}

export interface RunOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** How a shell ended: `exited` by itself, `closed` from here, or `dropped` with its connection. */
export interface ConsoleEnd {
  readonly kind: "exited" | "closed" | "dropped";
  readonly message: string;
}

/** As doctl does, so that no proxy on the way takes the connection for dead. */
const KEEP_ALIVE_MS = 30_000;
/** A terminal that is dragged larger changes its size with every pixel. */
const RESIZE_PAUSE_MS = 50;
/** How much goes into one frame: small enough that a resize or Ctrl-C is not stuck behind a long paste. */
const PIECE_LENGTH = 4_096;
/** With more than this on its way, a paste waits. */
const MAX_UNSENT_BYTES = 256 * 1024;
const UNSENT_PAUSE_MS = 20;
const DEFAULT_RUN_TIMEOUT_MS = 60_000;
const COLUMNS = 80;
const ROWS = 24;

/**
 * A shell in a component's container, of the active deployment or of a given one, on any instance or a chosen one.
 *
 * @throws AppPlatformError (the token needs `app:access_console`); LogStreamError where the shell cannot be reached; the
 * signal's reason on abort, which also closes an open session.
 */
export async function openConsole(
  client: AppPlatformClient,
  { appId, component, columns = COLUMNS, rows = ROWS, ...options }: ConsoleOptions,
): Promise<ConsoleSession> {
  const url = await client.exec.url(appId, component, options);
  const session = new ConsoleSession(
    client.transport,
    liveAddress(url, client.transport.baseUrl),
    options.signal,
  );
  await session.opened;
  session.resize(columns, rows);
  return session;
}

export class ConsoleSession {
  /** Resolves when the shell is there. */
  readonly opened: Promise<void>;
  readonly ended: Promise<ConsoleEnd>;
  /** What the shell writes, as it comes; it ends with the shell. A reader that is slow makes the shell wait. */
  readonly output: AsyncIterable<string>;
  readonly #socket: TextSocket;
  readonly #transport: Transport;
  readonly #stop = new AbortController();
  readonly #queue: EventQueue<string>;
  readonly #filter = new TerminalFilter();
  #end: ((end: ConsoleEnd) => void) | undefined;
  #command: CommandOutput | undefined;
  #writing: Promise<void> = Promise.resolve();
  #size: { readonly width: number; readonly height: number } | undefined;
  #resizing = false;

  constructor(transport: Transport, address: string, signal?: AbortSignal) {
    this.#transport = transport;
    const queue = new EventQueue<string>(
      () => {},
      () => this.close(),
    );
    this.#queue = queue;
    this.output = { [Symbol.asyncIterator]: () => queue };
    const opening = Promise.withResolvers<void>();
    this.opened = opening.promise;
    const ending = Promise.withResolvers<ConsoleEnd>();
    this.ended = ending.promise;
    this.#end = (end) => {
      this.#end = undefined;
      this.#stop.abort();
      this.#socket.leave();
      opening.reject(signal?.aborted ? signal.reason : new LogStreamError(end.message));
      this.#command?.fail(signal?.aborted ? signal.reason : new LogStreamError(end.message));
      queue.finish();
      ending.resolve(end);
    };
    this.#socket = new TextSocket(transport, address, {
      onOpen: () => opening.resolve(),
      onData: (data) => this.#receive(data),
      onEnd: (end) => this.#end?.(consoleEnd(end)),
    });
    queue.onFull = (full) => (full ? this.#socket.pause() : this.#socket.resume());
    const abort = () => this.#end?.({ kind: "closed", message: "The console was aborted." });
    signal?.addEventListener("abort", abort, { once: true, signal: this.#stop.signal });
    if (signal?.aborted) abort();
    this.#keepAlive().catch(() => {});
  }

  /** Types a text, however long. Resolves when it has been handed on. */
  write(text: string): Promise<void> {
    const written = this.#writing.then(() => this.#write(text));
    // One failure is told to its own writer, and not to the next.
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Of many changes at once the last one counts. */
  resize(columns: number, rows: number): void {
    this.#size = { width: columns, height: rows };
    if (this.#resizing) return;
    this.#resizing = true;
    this.#sendSize();
    this.#pause(RESIZE_PAUSE_MS).then(
      () => {
        this.#resizing = false;
        if (this.#size) this.resize(this.#size.width, this.#size.height);
      },
      () => {},
    );
  }

  /**
   * Runs one command in a shell of its own below this one, with no input, and waits for its end. The shell must be
   * idle. What the command writes is in the result, and not in {@link output}.
   *
   * @throws LogStreamError where the shell ends first, or the time is up.
   */
  async run(
    command: string,
    { timeoutMs = DEFAULT_RUN_TIMEOUT_MS, signal }: RunOptions = {},
  ): Promise<CommandResult> {
    if (this.#command) throw new LogStreamError("A command runs already in this console.");
    signal?.throwIfAborted();
    const mark = crypto.randomUUID();
    const output = new CommandOutput(mark);
    const text = script(command, mark);
    this.#command = output;
    // Its output does not go where a reader may have stopped to read.
    this.#socket.resume();
    const abort = () => output.fail(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    const timer = new AbortController();
    this.#transport.clock.sleep(timeoutMs, timer.signal).then(
      () => output.fail(new LogStreamError(`The command did not end within ${timeoutMs / 1000} s.`)),
      () => {},
    );
    try {
      await Promise.race([this.write(text), output.result]);
      return await output.result;
    } finally {
      timer.abort();
      signal?.removeEventListener("abort", abort);
      this.#command = undefined;
      if (this.#queue.full) this.#socket.pause();
    }
  }

  /** Leaves the shell, which ends with its connection. */
  close(): void {
    this.#end?.({ kind: "closed", message: "The console was closed." });
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #receive(data: string): void {
    if (this.#command) {
      this.#command.push(data);
      return;
    }
    const text = this.#filter.push(data);
    if (text !== "") this.#queue.push([text], text.length);
  }

  async #write(text: string): Promise<void> {
    for (let at = 0; at < text.length; ) {
      this.#checkOpen();
      while (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) await this.#pause(UNSENT_PAUSE_MS);
      const end = pieceEnd(text, at);
      this.#socket.send({ op: "stdin", data: text.slice(at, end) });
      at = end;
    }
  }

  #checkOpen(): void {
    if (!this.#end) throw new LogStreamError("The console has ended, so nothing can be typed.");
  }

  #sendSize(): void {
    if (this.#size) this.#socket.send({ op: "resize", ...this.#size });
    this.#size = undefined;
  }

  async #keepAlive(): Promise<void> {
    for (;;) {
      await this.#pause(KEEP_ALIVE_MS);
      this.#socket.send({ op: "stdin", data: "" });
    }
  }

  #pause(ms: number): Promise<void> {
    return this.#transport.clock.sleep(ms, this.#stop.signal).catch(() => {
      throw new LogStreamError("The console has ended.");
    });
  }
}

/** Never between the two halves of a character, which the other side could not put together. */
function pieceEnd(text: string, at: number): number {
  const end = Math.min(at + PIECE_LENGTH, text.length);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

function consoleEnd(end: SocketEnd): ConsoleEnd {
  switch (end.kind) {
    case "closed":
      if (end.code === CLOSE_NORMAL) return { kind: "exited", message: "The shell has ended." };
      return { kind: "dropped", message: `The connection to the shell broke (${end.code}).` };
    case "refused":
      return {
        kind: "dropped",
        message: `The shell was refused with status ${end.status}. Its link works once, for a short time: open it anew.`,
      };
    case "failed":
      return {
        kind: "dropped",
        message: `The connection to the shell failed${end.code ? ` (${end.code})` : ""}.`,
      };
  }
}
