import { type Call, isRepeatable } from "./call.ts";
import { isRecord, Misshapen, parseBody } from "./envelope.ts";
import {
  type AppPlatformError,
  Conflict,
  type ErrorFacts,
  Forbidden,
  InvalidSpec,
  NotFound,
  OutcomeUnknown,
  RateLimited,
  said,
  Unauthorized,
  Unavailable,
  UnexpectedBody,
} from "./errors.ts";
import type { Redactor } from "./redact.ts";
import type { FetchResponse } from "./transport.ts";

/** What one attempt came to. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  /** `again`: the same call may be sent once more. */
  | { readonly ok: false; readonly error: AppPlatformError; readonly again: boolean };

/** Reads an answer of the API, or of what stands in its place. */
export function readAnswer<T>(
  call: Call<T>,
  response: Pick<FetchResponse, "status" | "headers">,
  text: string,
  redactor: Redactor,
  known: ErrorFacts,
): Attempt<T> {
  const { status } = response;
  const body = jsonOf(text);
  const requestId = textOf(body, "request_id") ?? response.headers.get("x-request-id") ?? "";
  const facts: ErrorFacts = {
    ...known,
    // A browser shows a redirect that it was told not to follow as status 0.
    ...(status === 0 ? {} : { status }),
    ...(requestId === "" ? {} : { requestId: redactor.text(requestId) }),
  };
  if (status >= 200 && status < 300) return readSuccess(call, text, body, facts);
  const message = textOf(body, "message");
  const serverMessage = message === undefined ? redactor.quote(text) : redactor.text(message);
  return refusal(call, status, isPage(text), { ...facts, serverMessage });
}

/** An answer that cannot be read is not quoted: it may be half of one with a link to logs, which is a key. */
function readSuccess<T>(call: Call<T>, text: string, body: unknown, facts: ErrorFacts): Attempt<T> {
  try {
    if (body === undefined && text.trim() !== "")
      throw new Misshapen(isPage(text) ? "it is an HTML page." : "it is not whole, or no JSON.");
    return { ok: true, value: call.read(body) };
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    if (isRepeatable(call)) return failed(new UnexpectedBody(error.message, facts), true);
    return failed(new OutcomeUnknown(`of the answer: ${error.message}`, facts), false);
  }
}

function refusal(call: Call<unknown>, status: number, page: boolean, facts: ErrorFacts): Attempt<never> {
  if (status < 400)
    return failed(
      new UnexpectedBody(
        `it is a redirect${status === 0 ? "" : ` (${status})`}, which is not followed, because it would take the token elsewhere.`,
        facts,
      ),
      false,
    );
  if (status >= 500) {
    const hint = specHint(call, status);
    if (!isRepeatable(call))
      return failed(new OutcomeUnknown(`the answer was: ${said(facts)}`, facts, hint), false);
    // 501 says that it will never be there.
    return failed(new Unavailable(facts, hint), status !== 501);
  }
  // A 429 had no effect, so any call may be sent again after it.
  if (status === 429) return failed(new RateLimited(facts), true);
  // The API answers in JSON or with nothing; a page is from a proxy on the way.
  if (page)
    return failed(new UnexpectedBody(`it is a page of status ${status}: ${said(facts)}`, facts), false);
  return failed(clientError(call, status, facts), false);
}

function clientError(call: Call<unknown>, status: number, facts: ErrorFacts): AppPlatformError {
  switch (status) {
    case 401:
      return new Unauthorized(facts);
    case 403:
      return new Forbidden(call.scope, facts);
    case 404:
      return new NotFound(call.path, facts);
    case 409:
      return new Conflict(facts);
    default:
      return new InvalidSpec(facts);
  }
}

function failed(error: AppPlatformError, again: boolean): Attempt<never> {
  return { ok: false, error, again };
}

/** Seen in public issues: a mistake in a spec's sources is answered as an error of the server. */
function specHint({ body }: Call<unknown>, status: number): string {
  const hasSpec = body !== undefined && "spec" in body;
  return hasSpec && status === 500
    ? " A spec that names a branch, an image or a repository that cannot be read gets this answer too."
    : "";
}

function jsonOf(text: string): unknown {
  try {
    const value = parseBody(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(body: unknown, key: string): string | undefined {
  const value = isRecord(body) ? body[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith("<");
}
