import { describe, expect, test } from "vitest";
import {
  type GitHubDouble,
  loadContract,
  type Repository,
  startGitHub,
} from "../../../../test/github/index.ts";
import { createGitHubClient } from "./client.ts";
import { type GitHubContext, readContext } from "./context.ts";
import { DeploymentRecord, jobHasEnvironment, retireEnvironment } from "./deployments.ts";
import type { GitHubFailure } from "./failure.ts";

const CREATE = { method: "POST", path: "/repos/{owner}/{repo}/deployments" };

/** A push to the default branch, as a job sees it. */
function contextOf(github: GitHubDouble, repository: Repository, runId = 11): GitHubContext {
  const env = {
    GITHUB_ACTOR: "octocat",
    GITHUB_API_URL: github.apiUrl,
    GITHUB_EVENT_NAME: "push",
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_RUN_ID: String(runId),
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_SHA: repository.resolve("main") ?? "",
  };
  return readContext(env, {});
}

async function open(token?: string) {
  const github = await startGitHub();
  const repository = github.createRepository("acme/shop");
  const context = contextOf(github, repository);
  const octokit = createGitHubClient({ token: token ?? github.token, endpoints: context, secondMs: 1 });
  const request = { octokit, context, environment: "production", sha: context.sha, app: "shop" };
  const warnings: string[] = [];
  const states = () => repository.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
  const close = () => github.close();
  return {
    github,
    repository,
    context,
    octokit,
    request,
    warnings,
    warn: ({ message }: GitHubFailure) => void warnings.push(message),
    states,
    [Symbol.asyncDispose]: close,
  };
}

describe.concurrent("a deployment record", () => {
  test("goes from queued to success with its links, whatever checks are still open", async () => {
    await using scene = await open();
    scene.repository.setCommitStatus(scene.context.sha, "app-platform", "pending");
    const record = await DeploymentRecord.begin(scene.request, scene.warn);
    await record?.status("in_progress");
    await record?.status("in_progress");
    await record?.status("success", { environmentUrl: "https://shop.example", description: "x".repeat(500) });
    expect(scene.warnings).toEqual([]);
    expect(scene.states()).toEqual([["queued", "in_progress", "success"]]);
    expect(scene.repository.deployments[0]).toMatchObject({
      environment: "production",
      production: true,
      transient: false,
      payload: { tool: "app-platform-toolkit", app: "shop" },
    });
    expect(scene.repository.deployments[0]?.statuses.at(-1)).toMatchObject({
      environmentUrl: "https://shop.example",
      logUrl: scene.context.runUrl,
    });
    const contract = loadContract();
    for (const exchange of scene.github.requests) expect(contract?.problems(exchange) ?? []).toEqual([]);
  });

  test("of an earlier attempt is taken up, and that of another app is not", async () => {
    await using scene = await open();
    await DeploymentRecord.begin({ ...scene.request, app: "other" }, scene.warn);
    await DeploymentRecord.begin(scene.request, scene.warn);
    const again = await DeploymentRecord.begin(scene.request, scene.warn);
    await again?.status("failure");
    expect(scene.states()).toEqual([["queued"], ["queued", "queued", "failure"]]);
  });

  test("whose answer was lost is not made twice", async () => {
    await using scene = await open();
    scene.github.queueFault({ ...CREATE, status: "lost-answer" });
    const record = await DeploymentRecord.begin(scene.request, scene.warn);
    await record?.status("success");
    expect(scene.states()).toEqual([["queued", "success"]]);
  });

  test("that may not be made is one warning with the permission to add", async () => {
    await using scene = await open();
    const token = scene.github.addToken({ permissions: { contents: "read" } });
    const octokit = createGitHubClient({ token, endpoints: scene.context, secondMs: 1 });
    expect(await DeploymentRecord.begin({ ...scene.request, octokit }, scene.warn)).toBeUndefined();
    expect(scene.warnings).toEqual([expect.stringContaining("permissions:\n  deployments: write")]);
  });

  test("says once that GitHub fails, and tries no more", async () => {
    await using scene = await open();
    const record = await DeploymentRecord.begin(scene.request, scene.warn);
    scene.github.queueFault({ method: "POST", path: /\/statuses$/, status: 422, times: 9 });
    await record?.status("in_progress");
    await record?.status("success");
    expect(scene.warnings).toHaveLength(1);
  });
});

describe.concurrent("an environment", () => {
  test("of the job itself is recognised by its link to this run", async () => {
    await using scene = await open();
    const { octokit, context, repository } = scene;
    const asked = async () => {
      const result = await jobHasEnvironment(octokit, context);
      return result.ok && result.value;
    };
    await DeploymentRecord.begin(scene.request, scene.warn).then((own) => own?.status("in_progress"));
    expect(await asked()).toBe(false);
    const begin = async (runUrl: string) => {
      const place = { owner: "acme", repo: "shop" };
      const made = await octokit.request("POST /repos/{owner}/{repo}/deployments", {
        ...place,
        ref: repository.defaultBranch,
        environment: "live",
        required_contexts: [],
      });
      const id = "id" in made.data ? made.data.id : 0;
      const log_url = `${runUrl}/job/7`;
      const status = { ...place, deployment_id: Number(id), state: "in_progress", log_url } as const;
      await octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", status);
      const found = repository.deployments.find((each) => each.id === id);
      if (found) found.sha = context.sha;
    };
    await begin(`${context.runUrl}1`);
    expect(await asked()).toBe(false);
    await begin(context.runUrl);
    expect(await asked()).toBe(true);
  });

  test("that is gone has no active record left", async () => {
    await using scene = await open();
    const preview = { ...scene.request, environment: "preview/pr-7", transient: true };
    const record = await DeploymentRecord.begin(preview, scene.warn);
    await record?.status("success");
    await DeploymentRecord.begin(scene.request, scene.warn);
    expect(await retireEnvironment(preview)).toEqual({ ok: true, value: 1 });
    expect(await retireEnvironment(preview)).toEqual({ ok: true, value: 0 });
    expect(scene.states()).toEqual([["queued", "success", "inactive"], ["queued"]]);
    expect(scene.repository.deployments[0]).toMatchObject({ transient: true, production: false });
  });
});
