import { expect, test } from "vitest";
import { type GitHubDouble, startGitHub } from "../../../../test/github/index.ts";
import { createGitHubClient, viewerLogin } from "./client.ts";
import { tryGitHub } from "./failure.ts";

const COMMENTS = { owner: "acme", repo: "shop", issue_number: 7 };

async function openScene(prefix: "" | "/api/v3" = "") {
  const github = await startGitHub({ prefix });
  github.createRepository("acme/shop").addPullRequest({ number: 7 });
  const notices: string[] = [];
  const octokit = createGitHubClient({
    token: github.token,
    endpoints: github,
    secondMs: 1,
    onNotice: (message) => notices.push(message),
  });
  return { github, octokit, notices, [Symbol.asyncDispose]: () => github.close() };
}

function statuses(github: GitHubDouble): (number | undefined)[] {
  return github.requests.map(({ status }) => status);
}

test("a read is asked four times, a write that makes something once", async () => {
  await using scene = await openScene();
  scene.github.queueFault({ status: 502, times: 9 });
  await expect(
    scene.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", COMMENTS),
  ).rejects.toMatchObject({ status: 502 });
  expect(statuses(scene.github)).toEqual([502, 502, 502, 502]);
  await expect(
    scene.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...COMMENTS,
      body: "a",
    }),
  ).rejects.toThrow();
  expect(scene.github.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
});

test("a refusal is not asked again", async () => {
  await using scene = await openScene();
  for (const status of [401, 403, 404, 409, 422]) {
    scene.github.queueFault({ status });
    await expect(
      scene.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", COMMENTS),
    ).rejects.toMatchObject({ status });
  }
  expect(statuses(scene.github)).toEqual([401, 403, 404, 409, 422]);
});

test("a secondary limit is waited for twice, with a notice, also by a write", async () => {
  await using scene = await openScene();
  scene.github.queueFault({ status: "secondary-limit", retryAfterSeconds: 20, times: 3 });
  await expect(
    scene.octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...COMMENTS,
      body: "a",
    }),
  ).rejects.toMatchObject({
    status: 403,
  });
  expect(scene.notices).toEqual([
    "GitHub's secondary rate limit is reached. Asking again in 20 s.",
    "GitHub's secondary rate limit is reached. Asking again in 20 s.",
    "GitHub's secondary rate limit is reached. Not waiting for it.",
  ]);
});

test("a rate limit that lasts longer than a minute is not waited for", async () => {
  await using scene = await openScene();
  scene.github.queueFault({ status: "rate-limit", retryAfterSeconds: 1800 });
  await expect(
    scene.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", COMMENTS),
  ).rejects.toMatchObject({ status: 403 });
  expect(statuses(scene.github)).toEqual([403]);
});

test("who the token is comes from GraphQL, wherever it is", async () => {
  for (const prefix of ["", "/api/v3"] as const) {
    await using scene = await openScene(prefix);
    scene.github.queueFault({ path: "/graphql", status: 502 });
    expect(await viewerLogin(scene.octokit, scene.github)).toBe("github-actions[bot]");
  }
});

test("a server that is not there is a failure without the token in it", async () => {
  const scene = await openScene();
  await scene.github.close();
  const result = await tryGitHub(
    {
      doing: "list comments",
      needs: ["issues", "read"],
      context: { eventName: "push", pullRequest: undefined },
    },
    () => scene.octokit.request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", COMMENTS),
  );
  expect(result).toMatchObject({ ok: false, failure: { status: undefined } });
  expect(result.ok ? "" : result.failure.message).toMatch(
    /^Could not list comments: GitHub did not answer \(.*ECONNREFUSED/,
  );
  expect(JSON.stringify(result)).not.toContain(scene.github.token);
});

test("an answer that nobody can read is a failure like any other, and quotes nothing of it", async () => {
  const attempt = {
    doing: "x",
    needs: ["issues", "read"],
    context: { eventName: "push", pullRequest: undefined },
  } as const;
  expect(await tryGitHub(attempt, async () => JSON.parse("{"))).toEqual({
    ok: false,
    failure: { status: undefined, message: "Could not x: GitHub's answer could not be read." },
  });
});
