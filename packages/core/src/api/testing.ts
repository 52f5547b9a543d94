import { AppPlatformClient } from "./client.ts";
import type { Clock } from "./clock.ts";
import type { ClientOptions } from "./pipeline.ts";
import type { Fetch, FetchInit } from "./transport.ts";

/** For tests: time that passes only when everything waits for it. */
export class VirtualClock implements Clock {
  /** Every wait that was gone through to its end, in milliseconds. */
  readonly waitsMs: number[] = [];
  #nowMs: number;
  #sleepers: Sleeper[] = [];
  #held = 0;

  constructor(startMs = Date.parse("2026-01-05T09:00:00Z")) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener("abort", abort);
      };
      const abort = () => {
        leave();
        reject(signal?.reason);
      };
      const wake = () => {
        leave();
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + ms, ms, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Time stands still while work goes on that is not of this clock, such as a real connection. */
  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held += 1;
    try {
      return await work;
    } finally {
      this.#held -= 1;
    }
  }

  /** Does some work, and lets time pass whenever it waits. Fails where it waits for nothing that could come. */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    work.then(
      () => (settled = true),
      () => (settled = true),
    );
    for (;;) {
      await idle();
      if (settled) return work;
      if (this.#held > 0) continue;
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, other) => (first && first.atMs <= other.atMs ? first : other),
        undefined,
      );
      if (!next) throw new Error("The work waits, and nobody sleeps.");
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.waitsMs.push(next.ms);
      next.wake();
    }
  }
}

interface Sleeper {
  readonly atMs: number;
  readonly ms: number;
  readonly wake: () => void;
}

/** Everything that can go on without time has gone on. */
async function idle(): Promise<void> {
  // Timers, not immediates: tests over real HTTP need the moments that these take.
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setTimeout(resolve, 0));
}

export interface Sent extends Pick<FetchInit, "method" | "headers" | "redirect"> {
  /** Path and query below the base URL. */
  readonly path: string;
  /** Parsed where it is JSON. */
  readonly body: unknown;
  readonly atMs: number;
}

export type Answer = (sent: Sent, signal: AbortSignal) => Response | Promise<Response>;

/** For tests: a client of a platform that answers as the script says, the last answer again and again. */
export function scriptedClient(answers: Answer | readonly Answer[], options: Partial<ClientOptions> = {}) {
  const clock = new VirtualClock();
  const sent: Sent[] = [];
  const notices: string[] = [];
  const script = typeof answers === "function" ? [answers] : answers;
  const fetch: Fetch = async (url, { method, headers, redirect, body, signal }) => {
    const path = url.replace(BASE_URL, "");
    const isJson = headers["content-type"] === "application/json";
    const read: unknown = body && isJson ? JSON.parse(body) : body;
    const request = { method, headers, redirect, path, body: read, atMs: clock.now() };
    sent.push(request);
    const answer = script[Math.min(sent.length, script.length) - 1];
    if (!answer) throw new Error("The script is empty.");
    return answer(request, signal);
  };
  const client = new AppPlatformClient({
    token: TOKEN,
    baseUrl: BASE_URL,
    fetch,
    clock,
    random: () => 0.5,
    onNotice: (message) => notices.push(message),
    ...options,
  });
  return { client, clock, sent, notices, run: <T>(work: Promise<T>) => clock.run(work) };
}

export const TOKEN = "dop_v1_0123456789abcdef";
export const BASE_URL = "https://platform.example";

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(JSON.stringify(body), { status, headers });

/** An error as the platform writes it. */
export const refusal = (status: number, message: string, headers: Record<string, string> = {}): Answer =>
  json({ id: "some_id", message, request_id: "req-1" }, status, headers);

export const page =
  (html: string, status: number): Answer =>
  () =>
    new Response(html, { status, headers: { "content-type": "text/html" } });

/** As undici reports a connection that breaks. */
export const broken =
  (message = "other side closed", code = "UND_ERR_SOCKET"): Answer =>
  () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) }));

/** An answer that never comes. */
export const silence: Answer = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));

/** What a promise is rejected with. */
export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => Promise.reject(new Error(`Nothing was thrown; the result is ${JSON.stringify(value)}.`)),
    (error: unknown) => error,
  );
}
