import { validateHeaderName, validateHeaderValue } from "node:http";
import { badRequest } from "../server/answer.ts";
import { FAULT_KINDS, type Fault } from "../server/faults.ts";
import { isObject } from "../world/structure.ts";

export type Body = Record<string, unknown>;

/** A command's body. What it does not know is refused, for a misspelt key would make a test that proves nothing. */
export function commandBody(text: string, known: readonly string[]): Body {
  const body = parseObject(text);
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw badRequest(
      `"${unknown}" is not known here: there ${known.length > 0 ? `are ${known.join(", ")}` : "is nothing to say"}.`,
    );
  return body;
}

function parseObject(text: string): Body {
  if (text.trim() === "") return {};
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  throw badRequest("The body must be a JSON object.");
}

/** A whole number within bounds; `undefined` where the body has none. */
export function wholeNumber(body: Body, key: string, min: number, max: number): number | undefined {
  const value = body[key];
  if (value === undefined || (Number.isInteger(value) && Number(value) >= min && Number(value) <= max))
    return value as number | undefined;
  throw badRequest(`"${key}" must be a whole number from ${min} to ${max}.`);
}

export function text(body: Body, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || typeof value === "string") return value;
  throw badRequest(`"${key}" must be a text.`);
}

export function isTrue(body: Body, key: string): boolean {
  const value = body[key];
  if (value === undefined || typeof value === "boolean") return value === true;
  throw badRequest(`"${key}" must be true or false.`);
}

export const FAULT_KEYS = [
  "operation",
  "kind",
  "times",
  "skip",
  "status",
  "id",
  "message",
  "headers",
  "delayMs",
  "location",
];

/** @throws ApiError where it is none, or could not be sent when its time comes. */
export function faultOf(body: Body): Fault {
  const operation = text(body, "operation");
  const kind = FAULT_KINDS.find((each) => each === body.kind);
  if (!operation) throw badRequest('"operation" must be an operationId, or "*".');
  if (!kind) throw badRequest(`"kind" must be one of ${FAULT_KINDS.join(", ")}.`);
  const optional = {
    times: wholeNumber(body, "times", 1, 1_000_000),
    skip: wholeNumber(body, "skip", 0, 1_000_000),
    status: wholeNumber(body, "status", 200, 599),
    delayMs: wholeNumber(body, "delayMs", 0, 86_400_000),
    id: text(body, "id"),
    message: text(body, "message"),
    location: header("location", text(body, "location")),
    headers: headersOf(body.headers),
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { operation, kind, ...given };
}

function headersOf(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest('"headers" must be an object of texts.');
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, header(name, String(each)) ?? ""]),
  );
}

export function header(name: string, value: string | undefined): string | undefined {
  try {
    validateHeaderName(name);
    if (value !== undefined) validateHeaderValue(name, value);
    return value;
  } catch {
    throw badRequest(`"${name}" cannot be sent as a header.`);
  }
}
