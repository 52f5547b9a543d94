/** What is known of a call that failed. Holds no token, and of the answer no more than its message. */
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
  /** What the operation needs, such as `app:read`; several with a space between them. */
  readonly scope: string;
  constructor(scope: string, facts: ErrorFacts) {
    const scopes = scope.split(" ").map((each) => `\`${each}\``);
    super(
      `The token may not do this. It needs the scope${scopes.length > 1 ? "s" : ""} ${scopes.join(" and ")}: make a token that has it at https://cloud.digitalocean.com/account/api/tokens.`,
      facts,
    );
    this.scope = scope;
  }
}

/** 404: there is no such thing, or the token cannot see it. */
export class NotFound extends AppPlatformError {
  override name = "NotFound";
  constructor(what: string, facts: ErrorFacts) {
    super(
      `DigitalOcean has nothing at ${what} that this token can see. Check the id, and that the token is of the right team.`,
      facts,
    );
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
      "The token's rate limit (250 calls a minute, 5,000 an hour) is used up. Try again later, or give each tool a token of its own.",
      facts,
    );
  }
}

/** As the platform points at a field: `error validating app spec field "services.name": …` and its newer form. */
const FIELD_ERROR = /^errors? validating [\w ]+?(?:; first error in)? field "(?<path>[^"]+)": (?<text>.*)$/s;

/** What the platform says to a name where an id belongs. */
const NO_UUID = "invalid uuid";

/** 400 or 422: the spec, or another part of the request, is not valid. */
export class InvalidSpec extends AppPlatformError {
  override name = "InvalidSpec";
  /** The field that the platform names, as it writes it: `envs.4.value` or, in its older form, `services.route.paths`. */
  readonly fieldPath: string | undefined;
  /** What it says about that field. */
  readonly reason: string;
  constructor(facts: ErrorFacts) {
    const isName = facts.serverMessage === NO_UUID;
    super(
      `DigitalOcean refuses the request: ${said(facts)}${isName ? " It wants an id where a name was given: look the app up by its name first." : ""}`,
      facts,
    );
    const match = FIELD_ERROR.exec(this.serverMessage)?.groups;
    this.fieldPath = match?.path;
    this.reason = match?.text ?? this.serverMessage;
  }
}

/** 5xx (524 too) on every attempt of a call that changes nothing. */
export class Unavailable extends AppPlatformError {
  override name = "Unavailable";
  constructor(facts: ErrorFacts, hint = "") {
    super(`DigitalOcean could not answer: ${said(facts)}${hint}`, facts);
  }
}

/** No answer within the time limit, on every attempt of a call that changes nothing. */
export class Timeout extends AppPlatformError {
  override name = "Timeout";
  constructor(timeoutMs: number, facts: ErrorFacts) {
    super(`DigitalOcean did not answer within ${timeoutMs / 1000} s. Try again later.`, facts);
  }
}

/** No connection, or a broken one, on every attempt of a call that changes nothing. */
export class Network extends AppPlatformError {
  override name = "Network";
  constructor(facts: ErrorFacts, hint = " Check the network, the proxy and the base URL.") {
    super(`The connection to DigitalOcean failed: ${causeOf(facts.cause)}${hint}`, facts);
  }
}

/**
 * A write whose answer was lost, cannot be read, or is an error of the server: it may have taken effect, and is not
 * repeated.
 */
export class OutcomeUnknown extends AppPlatformError {
  override name = "OutcomeUnknown";
  /** `why` goes on after "because". */
  constructor(why: string, facts: ErrorFacts, hint = "") {
    super(
      `Whether DigitalOcean did this is not known, because ${why} Look before you repeat it.${hint}`,
      facts,
    );
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

/** The platform's own words as a sentence. */
export function said({ serverMessage }: ErrorFacts): string {
  return sentence(serverMessage?.trim() || "no reason was given");
}

/** What an error of the transport says, as a sentence. */
export function causeOf(cause: unknown): string {
  return sentence(cause instanceof Error ? cause.message || cause.name : "unknown reason");
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
