/** As much of `fetch` as the client needs: the browser's, Node's and undici's all fit. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  /** For long answers, where the transport can stream. */
  readonly body?: ByteStream | null;
}

/** A stream as `fetch` gives it: the DOM's type and undici's differ in what is not needed here. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(reason?: unknown): Promise<void>;
    releaseLock(): void;
  };
}

/**
 * As much of a WebSocket as live logs and shells need. `ws` fits, and is the better one: it tells why a handshake was
 * refused, can ping, and can be paused. The browser's and Node's own fit too.
 */
export type WebSocketClass = new (url: string, protocols?: string[], settings?: object) => WebSocketLike;

export interface WebSocketLike {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
  addEventListener(type: "close", listener: (event: CloseEvent) => void): void;
}
