import { type Answer, invalid, notFound, ok, page, type RepositoryCall, type Route } from "../http.ts";
import { renderComment } from "../render.ts";
import { type Comment, now } from "../state.ts";

/** In characters, whatever they weigh in bytes. */
const MAX_BODY = 65_536;

const READ = [{ issues: "read" }, { pull_requests: "read" }] as const;
const WRITE = [{ issues: "write" }, { pull_requests: "write" }] as const;

/** https://docs.github.com/en/rest/issues/comments */
export const commentRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    needs: READ,
    answer(call) {
      const number = Number(call.parameters.issue_number);
      if (!call.repository.pulls.has(number)) return notFound();
      const since = call.query.get("since");
      const comments = call.repository.comments
        .filter((comment) => comment.issue === number)
        .filter((comment) => since === null || Date.parse(comment.updatedAt) >= Date.parse(since));
      return page(call, comments, (comment) => renderComment(call.urls, call.repository, comment));
    },
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    needs: WRITE,
    answer(call) {
      const number = Number(call.parameters.issue_number);
      if (!call.repository.pulls.has(number)) return notFound();
      const body = readBody(call);
      if (typeof body !== "string") return body;
      const comment = call.repository.addComment(number, { author: call.token.account.login, body });
      const rendered = renderComment(call.urls, call.repository, comment);
      return { status: 201, body: rendered, headers: { location: String(rendered.url) } };
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    needs: READ,
    answer: (call) => withComment(call, (comment) => ok(renderComment(call.urls, call.repository, comment))),
  },
  {
    method: "PATCH",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    needs: WRITE,
    answer: (call) =>
      withComment(call, (comment) => {
        const body = readBody(call);
        if (typeof body !== "string") return body;
        comment.body = body;
        comment.updatedAt = now();
        comment.edits.push({ editor: call.token.account, body, at: comment.updatedAt });
        return ok(renderComment(call.urls, call.repository, comment));
      }),
  },
  {
    method: "DELETE",
    path: "/repos/{owner}/{repo}/issues/comments/{comment_id}",
    needs: WRITE,
    answer: (call) =>
      withComment(call, (comment) => {
        call.repository.comments.splice(call.repository.comments.indexOf(comment), 1);
        return { status: 204 };
      }),
  },
];

function withComment(call: RepositoryCall, answer: (comment: Comment) => Answer): Answer {
  const id = Number(call.parameters.comment_id);
  const comment = call.repository.comments.find((candidate) => candidate.id === id);
  return comment ? answer(comment) : notFound();
}

function readBody(call: RepositoryCall): string | Answer {
  const { body } = call.body;
  if (typeof body !== "string" || body.trim() === "") {
    return invalid("IssueComment", "body", "Body can't be blank", "unprocessable");
  }
  if ([...body].length > MAX_BODY) {
    return invalid(
      "IssueComment",
      "body",
      `Body is too long (maximum is ${MAX_BODY} characters)`,
      "unprocessable",
    );
  }
  return body;
}
