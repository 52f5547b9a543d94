import type { GitHubDouble } from "./double.ts";
import { renderAccount, renderPullRequestSummary, renderRepository } from "./render.ts";
import { type PullRequest, type Repository, sha1 } from "./state.ts";

/** The event's payload as the runner finds it, for a pull request as it is now. */
export function pullRequestEvent(
  github: GitHubDouble,
  repository: Repository,
  pull: PullRequest,
  action = "synchronize",
): Record<string, unknown> {
  const urls = { api: github.apiUrl, server: github.serverUrl };
  return {
    action,
    number: pull.number,
    pull_request: renderPullRequestSummary(urls, repository, pull),
    repository: renderRepository(urls, repository),
    sender: renderAccount(urls, pull.author),
  };
}

/** The variables that the runner sets for a pull request's run. */
export function runnerEnvironment(
  github: GitHubDouble,
  repository: Repository,
  pull: PullRequest,
  run: { id?: number; attempt?: number } = {},
): Record<string, string> {
  return {
    GITHUB_ACTOR: pull.author.login,
    GITHUB_API_URL: github.apiUrl,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_REF: `refs/pull/${pull.number}/merge`,
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
    GITHUB_RUN_ID: String(run.id ?? 1),
    GITHUB_SERVER_URL: github.serverUrl,
    // A pull request's run checks out a merge of head and base.
    GITHUB_SHA: sha1(`merge ${pull.head.sha}`),
  };
}
