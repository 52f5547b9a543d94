import type { GitHubClient } from "./client.ts";
import { type GitHubContext, type PullRequest, readPullRequest } from "./context.ts";
import { type GitHubResult, tryGitHub } from "./failure.ts";

/** Reads a pull request by its number, for events that do not carry it. `GET /repos/{owner}/{repo}/pulls/{number}`. */
export async function getPullRequest(
  octokit: GitHubClient,
  context: GitHubContext,
  number: number,
): Promise<GitHubResult<PullRequest>> {
  const { owner, name: repo } = context.repository;
  return tryGitHub(
    { doing: `read pull request ${number}`, needs: ["pull-requests", "read"], context },
    async () => {
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
        owner,
        repo,
        pull_number: number,
      });
      return readPullRequest(data, `${owner}/${repo}`);
    },
  );
}

/**
 * The open pull request whose head is a commit; undefined where there is none. A `workflow_run` event does not name
 * the pull requests of forks, so they are looked for. `GET /repos/{owner}/{repo}/pulls`.
 */
export async function findPullRequest(
  octokit: GitHubClient,
  context: GitHubContext,
  headSha: string,
): Promise<GitHubResult<PullRequest | undefined>> {
  const { owner, name: repo } = context.repository;
  return tryGitHub(
    { doing: `find the pull request of ${headSha.slice(0, 7)}`, needs: ["pull-requests", "read"], context },
    async () => {
      const list = octokit.paginate.iterator("GET /repos/{owner}/{repo}/pulls", {
        owner,
        repo,
        state: "open",
        per_page: 100,
      });
      for await (const { data } of list) {
        const found = data.find((pull) => pull.head.sha === headSha);
        if (found) return readPullRequest(found, `${owner}/${repo}`);
      }
      return undefined;
    },
  );
}
