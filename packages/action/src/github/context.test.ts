import { expect, test } from "vitest";
import { pullRequestEvent, runnerEnvironment, startGitHub } from "../../../../test/github/index.ts";
import { ContextError, readContext } from "./context.ts";

const HEAD = "1".repeat(40);
const ENVIRONMENT = {
  GITHUB_ACTOR: "octocat",
  GITHUB_EVENT_NAME: "push",
  GITHUB_REF: "refs/heads/main",
  GITHUB_REPOSITORY: "acme/shop",
  GITHUB_RUN_ID: "17",
  GITHUB_SHA: HEAD,
};

test("a pull request's run", async () => {
  await using github = await startGitHub({ prefix: "/api/v3" });
  const repository = github.createRepository("acme/shop");
  const pull = repository.addPullRequest({ number: 7, headRef: "bigger", headSha: HEAD, draft: true });
  const environment = runnerEnvironment(github, repository, pull, { id: 17, attempt: 2 });
  expect(readContext(environment, pullRequestEvent(github, repository, pull, "opened"))).toEqual({
    eventName: "pull_request",
    action: "opened",
    repository: { owner: "acme", name: "shop", defaultBranch: "main" },
    pullRequest: {
      number: 7,
      state: "open",
      headSha: HEAD,
      baseSha: pull.base.sha,
      headRef: "bigger",
      headRepository: "acme/shop",
      isFork: false,
      mergeSha: environment.GITHUB_SHA,
      draft: true,
    },
    workflowRun: undefined,
    mergeGroupBaseSha: undefined,
    sha: environment.GITHUB_SHA,
    ref: "refs/pull/7/merge",
    runId: 17,
    runAttempt: 2,
    runUrl: `${github.serverUrl}/acme/shop/actions/runs/17`,
    serverUrl: github.serverUrl,
    apiUrl: `${github.serverUrl}/api/v3`,
    graphqlUrl: `${github.serverUrl}/api/graphql`,
    actor: "octocat",
    isDependabot: false,
  });
});

test("a pull request from a fork, also from one that was deleted since, is from a fork", async () => {
  await using github = await startGitHub();
  const repository = github.createRepository("acme/shop", { fork: true });
  const fork = github.createRepository("mallory/shop", { fork: true });
  const forks = [fork, null, repository].map((headRepository) => {
    const pull = repository.addPullRequest({ headRepository });
    const event = pullRequestEvent(github, repository, pull);
    const { pullRequest } = readContext(runnerEnvironment(github, repository, pull), event);
    return [pullRequest?.headRepository, pullRequest?.isFork];
  });
  expect(forks).toEqual([
    ["mallory/shop", true],
    [undefined, true],
    ["acme/shop", false],
  ]);
});

test("a push has no pull request, and where no URL is set GitHub is github.com", () => {
  const context = readContext(ENVIRONMENT, { repository: { default_branch: "trunk" } });
  expect(context).toMatchObject({
    action: undefined,
    pullRequest: undefined,
    repository: { defaultBranch: "trunk" },
    runAttempt: 1,
    runUrl: "https://github.com/acme/shop/actions/runs/17",
    apiUrl: "https://api.github.com",
    graphqlUrl: "https://api.github.com/graphql",
  });
});

test("the GraphQL URL follows the API's where the runner does not name it", () => {
  const graphqlUrl = (apiUrl: string) =>
    readContext({ ...ENVIRONMENT, GITHUB_API_URL: apiUrl }, {}).graphqlUrl;
  expect(graphqlUrl("https://ghe.acme.test/api/v3")).toBe("https://ghe.acme.test/api/graphql");
  expect(graphqlUrl("https://api.acme.ghe.com")).toBe("https://api.acme.ghe.com/graphql");
});

test("a workflow_run tells whose head it is about", () => {
  const event = {
    workflow_run: { head_sha: HEAD, head_repository: { full_name: "mallory/shop" }, pull_requests: [] },
  };
  expect(readContext(ENVIRONMENT, event).workflowRun).toEqual({
    headSha: HEAD,
    headRepository: "mallory/shop",
  });
});

test("Dependabot is known by its name", () => {
  expect(readContext({ ...ENVIRONMENT, GITHUB_ACTOR: "dependabot[bot]" }, {}).isDependabot).toBe(true);
});

test.each([
  [{ GITHUB_REPOSITORY: undefined }, {}, "GITHUB_REPOSITORY is not set"],
  [{ GITHUB_REPOSITORY: "acme" }, {}, "GITHUB_REPOSITORY is not owner/name"],
  [{ GITHUB_RUN_ID: "soon" }, {}, "GITHUB_RUN_ID is not a positive number"],
  [{ GITHUB_SHA: "main" }, {}, "GITHUB_SHA is not the full hash of a commit"],
  [{}, { pull_request: null }, "pull_request.number of the event is not a number"],
  [
    {},
    { pull_request: { number: 7, head: { sha: "-->" } } },
    "pull_request.head.sha of the event is not the full hash",
  ],
  [{}, { workflow_run: "?" }, "workflow_run.head_sha of the event is not the full hash"],
])("what is missing or malformed is named: %j %j", (environment, event, message) => {
  const read = () => readContext({ ...ENVIRONMENT, ...environment }, event);
  expect(read).toThrow(ContextError);
  expect(read).toThrow(message);
});

test.each([undefined, null, 7, "text", []])("an event that is %j is an event without details", (event) => {
  expect(readContext(ENVIRONMENT, event)).toMatchObject({ pullRequest: undefined, workflowRun: undefined });
});
