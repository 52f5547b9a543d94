import type { ServerResponse } from "node:http";
import { type Answer, ApiError } from "./answer.ts";
import type { Fault } from "./faults.ts";

const JSON_TYPE = "application/json; charset=utf-8";
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
      response.setHeader("content-type", JSON_TYPE);
      response.end(text.slice(0, Math.ceil(text.length / 2)));
      return;
    }
    case "wrong-json":
      response.setHeader("content-type", JSON_TYPE);
      response.end(JSON.stringify([answer().body ?? {}]));
      return;
    case "drip":
      response.setHeader("content-type", JSON_TYPE);
      drip(JSON.stringify(answer().body ?? {}), fault.delayMs ?? 1000, response);
      return;
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

/** Sends a text byte by byte, as long as anybody listens. */
function drip(text: string, delayMs: number, response: ServerResponse): void {
  const bytes = Buffer.from(text);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(sent, ++sent));
    if (sent < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, delayMs);
  response.flushHeaders();
  response.on("close", () => clearInterval(timer));
}
