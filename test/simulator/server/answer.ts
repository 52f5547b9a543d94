/** What a handler returns: `body` is sent as JSON; without one the answer is empty. */
export interface Answer {
  status?: number;
  body?: unknown;
}

/** An answer in the platform's error shape, thrown by whoever finds the reason. */
export class ApiError extends Error {
  readonly status: number;
  readonly id: string;
  readonly headers: Record<string, string>;

  constructor(status: number, id: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.id = id;
    this.headers = headers;
  }
}

export const badRequest = (message: string) => new ApiError(400, "bad_request", message);
export const conflict = (message: string) => new ApiError(409, "conflict", message);
export const unauthorized = () => new ApiError(401, "unauthorized", "Unable to authenticate you.");
export const forbidden = () =>
  new ApiError(403, "forbidden", "You do not have permission to perform this action.");
export const notFound = () =>
  new ApiError(404, "not_found", "The resource you requested could not be found.");
export const methodNotAllowed = () => new ApiError(405, "method_not_allowed", "Method not allowed");
export const serverError = () => new ApiError(500, "server_error", "Unexpected server-side error");
