import { type Clock, systemClock } from "./clock.ts";
import {
  type AppPlatformError,
  Conflict,
  type ErrorFacts,
  Forbidden,
  InvalidSpec,
  Network,
  NotFound,
  OutcomeUnknown,
  RateLimited,
  Timeout,
  Unauthorized,
  Unavailable,
  UnexpectedBody,
} from "./errors.ts";
import { RateLimiter } from "./rate-limit.ts";
import type { Fetch, FetchResponse } from "./transport.ts";

export const DEFAULT_BASE_URL = "https://api.digitalocean.com";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_ATTEMPTS = 5;
const FIRST_BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 30_000;
/** How much of a text that is not the API's own may stand in an error. */
const QUOTE_LENGTH = 200;

export interface ClientOptions {
  /** A DigitalOcean API token. It is sent to `baseUrl` and nowhere else. */
  readonly token: string;
  readonly baseUrl?: string;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly userAgent?: string;
  /** One sentence about a wait or a retry. */
  readonly onNotice?: (message: string) => void;
  /** For one attempt. */
  readonly timeoutMs?: number;
  readonly maxAttempts?: number;
  /** For the jitter of back-offs: a number from 0 to 1. */
  readonly random?: () => number;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** One call, as its resource describes it. */
export interface Call extends CallOptions {
  /** The operation's id in the API reference. */
  readonly operation: string;
  readonly scope: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base URL, with its parts encoded: see {@link path}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly body?: unknown;
  /** Whether the call changes nothing, so that it may be sent again; true for GET. */
  readonly repeatable?: boolean;
}

/** Every call goes through here: authentication, time limit, rate limit, retries, and errors with their reason. */
export class Pipeline {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly #token: string;
  readonly #userAgent: string;
  readonly #timeoutMs: number;
  readonly #maxAttempts: number;
  readonly #notice: (message: string) => void;
  readonly #random: () => number;
  readonly #limiter: RateLimiter;

  constructor(options: ClientOptions) {
    this.baseUrl = checkedBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
    this.clock = options.clock ?? systemClock;
    this.fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
    this.#token = options.token;
    this.#userAgent = options.userAgent ?? "app-platform-toolkit";
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#maxAttempts = options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
    this.#notice = options.onNotice ?? (() => {});
    this.#random = options.random ?? Math.random;
    this.#limiter = new RateLimiter(this.clock, this.#notice);
  }

  /**
   * Sends a call and returns its parsed body, `undefined` for an empty one.
   *
   * @throws AppPlatformError; the signal's reason where it aborts.
   */
  async send(call: Call): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      call.signal?.throwIfAborted();
      await this.#limiter.turn(call.signal);
      const result = await this.#attempt(call, attempt);
      if (result.ok) return result.body;
      const { error, retryAfterMs } = result;
      if (!this.#mayRepeat(call, error) || attempt >= this.#maxAttempts) throw error;
      const waitMs = retryAfterMs ?? this.#backOffMs(attempt);
      this.#notice(`${error.name} from ${call.operation}: asking again in ${Math.ceil(waitMs / 1000)} s.`);
      await this.clock.sleep(waitMs, call.signal);
    }
  }

