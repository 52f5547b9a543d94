import { type Attempt, readAnswer } from "./answer.ts";
import { BodyTooLarge, readText } from "./body.ts";
import { type Call, isRepeatable, urlOf } from "./call.ts";
import { type Clock, systemClock, TimeLimit } from "./clock.ts";
import {
  causeOf,
  type ErrorFacts,
  Network,
  OutcomeUnknown,
  RateLimited,
  Timeout,
  UnexpectedBody,
} from "./errors.ts";
import { type Quota, RateLimiter } from "./rate-limit.ts";
import { Redactor } from "./redact.ts";
import type { Fetch, FetchResponse, WebSocketClass } from "./transport.ts";

/** Where the API is unless `baseUrl` says otherwise. */
export const DEFAULT_BASE_URL = "https://api.digitalocean.com";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_ATTEMPTS = 5;
const FIRST_BACK_OFF_MS = 1_000;
const MAX_BACK_OFF_MS = 30_000;
/** The longest wait that a `retry-after` may ask for: twice the window that it speaks of. */
const MAX_RETRY_AFTER_MS = 120_000;
/** `retry-after` is in whole seconds, and clocks differ. */
const RETRY_AFTER_MARGIN_MS = 250;
/** How long a call waits for the hour's oldest call to expire before it is tried again. */
const MAX_HOUR_WAIT_MS = 60_000;
/** The largest real answers, 200 deployments with their specs, are a few MiB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const UNTRUSTED_HINT =
  " Who answers is not trusted: where that is a proxy of your own, name its authority in NODE_EXTRA_CA_CERTS.";
/** Errors of opening a connection, before a byte of the request could leave: even a write had no effect. */
const NEVER_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];

/** A certificate that is not trusted: nothing was sent, and the next attempt would end in the same way. */
const UNTRUSTED = /^(?:CERT_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS_CERT_)/;

