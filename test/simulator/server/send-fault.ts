import type { ServerResponse } from "node:http";
import { type Answer, ApiError } from "./answer.ts";
import type { Fault } from "./faults.ts";

const PAGE =
  "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>\n";

/** Answers a call as its fault wants. Where the effect comes first, the operation runs and its answer is spoiled. */
export function sendFault(
  fault: Fault,
  answer: () => Answer,
  response: ServerResponse,
  requestId: string,
): void {
  for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
  switch (fault.kind) {
    case "status": {
      const { status = 500, id = "server_error", message = "Unexpected server-side error" } = fault;
      throw new ApiError(status, id, message);
    }
    case "reset-before":
      response.destroy();
      return;
    case "reset-after":
      // Refused or done: the caller never learns which.
      try {
        answer();
      } finally {
        response.destroy();
      }
      return;
    case "truncated": {
      const text = JSON.stringify(answer().body ?? {});
      response.setHeader("content-type", "application/json; charset=utf-8");
      response.end(text.slice(0, Math.ceil(text.length / 2)));
      return;
    }
    case "html":
      response.statusCode = fault.status ?? 502;
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(fault.message ?? PAGE);
      return;
    case "redirect":
      response.statusCode = fault.status ?? 302;
      response.setHeader("location", fault.location ?? "https://elsewhere.example/");
      response.end();
      return;
    case "empty":
      response.statusCode = fault.status ?? 200;
      response.end();
      return;
    case "slow":
      throw new Error(`A slow answer to ${requestId} is a normal one that comes late.`);
  }
}
