import {
  Conflict,
  type ErrorFacts,
  Forbidden,
  InvalidSpec,
  Network,
  NotFound,
  OutcomeUnknown,
  RateLimited,
  REASON_CODES,
  ROLLBACK_CONDITIONS,
  Timeout,
  Unauthorized,
  Unavailable,
  UnexpectedBody,
} from "../../packages/core/src/index.ts";
import { code, table } from "./table.ts";

/** A call of each kind that fails, in the platform's own words where it has said any. */
const facts = (serverMessage = ""): ErrorFacts => ({ operation: "", attempts: 1, serverMessage });
const ERRORS = [
  new Unauthorized(facts()),
  new Forbidden("app:update", facts()),
  new NotFound("/v2/apps/…", facts()),
  new Conflict(facts("App name already exists")),
  new InvalidSpec(facts("…")),
  new RateLimited(facts()),
  new Unavailable(facts("…")),
  new Timeout(30_000, facts()),
  new Network({ ...facts(), cause: new Error("connect ECONNREFUSED …") }),
  new OutcomeUnknown("…", facts()),
  new UnexpectedBody("it is a page of HTML.", facts()),
];

/** What goes wrong, and what to do: from the tables and errors of core that say so in logs and comments. */
export function troubleTables(): Record<string, string> {
  return {
    "reason-codes": table(
      ["Code", "What it means", "What to do"],
      REASON_CODES.map(({ code: name, meaning, hint }) => [code(name), meaning, hint]),
    ),
    "rollback-conditions": table(
      ["Code", "What it means", "What to do"],
      Object.entries(ROLLBACK_CONDITIONS).map(([name, { meaning, hint }]) => [code(name), meaning, hint]),
    ),
    "api-errors": table(
      ["Error", "What the log says"],
      ERRORS.map(({ name, message }) => [code(name), message.replace(/ \(\)$/, "")]),
    ),
  };
}
