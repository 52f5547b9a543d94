import { type Answer, notFound, ok, page, type RepositoryCall, type Route } from "../http.ts";
import { renderPullRequest, renderPullRequestSummary, renderRepository } from "../render.ts";
import type { PullRequest } from "../state.ts";
import { changedFiles } from "./compare.ts";

const READ = [{ pull_requests: "read" }] as const;

/** https://docs.github.com/en/rest/pulls/pulls */
export const pullRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    needs: [{ metadata: "read" }],
    answer: (call) => ok(renderRepository(call.urls, call.repository)),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls",
    needs: READ,
    answer(call) {
      const state = call.query.get("state") ?? "open";
      const head = call.query.get("head");
      const base = call.query.get("base");
      const pulls = [...call.repository.pulls.values()]
        .filter((pull) => state === "all" || pull.state === state)
        .filter((pull) => base === null || pull.base.ref === base)
        .filter((pull) => head === null || head === `${pull.head.repository?.owner.login}:${pull.head.ref}`);
      return summaries(call, pulls);
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{pull_number}",
    needs: READ,
    answer: (call) =>
      withPull(call, (pull) => {
        const files = changedFiles(call, pull.base.sha, pull.head.sha);
        return ok(renderPullRequest(call.urls, call.repository, pull, files.length));
      }),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
    needs: READ,
    answer: (call) =>
      withPull(call, (pull) => page(call, changedFiles(call, pull.base.sha, pull.head.sha), (file) => file)),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    needs: READ,
    answer(call) {
      const sha = call.parameters.commit_sha ?? "";
      return summaries(
        call,
        [...call.repository.pulls.values()].filter((pull) => pull.head.sha === sha),
      );
    },
  },
];

function summaries(call: RepositoryCall, pulls: readonly PullRequest[]): Answer {
  const newestFirst = pulls.toSorted((a, b) => b.number - a.number);
  return page(call, newestFirst, (pull) => renderPullRequestSummary(call.urls, call.repository, pull));
}

function withPull(call: RepositoryCall, answer: (pull: PullRequest) => Answer): Answer {
  const pull = call.repository.pulls.get(Number(call.parameters.pull_number));
  return pull ? answer(pull) : notFound();
}
