import type { AppSpec } from "../spec/schema/index.ts";
import { literalSecrets } from "../spec/secrets.ts";
import { isRecord } from "./envelope.ts";

/** A shorter value is in many words, and no good secret. */
const MIN_SECRET_LENGTH = 4;
/** How much of a text that is not the API's own may stand in an error. */
const QUOTE_LENGTH = 200;

/**
 * Texts of others for errors: a proxy's page may quote the request, so the token and the secrets of the request's
 * body are taken out.
 */
export class Redactor {
  readonly #secrets: readonly string[];

  constructor(token: string, body: unknown) {
    this.#secrets = [token, ...secretsIn(body)]
      .flatMap(withEncodings)
      .filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  }

  text(text: string): string {
    return this.#secrets.reduce((left, secret) => left.replaceAll(secret, "***"), text);
  }

  /** The beginning of a page or a plain text, on one line. Cut last, so that no half of a secret is left. */
  quote(text: string): string {
    const words = text
      .replaceAll(/<(style|script)\b[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
      .replaceAll(/\s+/g, " ")
      .trim();
    const line = this.text(words);
    return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}…` : line;
  }

  /** The reason of a failed connection, without what it holds besides. */
  cause(cause: unknown): Error {
    // undici says "fetch failed" and keeps the reason in the cause.
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    if (!(inner instanceof Error)) return new Error("unknown reason");
    const code = (inner as { readonly code?: unknown }).code;
    return new Error(this.text(inner.message || (typeof code === "string" ? code : inner.name)));
  }
}

/** Secrets of a spec in clear, and the addresses of Slack webhooks, which are keys. */
function secretsIn(body: unknown): string[] {
  if (!isRecord(body)) return [];
  const webhooks = Array.isArray(body.slack_webhooks) ? body.slack_webhooks.filter(isRecord) : [];
  return [
    ...(isRecord(body.spec) ? literalSecrets(body.spec as AppSpec) : []),
    ...webhooks.flatMap(({ url }) => (typeof url === "string" ? [url] : [])),
  ];
}

/** With the lines of one that has several: in YAML each of them is indented. */
function withEncodings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const lines = secret.split("\n").map((line) => line.trim());
  return [...new Set([secret, json, encodeURIComponent(secret), ...lines])];
}
