import {
  type InvalidSpec,
  Network,
  RateLimited,
  Timeout,
  Unavailable,
  UnexpectedBody,
} from "../api/index.ts";
import { CLOSE_NORMAL } from "./socket.ts";
import type { StreamEnd } from "./stream.ts";

/**
 * How a connection came out. `finished` is the normal close, `archived` that all archives are read, `nothing` that there
 * was nothing to read; `not-there` is the platform's refusal of a log that is not there yet, or no longer.
 */
export type Outcome =
  | { readonly kind: "finished" | "archived" | "nothing" | "not-wanted" | "full" | "gap" | "gone" }
  | { readonly kind: "not-there"; readonly error: InvalidSpec }
  | { readonly kind: "dropped"; readonly why: string; readonly status?: number };

export function outcomeOf(end: StreamEnd): Outcome {
  switch (end.kind) {
    case "left":
      return { kind: "not-wanted" };
    case "silent":
      return { kind: "dropped", why: "The log stream went silent." };
    case "failed":
      return {
        kind: "dropped",
        why: `The connection to the log stream failed${end.code ? ` (${end.code})` : ""}.`,
      };
    case "closed":
      if (end.code === CLOSE_NORMAL) return { kind: "finished" };
      return { kind: "dropped", why: `The log stream broke (${end.code}).` };
    case "refused": {
      const { status } = end;
      return { kind: "dropped", why: `The log stream was refused with status ${status}.`, status };
    }
  }
}

/** Failures of the API that pass. */
export function isOutage(error: unknown): error is Error {
  return [Network, Timeout, Unavailable, UnexpectedBody, RateLimited].some((kind) => error instanceof kind);
}
