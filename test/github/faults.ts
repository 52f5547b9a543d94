import { STATUS_CODES } from "node:http";
import { type Answer, matchPath, refuse } from "./http.ts";

/**
 * What goes wrong: an HTTP status; `reset`, the connection breaks before anything happened; `lost-answer`, it breaks
 * after the request took effect; `secondary-limit` and `rate-limit`, GitHub's two ways to ask for patience.
 */
export type Trouble = number | "reset" | "lost-answer" | "secondary-limit" | "rate-limit";

export interface Matcher {
  /** Absent: every method. */
  method?: string;
  /** As in the OpenAPI document (`/repos/{owner}/{repo}/pulls/{pull_number}`), or a pattern. Absent: every path. */
  path?: string | RegExp;
  /** How many requests it hits. Default 1. */
  times?: number;
}

export interface Fault extends Matcher {
  status: Trouble;
  /** For `secondary-limit` and `rate-limit`. Default 1. */
  retryAfterSeconds?: number;
}

/** Entries that match a number of requests and are then used up, in the order in which they were queued. */
export class Queue<T extends Matcher> {
  readonly #waiting: { entry: T; left: number }[] = [];

  add(entry: T): void {
    this.#waiting.push({ entry, left: entry.times ?? 1 });
  }

  take(method: string, path: string): T | undefined {
    const found = this.#waiting.find(({ entry }) => hits(entry, method, path));
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#waiting.splice(this.#waiting.indexOf(found), 1);
    return found.entry;
  }
}

/** The answer of a fault that answers; undefined for those that break the connection. */
export function faultAnswer(fault: Fault): Answer | undefined {
  const seconds = fault.retryAfterSeconds ?? 1;
  switch (fault.status) {
    case "reset":
    case "lost-answer":
      return undefined;
    case "secondary-limit":
      return {
        ...refuse(
          403,
          "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
        ),
        headers: { "retry-after": String(seconds) },
      };
    case "rate-limit": {
      const reset = Math.ceil(Date.now() / 1000) + seconds;
      return {
        ...refuse(403, "API rate limit exceeded for installation."),
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
      };
    }
    default:
      return refuse(fault.status, STATUS_CODES[fault.status] ?? "Unknown");
  }
}

function hits(matcher: Matcher, method: string, path: string): boolean {
  if (matcher.method !== undefined && matcher.method !== method) return false;
  if (matcher.path === undefined) return true;
  return typeof matcher.path === "string"
    ? matchPath(matcher.path, path) !== undefined
    : matcher.path.test(path);
}