export interface ClientOptions {
  /** A DigitalOcean API token. It is sent to `baseUrl` and nowhere else. */
  readonly token: string;
  readonly baseUrl?: string;
  readonly fetch?: Fetch;
  /** For live logs and shells; the global one unless given, which cannot ping. `ws` can. */
  readonly webSocket?: WebSocketClass | undefined;
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
    this.#token = checkedToken(options.token);
    this.#userAgent = options.userAgent ?? "app-platform-toolkit";
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.#maxAttempts = options.maxAttempts ?? DEFAULT_MAX_ATTEMPTS;
    this.#notice = options.onNotice ?? (() => {});
    this.#random = options.random ?? Math.random;
    this.#limiter = new RateLimiter(this.clock, this.#notice);
  }

  /** What the platform last said about the hour's calls. */
  get quota(): Quota | undefined {
    return this.#limiter.quota;
  }

  /**
   * Sends a call and returns what it reads from the answer.
   *
   * @throws AppPlatformError; the signal's reason where it aborts.
   */
  async send<T>(call: Call<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      call.signal?.throwIfAborted();
      await this.#limiter.turn(call.signal);
      const { result, response } = await this.#attempt(call, attempt);
      if (result.ok) return result.value;
      const { error, again } = result;
      if (!again || attempt >= this.#maxAttempts) throw error;
      const limited = error instanceof RateLimited;
      const waitMs = Math.max(limited ? this.#limitWaitMs(response) : 0, this.#backOffMs(attempt));
      this.#notice(`${error.name} from ${call.operation}: asking again in ${Math.ceil(waitMs / 1000)} s.`);
      if (limited) this.#limiter.close(waitMs);
      await this.clock.sleep(waitMs, call.signal);
    }
  }

  async #attempt<T>(
    call: Call<T>,
    attempts: number,
  ): Promise<{ readonly result: Attempt<T>; readonly response?: FetchResponse }> {
    const limit = new TimeLimit(this.clock, this.#timeoutMs, call.signal);
    const facts: ErrorFacts = { operation: call.operation, attempts };
    const redactor = new Redactor(this.#token, call.body);
    let response: FetchResponse;
    let text: string;
    try {
      response = await this.fetch(urlOf(this.baseUrl, call), {
        method: call.method,
        headers: this.#headers(call),
        ...(call.body === undefined ? {} : { body: call.yaml ?? JSON.stringify(call.body) }),
        signal: limit.signal,
        redirect: "manual",
      });
      this.#limiter.learn(response.headers);
      text = await readText(response, MAX_ANSWER_BYTES);
    } catch (thrown) {
      call.signal?.throwIfAborted();
      return { result: this.#lost(call, thrown, limit.isUp, { ...facts, cause: redactor.cause(thrown) }) };
    } finally {
      limit.end();
    }
    return { result: readAnswer(call, response, text, redactor, facts), response };
  }

  /** No whole answer came. */
  #lost(call: Call<unknown>, thrown: unknown, late: boolean, facts: ErrorFacts): Attempt<never> {
    const code = codeOf(thrown);
    if (UNTRUSTED.test(code)) return { ok: false, error: new Network(facts, UNTRUSTED_HINT), again: false };
    if (NEVER_SENT.includes(code)) return { ok: false, error: new Network(facts), again: true };
    if (!isRepeatable(call)) {
      const why = late
        ? `no answer came within ${this.#timeoutMs / 1000} s.`
        : `no answer came: ${causeOf(facts.cause)}`;
      return { ok: false, error: new OutcomeUnknown(why, facts), again: false };
    }
    if (thrown instanceof BodyTooLarge)
      return { ok: false, error: new UnexpectedBody(thrown.message, facts), again: false };
    const error = late ? new Timeout(this.#timeoutMs, facts) : new Network(facts);
    return { ok: false, error, again: true };
  }

  #headers({ body, yaml }: Call<unknown>): Record<string, string> {
    return {
      authorization: `Bearer ${this.#token}`,
      accept: "application/json",
      "user-agent": this.#userAgent,
      ...(body === undefined
        ? {}
        : { "content-type": yaml === undefined ? "application/json" : "application/yaml" }),
    };
  }

  /**
   * What a 429 asks for. Only that of the minute has a `retry-after`; for the hour there is `ratelimit-reset`, when
   * its oldest call expires and one more may be made.
   */
  #limitWaitMs(response: FetchResponse | undefined): number {
    const seconds = Number(response?.headers.get("retry-after") ?? Number.NaN);
    if (Number.isFinite(seconds) && seconds >= 0)
      return Math.min(seconds * 1000 + RETRY_AFTER_MARGIN_MS, MAX_RETRY_AFTER_MS);
    const resetAtMs = this.#limiter.quota?.resetAtMs ?? 0;
    return Math.min(Math.max(0, resetAtMs - this.clock.now()), MAX_HOUR_WAIT_MS);
  }

  /** Doubles with each attempt; half of it is jitter, so that many clients do not come back at once. */
  #backOffMs(attempt: number): number {
    const ceiling = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (attempt - 1));
    return ceiling / 2 + (this.#random() * ceiling) / 2;
  }
}

/** The system's word for what went wrong, such as ECONNREFUSED. */
function codeOf(thrown: unknown): string {
  // undici says "fetch failed" and keeps the reason in the cause.
  const { code } = ((thrown instanceof Error && thrown.cause) || thrown) as { readonly code?: unknown };
  return typeof code === "string" ? code : "";
}

function checkedBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    (url.protocol !== "https:" && url.protocol !== "http:") ||
    url.username ||
    url.search ||
    url.hash
  )
    throw new TypeError(
      `The base URL must be an http or https URL without a user, a query and a fragment, such as ${DEFAULT_BASE_URL}.`,
    );
  return text.replace(/\/+$/, "");
}

/** A line break from a file or a secret would end up in the transport's error, and the token with it. */
function checkedToken(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7e]*$/.test(token)) return token;
  throw new TypeError(
    "The token holds characters that no DigitalOcean token has, such as spaces or line breaks.",
  );
}
