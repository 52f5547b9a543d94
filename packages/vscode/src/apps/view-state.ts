import { Forbidden, Network, Unauthorized } from "@app-platform-toolkit/core";

/** Why the view is empty; each has a welcome text of its own in `package.json`. */
export type ViewState =
  | "signedOut"
  | "loading"
  | "empty"
  | "apps"
  | "forbidden"
  | "unauthorized"
  | "offline"
  | "failed";

/** Why nothing could be read. */
export function stateOf(error: unknown): ViewState {
  if (error instanceof Forbidden) return "forbidden";
  if (error instanceof Unauthorized) return "unauthorized";
  if (error instanceof Network) return "offline";
  return "failed";
}
