/** One request as the log keeps it: no headers, no bodies, and no token of a link. */
export interface LoggedRequest {
  method: string;
  path: string;
  operation?: string;
  /** `undefined` where the connection was cut instead. */
  status?: number;
  fault?: string;
  requestId: string;
}

/** So many are kept, and at most twice as many. */
const MAX_REQUESTS = 10_000;

/** Adds to a log, which stays the same list for who holds it. */
export function logRequest(log: LoggedRequest[], entry: LoggedRequest): void {
  log.push(entry);
  if (log.length > 2 * MAX_REQUESTS) log.splice(0, MAX_REQUESTS);
}
