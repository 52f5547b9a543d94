/** What is known of a call that failed. No token, and of the answer no more than its message. */
export interface ErrorFacts {
  /** The operation's id in the API reference, such as `apps_create`. */
  readonly operation: string;
  readonly attempts: number;
  readonly status?: number;
  readonly requestId?: string;
  /** The platform's own words. */
  readonly serverMessage?: string;
  readonly cause?: unknown;
}

/** A call to the App Platform API that failed. The message says what, why and what to do. */
export class AppPlatformError extends Error {
  override name = "AppPlatformError";
  readonly operation: string;
  readonly attempts: number;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly serverMessage: string;

  constructor(message: string, facts: ErrorFacts) {
    const known = [
      facts.operation,
      ...(facts.status === undefined ? [] : [`status ${facts.status}`]),
      ...(facts.attempts > 1 ? [`${facts.attempts} attempts`] : []),
      ...(facts.requestId ? [`request ${facts.requestId}`] : []),
    ];
    super(`${message} (${known.join(", ")})`, facts.cause === undefined ? {} : { cause: facts.cause });
    this.operation = facts.operation;
    this.attempts = facts.attempts;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.serverMessage = facts.serverMessage ?? "";
  }
}

/** 401: the token is wrong, expired or revoked. */
export class Unauthorized extends AppPlatformError {
  override name = "Unauthorized";
  constructor(facts: ErrorFacts) {
    super(
      "DigitalOcean does not know this token: it is mistyped, expired or revoked. Make a new one at https://cloud.digitalocean.com/account/api/tokens.",
      facts,
    );
  }
}

/** 403: the token lacks a scope. */
export class Forbidden extends AppPlatformError {
  override name = "Forbidden";
  readonly scope: string;
  constructor(scope: string, facts: ErrorFacts) {
    super(`The token may not do this. It needs the scope \`${scope}\`.`, facts);
    this.scope = scope;
  }
}

/** 404: there is no such thing, or the token cannot see it. */
export class NotFound extends AppPlatformError {
  override name = "NotFound";
  constructor(what: string, facts: ErrorFacts) {
    super(`DigitalOcean has nothing at ${what} that this token can see.`, facts);
  }
}

/** 409: the name is taken, or the app is in a state that does not allow this. */
export class Conflict extends AppPlatformError {
  override name = "Conflict";
  constructor(facts: ErrorFacts) {
    super(`DigitalOcean refuses because of a conflict: ${said(facts)}`, facts);
  }
}

/** 429 on every attempt. */
export class RateLimited extends AppPlatformError {
  override name = "RateLimited";
  constructor(facts: ErrorFacts) {
    super(
      "The token's rate limit (250 calls a minute, 5,000 an hour) is used up, and waiting did not help.",
      facts,
    );
  }
}

/** 400: the spec, or another part of the request, is not valid. */
export class InvalidSpec extends AppPlatformError {
  override name = "InvalidSpec";
  /** The field that the platform names, as it writes it: `envs.4.value` or, in its older form, `services.route.paths`. */
  readonly fieldPath: string | undefined;
  /** What it says about that field. */
  readonly reason: string;
  constructor(facts: ErrorFacts) {
    super(`DigitalOcean refuses the request: ${said(facts)}`, facts);
    const match = FIELD_ERROR.exec(facts.serverMessage ?? "")?.groups;
    this.fieldPath = match?.path;
    this.reason = match?.text ?? facts.serverMessage ?? "";
  }
}

const FIELD_ERROR = /^errors? validating [\w ]+?(?:; first error in)? field "(?<path>[^"]+)": (?<text>.*)$/s;

/** 5xx or 524 on every attempt of a call that changes nothing. */
export class Unavailable extends AppPlatformError {
  override name = "Unavailable";
  constructor(facts: ErrorFacts) {
    super(
      `DigitalOcean could not answer: ${said(facts)} A spec that names a branch, an image or a repository that cannot be read gets this answer too.`,
      facts,
    );
  }
}

/** No answer within the time limit. */
export class Timeout extends AppPlatformError {
  override name = "Timeout";
  constructor(timeoutMs: number, facts: ErrorFacts) {
    super(`DigitalOcean did not answer within ${timeoutMs / 1000} s.`, facts);
  }
}

/** No connection, or a broken one. */
export class Network extends AppPlatformError {
  override name = "Network";
  constructor(facts: ErrorFacts) {
    super(`The connection to DigitalOcean failed: ${causeOf(facts.cause)}`, facts);
  }
}

/** A write whose answer was lost or is an error of the server: it may have taken effect, and is not repeated. */
export class OutcomeUnknown extends AppPlatformError {
  override name = "OutcomeUnknown";
  constructor(facts: ErrorFacts) {
    const why = facts.serverMessage
      ? `the answer was: ${said(facts)}`
      : `no answer came: ${causeOf(facts.cause)}`;
    super(`Whether DigitalOcean did this is not known, because ${why} Look before you repeat it.`, facts);
  }
}

/** An answer that is none of the API: an error page of a proxy, broken JSON, a redirect. */
export class UnexpectedBody extends AppPlatformError {
  override name = "UnexpectedBody";
  constructor(what: string, facts: ErrorFacts) {
    super(
      `The answer is not one of the App Platform API: ${what} Is the base URL right, or is there a proxy between?`,
      facts,
    );
  }
}

function said({ serverMessage }: ErrorFacts): string {
  const text = serverMessage?.trim() || "no reason was given.";
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function causeOf(cause: unknown): string {
  // undici says "fetch failed" and keeps the reason in the cause.
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const text = inner instanceof Error ? inner.message || inner.name : "unknown reason";
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
