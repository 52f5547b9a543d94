import type { GitHubContext } from "./context.ts";
import { clean } from "./markdown.ts";
import { type Permission, permissionAdvice, requiredPermissions } from "./permissions.ts";

/** Why GitHub did not do something, as one warning. It never fails the run. */
export interface GitHubFailure {
  /** The HTTP status; undefined where no answer came or the reason is not an answer. */
  readonly status: number | undefined;
  readonly message: string;
  /** The lines to add to the workflow, where a permission is missing: they end the message. */
  readonly advice?: string;
}

export type GitHubResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: GitHubFailure };

/** What is attempted, and the permission that it takes. */
export interface Attempt {
  /** Follows "Could not": `comment on pull request 7`. */
  readonly doing: string;
  readonly needs: Permission;
  readonly context: Pick<GitHubContext, "eventName" | "pullRequest">;
}

/** Octokit's error for an answer of 400 and above, and for no answer at all, which it calls a 500. */
export interface HttpError extends Error {
  status: number;
  response?: { headers: Record<string, unknown> };
}

/** Sends requests and turns their HTTP errors into a failure. Other errors are mistakes of ours and pass through. */
export async function tryGitHub<T>(attempt: Attempt, requests: () => Promise<T>): Promise<GitHubResult<T>> {
  try {
    return { ok: true, value: await requests() };
  } catch (error) {
    // A proxy's page with status 200 is no error to Octokit, and falls over only where it is read.
    if (!isHttpError(error)) return failed(`Could not ${attempt.doing}: GitHub's answer could not be read.`);
    const { message, advice } = explain(attempt, error);
    const failure = { message: `Could not ${attempt.doing}: ${message}`, ...(advice ? { advice } : {}) };
    return { ok: false, failure: { status: error.response && error.status, ...failure } };
  }
}

export function failed(message: string, status?: number): { ok: false; failure: GitHubFailure } {
  return { ok: false, failure: { status, message } };
}

export function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** For what is best effort: mistakes of ours still come through. */
export function ignoreHttpError(error: unknown): undefined {
  if (!isHttpError(error)) throw error;
}

/** True when the request may have taken effect although no good answer came. */
export function isOutcomeUnknown(error: unknown): boolean {
  return isHttpError(error) && (error.response === undefined || error.status >= 500);
}

function explain(attempt: Attempt, error: HttpError): { message: string; advice?: string } {
  if (error.response === undefined) return { message: `GitHub did not answer (${words(error)}).` };
  const said = `GitHub answered ${error.status}, "${words(error)}".`;
  if (isRateLimit(error)) return { message: `${said} Its rate limit is used up; a later run will do it.` };
  if (error.status === 401)
    return {
      message: `${said} Leave the input github-token out to use the workflow's own token, or renew the one given.`,
    };
  const missing = error.status === 403 && /not accessible|permission/i.test(error.message);
  // Other reasons for a 403 are a locked conversation, an archived repository, an organisation's rules.
  if (error.status !== 404 && !missing) return { message: said };
  const lines = advice(attempt, error);
  const absent = error.status === 404 ? "It does not exist, or the token may not see it. " : "";
  return { message: `${said} ${absent}${lines}`, ...(missing ? { advice: lines } : {}) };
}

function advice({ needs, context }: Attempt, error: HttpError): string {
  const header = error.response?.headers["x-accepted-github-permissions"];
  return permissionAdvice(requiredPermissions(header, needs), context);
}

function isRateLimit(error: HttpError): boolean {
  const exhausted = error.response?.headers["x-ratelimit-remaining"] === "0";
  return error.status === 429 || (error.status === 403 && (exhausted || /rate limit/i.test(error.message)));
}

/** The server's message in one line, without the link to its documentation that Octokit puts behind it. */
function words(error: HttpError): string {
  const line = clean(error.message)
    .replaceAll(/\s+/g, " ")
    .replace(/ - https:\/\/docs\.\S+$/, "");
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
