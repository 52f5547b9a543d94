import { describe, expect, test } from "vitest";
import { type GitHubDouble, loadContract, startGitHub } from "./index.ts";

const contract = loadContract();
if (!contract)
  console.warn("Skipped: no reference/github-openapi.json; set APP_PLATFORM_SHARED to its folder.");

/** Calls the double as any client would and gives the parsed answer. */
async function call(github: GitHubDouble, method: string, path: string, body?: unknown) {
  const response = await fetch(`${github.apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${github.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return text === "" ? undefined : JSON.parse(text);
}

describe.skipIf(!contract)("the double against GitHub's OpenAPI document", () => {
  test("every answer of every route has the documented shape", async () => {
    await using github = await startGitHub();
    const repository = github.createRepository("acme/shop");
    const fork = github.createRepository("mallory/shop", { fork: true });
    repository.putFile("main", ".do/app.yaml", "name: shop\n");
    repository.putFile("main", "link.yaml", { symlink: ".do/app.yaml" });
    repository.putFile("main", "vendor", { submodule: "https://github.test/acme/vendor.git" });
    const pull = repository.addPullRequest();
    repository.addPullRequest({ headRepository: fork, author: "mallory", draft: true });
    repository.putFile(pull.head.sha, ".do/app.yaml", "name: store\n");
    repository.addComment(pull.number, { author: "octocat", body: "Hello", minimized: "outdated" });
    const repo = "/repos/acme/shop";

    const comment = await call(github, "POST", `${repo}/issues/1/comments`, { body: "Hi" });
    await call(github, "PATCH", `${repo}/issues/comments/${comment.id}`, { body: "Hi again" });
    const deployment = await call(github, "POST", `${repo}/deployments`, {
      ref: pull.head.sha,
      environment: "preview/pr-1",
      required_contexts: [],
      payload: { app: "shop" },
    });
    await call(github, "POST", `${repo}/deployments/${deployment.id}/statuses`, { state: "success" });
    const reads = [
      "",
      "/issues/1/comments?per_page=1",
      `/issues/comments/${comment.id}`,
      "/pulls?state=all",
      "/pulls/1",
      "/pulls/2",
      "/pulls/1/files",
      `/commits/${pull.head.sha}/pulls`,
      `/contents/.do/app.yaml?ref=${pull.head.sha}`,
      "/contents/.do",
      "/contents/link.yaml",
      "/contents/vendor",
      "/contents/none.yaml",
      "/deployments?environment=preview/pr-1",
      `/deployments/${deployment.id}`,
      `/deployments/${deployment.id}/statuses`,
    ];
    for (const path of reads) await call(github, "GET", `${repo}${path}`);
    await call(github, "DELETE", `${repo}/deployments/${deployment.id}`);
    await call(github, "DELETE", `${repo}/issues/comments/${comment.id}`);
    await call(github, "POST", `${repo}/issues/1/comments`, { body: "x".repeat(65_537) });

    const verdicts = github.requests.map((request) => ({
      request: `${request.method} ${request.path} ${request.status}`,
      problems: contract?.problems(request),
    }));
    expect(verdicts.filter(({ problems }) => problems === undefined || problems.length > 0)).toEqual([]);
    expect(verdicts).toHaveLength(reads.length + 7);
  });

  test("a wrong answer and a wrong request are noticed", () => {
    const exchange = { method: "POST", path: "/repos/acme/shop/issues/1/comments", status: 201 };
    const problems = contract?.problems({ ...exchange, body: {}, answer: { id: "1" } });
    expect(problems).toContain("/ must have required property 'body'");
    expect(problems).toContain("/id must be integer");
  });
});
