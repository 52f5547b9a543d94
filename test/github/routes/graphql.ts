import { type Answer, type Call, ok } from "../http.ts";
import { nodeId } from "../render.ts";
import type { Comment } from "../state.ts";

/** The two questions that the action asks: who it is, and what a comment said before. */
export function answerGraphql(call: Call, comments: () => Iterable<Comment>): Answer {
  const query = typeof call.body.query === "string" ? call.body.query.replace(/\s+/g, " ").trim() : "";
  return answerViewer(call, query) ?? answerEdits(call, query, comments) ?? notSimulated();
}

/** `{ viewer { login } }` in every spelling. */
function answerViewer(call: Call, query: string): Answer | undefined {
  const fields = /^(?:query(?: \w+)? ?)?\{ ?viewer ?\{ ?([\w ]+?) ?\} ?\}$/.exec(query)?.[1]?.split(/[ ,]+/);
  const known: Record<string, unknown> = {
    login: call.token.account.login,
    databaseId: call.token.account.id,
    __typename: call.token.account.type,
  };
  if (!fields?.every((field) => field in known)) return undefined;
  return ok({ data: { viewer: Object.fromEntries(fields.map((field) => [field, known[field]])) } });
}

const EDITS =
  /^query ?\(\$id: ?ID!\) ?\{ ?node\(id: ?\$id\) ?\{ ?\.\.\. on IssueComment ?\{ ?userContentEdits\(first: ?(\d+)\) ?\{ ?nodes ?\{ ?editor ?\{ ?login ?\} diff ?\} ?\} ?\} ?\} ?\}$/;

/** A comment's texts, the newest first; none where it was never edited. GraphQL leaves `[bot]` out of a login. */
function answerEdits(call: Call, query: string, comments: () => Iterable<Comment>): Answer | undefined {
  const first = EDITS.exec(query)?.[1];
  if (first === undefined) return undefined;
  const { id } = (call.body.variables ?? {}) as Record<string, unknown>;
  const comment = [...comments()].find((candidate) => nodeId("IssueComment", candidate.id) === id);
  if (!comment)
    return ok({
      data: { node: null },
      errors: [{ type: "NOT_FOUND", message: "Could not resolve to a node." }],
    });
  const edits = comment.edits.length > 1 ? comment.edits.toReversed().slice(0, Number(first)) : [];
  const nodes = edits.map(({ editor, body }) => ({
    editor: { login: editor.login.replace(/\[bot\]$/, "") },
    diff: body,
  }));
  return ok({ data: { node: { userContentEdits: { nodes } } } });
}

function notSimulated(): Answer {
  return ok({
    errors: [{ type: "NOT_SIMULATED", message: "This double answers the action's own queries only." }],
  });
}
