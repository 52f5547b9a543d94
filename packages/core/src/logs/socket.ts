import type { Transport, WebSocketLike } from "../api/index.ts";
import { LogStreamError } from "./address.ts";
import { readFrame } from "./frame.ts";

/** A frame holds a chunk of a log; one that is longer than this is none. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;
/** As `ws` says that one was. */
export const FRAME_TOO_LONG = "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
const OPEN = 1;
/** The platform's log and shell sockets end with this when all is well. */
export const CLOSE_NORMAL = 1000;

/** How a connection came to its end. */
export type SocketEnd =
  | { readonly kind: "closed"; readonly code: number }
  /** The handshake was answered with another status than 101. */
  | { readonly kind: "refused"; readonly status: number }
  /** `code` is the system's word, such as ECONNREFUSED. */
  | { readonly kind: "failed"; readonly code?: string };

export interface SocketListener {
  onOpen(): void;
  /** The text of a frame's `data`; `clean` where it surely has no control characters. */
  onData(data: string, clean: boolean): void;
  /** A frame came that cannot be read. */
  onBroken?(): void;
  /** An answer to a ping. */
  onPong?(): void;
  /** Called once, and last. */
  onEnd(end: SocketEnd): void;
}

/** What `ws` can do beyond a browser's WebSocket. */
interface NodeSocket extends WebSocketLike {
  on(event: string, listener: (...values: never[]) => void): unknown;
  ping(): void;
  terminate(): void;
  pause(): void;
  resume(): void;
}

/**
 * A websocket of live logs or of a shell. It sends no credentials but those of its address, follows no redirect, and
 * lets no text out that could hold the address.
 */
export class TextSocket {
  readonly #socket: WebSocketLike;
  readonly #node: NodeSocket | undefined;
  readonly #listener: SocketListener;
  #status: number | undefined;
  #errorCode: string | undefined;
  #ended = false;

  constructor({ webSocket }: Pick<Transport, "webSocket">, address: string, listener: SocketListener) {
    if (!webSocket)
      throw new LogStreamError("There is no WebSocket here: give the client one, such as that of `ws`.");
    this.#listener = listener;
    // Only `ws` reads the third argument. It need not check text that JSON.parse reads, and logs compress the CPU.
    this.#socket = new webSocket(address, [], {
      followRedirects: false,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      maxPayload: MAX_FRAME_BYTES,
    });
    this.#node = isNodeSocket(this.#socket) ? this.#socket : undefined;
    this.#listen();
  }

  /** Whether there is a ping that the other side must answer. */
  get canPing(): boolean {
    return this.#node !== undefined;
  }

  get canPause(): boolean {
    return this.#node !== undefined;
  }

  /** What was sent and has not left yet, in bytes. */
  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(message: object): void {
    if (this.#socket.readyState === OPEN) this.#socket.send(JSON.stringify(message));
  }

  ping(): void {
    if (this.#socket.readyState === OPEN) this.#node?.ping();
  }

  pause(): void {
    this.#node?.pause();
  }

  resume(): void {
    this.#node?.resume();
  }

  /** Leaves: with the normal close, and without waiting for an answer. No listener is called from here on. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    // Closing what is not open yet is an error for `ws`, which nobody needs to hear.
    this.#socket.close(CLOSE_NORMAL);
    this.#node?.terminate();
  }

  #listen(): void {
    const listener = this.#listener;
    this.#socket.addEventListener("open", () => this.#ended || listener.onOpen());
    if (this.#node) {
      this.#node.on("message", (data: { readonly length: number; toString(): string }) =>
        this.#receive(data.toString(), data.length),
      );
      this.#node.on("pong", () => this.#ended || listener.onPong?.());
      this.#node.on("error", (error: { code?: unknown }) => {
        if (typeof error.code === "string") this.#errorCode = error.code;
      });
      this.#node.on("unexpected-response", (_: unknown, response: { statusCode?: number }) => {
        this.#status = response.statusCode ?? 0;
        this.#node?.terminate();
      });
    } else {
      this.#socket.addEventListener("message", ({ data }) => this.#receive(String(data)));
      this.#socket.addEventListener("error", () => {});
    }
    this.#socket.addEventListener("close", ({ code }) => this.#end(code));
  }

  #receive(frame: string, byteLength?: number): void {
    if (this.#ended) return;
    const { data, clean, broken } = readFrame(frame, byteLength);
    if (data !== "") this.#listener.onData(data, clean);
    else if (broken) this.#listener.onBroken?.();
  }

  #end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#status !== undefined) this.#listener.onEnd({ kind: "refused", status: this.#status });
    else if (this.#errorCode !== undefined) this.#listener.onEnd({ kind: "failed", code: this.#errorCode });
    else this.#listener.onEnd({ kind: "closed", code });
  }
}

function isNodeSocket(socket: WebSocketLike): socket is NodeSocket {
  const { on, ping, terminate, pause, resume } = socket as Partial<NodeSocket>;
  return [on, ping, terminate, pause, resume].every((method) => typeof method === "function");
}