  async #attempt(call: Call, attempts: number): Promise<Attempt> {
    const timeout = new AbortController();
    const timer = new AbortController();
    const signals = call.signal ? [call.signal, timeout.signal] : [timeout.signal];
    this.clock.sleep(this.#timeoutMs, timer.signal).then(
      () => timeout.abort(),
      () => {},
    );
    const facts: ErrorFacts = { operation: call.operation, attempts };
    try {
      const response = await this.fetch(this.#url(call), {
        method: call.method,
        headers: this.#headers(call),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: AbortSignal.any(signals),
        redirect: "manual",
      });
      this.#limiter.learn(response.headers);
      return this.#read(call, response, await response.text(), facts);
    } catch (cause) {
      call.signal?.throwIfAborted();
      const lost = isRepeatable(call)
        ? undefined
        : new OutcomeUnknown({ ...facts, cause: this.#redacted(cause) });
      if (timeout.signal.aborted) return { ok: false, error: lost ?? new Timeout(this.#timeoutMs, facts) };
      return { ok: false, error: lost ?? new Network({ ...facts, cause: this.#redacted(cause) }) };
    } finally {
      timer.abort();
    }
  }

  #read(call: Call, response: FetchResponse, text: string, known: ErrorFacts): Attempt {
    const { status } = response;
    const body = parseJson(text);
    const message = isRecord(body) && typeof body.message === "string" ? body.message : undefined;
    const requestId =
      (isRecord(body) && typeof body.request_id === "string" && body.request_id) ||
      response.headers.get("x-request-id");
    const facts: ErrorFacts = {
      ...known,
      status,
      ...(requestId ? { requestId } : {}),
      serverMessage: this.#withoutToken(message ?? quote(text)),
    };
    if (status >= 200 && status < 300) {
      if (text.trim() === "") return { ok: true, body: undefined };
      if (isRecord(body)) return { ok: true, body };
      const error = new UnexpectedBody(`${status} with "${this.#withoutToken(quote(text))}".`, facts);
      return { ok: false, error: isRepeatable(call) ? error : new OutcomeUnknown(facts) };
    }
    const error = errorOf(call, status, facts);
    return status === 429
      ? { ok: false, error, retryAfterMs: this.#retryAfterMs(response) }
      : { ok: false, error };
  }

  /** A 429 had no effect, so any call may be sent again after it. */
  #mayRepeat(call: Call, error: AppPlatformError): boolean {
    if (error instanceof RateLimited) return true;
    return isRepeatable(call) && TRANSIENT.some((kind) => error instanceof kind);
  }

  #retryAfterMs(response: FetchResponse): number | undefined {
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000 + 250, 120_000) : undefined;
  }

  /** Doubles with each attempt; half of it is jitter, so that many clients do not come back at once. */
  #backOffMs(attempt: number): number {
    const ceiling = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (attempt - 1));
    return ceiling / 2 + (this.#random() * ceiling) / 2;
  }

  #url({ path, query = {} }: Call): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
    }
    const text = parameters.toString();
    return `${this.baseUrl}${path}${text ? `?${text}` : ""}`;
  }

  #headers({ body }: Call): Record<string, string> {
    return {
      authorization: `Bearer ${this.#token}`,
      accept: "application/json",
      "user-agent": this.#userAgent,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
  }

  /** A proxy's error page may quote the request. */
  #withoutToken(text: string): string {
    return this.#token === "" ? text : text.replaceAll(this.#token, "***");
  }

  #redacted(cause: unknown): unknown {
    if (!(cause instanceof Error)) return undefined;
    const inner = cause.cause instanceof Error ? cause.cause : cause;
    return new Error(this.#withoutToken(inner.message || inner.name));
  }
}

type Attempt =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: AppPlatformError; readonly retryAfterMs?: number | undefined };

const TRANSIENT = [Network, Timeout, Unavailable, UnexpectedBody];

function isRepeatable({ method, repeatable }: Call): boolean {
  return repeatable ?? method === "GET";
}

function errorOf(call: Call, status: number, facts: ErrorFacts): AppPlatformError {
  if (status >= 300 && status < 400)
    return new UnexpectedBody(
      `a redirect (${status}), which is not followed, because it would take the token elsewhere.`,
      facts,
    );
  if (status >= 500) return isRepeatable(call) ? new Unavailable(facts) : new OutcomeUnknown(facts);
  switch (status) {
    case 401:
      return new Unauthorized(facts);
    case 403:
      return new Forbidden(call.scope, facts);
    case 404:
      return new NotFound(call.path, facts);
    case 409:
      return new Conflict(facts);
    case 429:
      return new RateLimited(facts);
    default:
      return new InvalidSpec(facts);
  }
}

/** Joins the parts of a path, each encoded: an id from outside cannot lead to another operation. */
export function path(strings: TemplateStringsArray, ...parts: string[]): string {
  return strings.reduce(
    (text, literal, index) => `${text}${encodeURIComponent(parts[index - 1] ?? "")}${literal}`,
  );
}

function checkedBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw new TypeError(`The base URL must be an http or https URL such as ${DEFAULT_BASE_URL}.`);
  return text.replace(/\/+$/, "");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}…` : line;
}
