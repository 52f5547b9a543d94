import { type Answer, type Call, ok } from "../http.ts";

/** `{ viewer { login } }` in every spelling, and nothing else: the action asks GraphQL for nothing else. */
export function answerGraphql(call: Call): Answer {
  const query = typeof call.body.query === "string" ? call.body.query.replace(/\s+/g, " ").trim() : "";
  const fields = /^(?:query(?: \w+)? ?)?\{ ?viewer ?\{ ?([\w ]+?) ?\} ?\}$/.exec(query)?.[1]?.split(/[ ,]+/);
  const known: Record<string, unknown> = {
    login: call.token.account.login,
    databaseId: call.token.account.id,
    __typename: call.token.account.type,
  };
  if (!fields?.every((field) => field in known)) {
    return ok({
      errors: [{ type: "NOT_SIMULATED", message: "This double answers `{ viewer { login } }` only." }],
    });
  }
  return ok({ data: { viewer: Object.fromEntries(fields.map((field) => [field, known[field]])) } });
}
