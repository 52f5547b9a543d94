import { expect, test } from "vitest";
import { type GitHubDouble, startGitHub } from "./index.ts";

interface Reply {
  status: number;
  headers: Headers;
  json: Record<string, unknown> & { length?: number; message?: string };
}

async function ask(
  github: GitHubDouble,
  request: string,
  options: { body?: unknown; token?: string } = {},
): Promise<Reply> {
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await fetch(path.startsWith("http") ? path : `${github.apiUrl}${path}`, {
    method,
    headers: { authorization: `token ${options.token ?? github.token}` },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text === "" ? {} : JSON.parse(text) };
}

async function withPull(prefix: "" | "/api/v3" = ""): Promise<GitHubDouble> {
  const github = await startGitHub({ prefix });
  github.createRepository("acme/shop").addPullRequest({ number: 7 });
  return github;
}

const COMMENTS = "/repos/acme/shop/issues/7/comments";

test("comments are by github-actions[bot], a Bot, and stay", async () => {
  await using github = await withPull();
  const created = await ask(github, `POST ${COMMENTS}`, { body: { body: "Hello" } });
  expect(created.status).toBe(201);
  expect(created.json.user).toMatchObject({ login: "github-actions[bot]", type: "Bot" });
  await ask(github, `PATCH /repos/acme/shop/issues/comments/${created.json.id}`, { body: { body: "Bye" } });
  expect(github.comments("acme", "shop", 7)).toMatchObject([{ body: "Bye", issue: 7 }]);
  expect((await ask(github, `DELETE /repos/acme/shop/issues/comments/${created.json.id}`)).status).toBe(204);
  expect(github.comments("acme", "shop", 7)).toEqual([]);
});

test("a list has pages of 100 at most, and the Link header leads through them", async () => {
  await using github = await withPull("/api/v3");
  const repository = github.repository("acme", "shop");
  for (let index = 0; index < 250; index += 1)
    repository.addComment(7, { author: "octocat", body: `${index}` });
  const sizes: number[] = [];
  for (let next: string | undefined = `${COMMENTS}?per_page=500`; next; ) {
    const reply: Reply = await ask(github, `GET ${next}`);
    sizes.push(reply.json.length ?? 0);
    next = /<([^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1];
  }
  expect(sizes).toEqual([100, 100, 50]);
});

test("65,536 characters are a comment, one more is a 422", async () => {
  await using github = await withPull();
  expect((await ask(github, `POST ${COMMENTS}`, { body: { body: "😀".repeat(65_536) } })).status).toBe(201);
  const refused = await ask(github, `POST ${COMMENTS}`, { body: { body: "x".repeat(65_537) } });
  expect(refused.status).toBe(422);
  expect(refused.json.errors).toMatchObject([{ message: "Body is too long (maximum is 65536 characters)" }]);
});

test("an unknown token is a 401, a missing permission a 403 that names it, a missing thing a 404", async () => {
  await using github = await withPull();
  const readOnly = github.addToken({ permissions: { contents: "read", issues: "read" } });
  expect(await ask(github, `GET ${COMMENTS}`, { token: "nonsense" })).toMatchObject({
    status: 401,
    json: { message: "Bad credentials" },
  });
  const refused = await ask(github, `POST ${COMMENTS}`, { token: readOnly, body: { body: "Hello" } });
  expect(refused).toMatchObject({ status: 403, json: { message: "Resource not accessible by integration" } });
  expect(refused.headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
  expect((await ask(github, "GET /repos/acme/shop/pulls/8")).status).toBe(404);
  expect((await ask(github, "GET /repos/acme/other")).status).toBe(404);
});

test("a private repository refuses to be read without the permission; a public one does not", async () => {
  await using github = await startGitHub();
  github.createRepository("acme/open").putFile("main", "a.yaml", "a");
  github.createRepository("acme/closed", { private: true }).putFile("main", "a.yaml", "a");
  const token = github.addToken({ permissions: { issues: "write" } });
  expect((await ask(github, "GET /repos/acme/open/contents/a.yaml", { token })).status).toBe(200);
  expect((await ask(github, "GET /repos/acme/closed/contents/a.yaml", { token })).status).toBe(403);
});

test("who a workflow's token is, GraphQL tells and GET /user does not", async () => {
  for (const prefix of ["", "/api/v3"] as const) {
    await using github = await startGitHub({ prefix });
    expect((await ask(github, "GET /user")).status).toBe(403);
    const query = { query: "query { viewer { login } }" };
    const viewer = await ask(github, `POST ${github.graphqlUrl}`, { body: query });
    expect(viewer.json).toEqual({ data: { viewer: { login: "github-actions[bot]" } } });
    const person = github.addToken({ kind: "personal", login: "octocat" });
    expect((await ask(github, "GET /user", { token: person })).json).toMatchObject({ login: "octocat" });
  }
});

test("a file is read at a commit, whatever the branch became since", async () => {
  await using github = await startGitHub();
  const repository = github.createRepository("acme/shop");
  const first = repository.putFile("main", ".do/app.yaml", "name: one\n");
  repository.putFile(repository.push("main"), ".do/app.yaml", "name: two\n");
  const read = async (ref: string) => {
    const { json } = await ask(github, `GET /repos/acme/shop/contents/.do/app.yaml?ref=${ref}`);
    return Buffer.from(String(json.content), "base64").toString();
  };
  expect(await read(first)).toBe("name: one\n");
  expect(await read("main")).toBe("name: two\n");
});

test("two commits compare by what lies between them", async () => {
  await using github = await startGitHub();
  const repository = github.createRepository("acme/shop");
  const pull = repository.addPullRequest();
  repository.putFile(pull.head.sha, ".do/app.yaml", "name: shop\n");
  repository.push("main");
  const compared = await ask(github, `GET /repos/acme/shop/compare/main...${pull.head.sha}`);
  expect(compared.json).toMatchObject({
    status: "diverged",
    ahead_by: 1,
    behind_by: 1,
    files: [{ filename: ".do/app.yaml", status: "added" }],
  });
});

test("a deployment waits for green statuses unless told not to, and a success retires the one before", async () => {
  await using github = await startGitHub();
  const repository = github.createRepository("acme/shop");
  repository.setCommitStatus(repository.resolve("main") ?? "", "ci", "pending");
  const body = { ref: "main", environment: "staging" };
  expect((await ask(github, "POST /repos/acme/shop/deployments", { body })).status).toBe(409);
  for (let round = 0; round < 2; round += 1) {
    const path = "POST /repos/acme/shop/deployments";
    const made = await ask(github, path, { body: { ...body, required_contexts: [] } });
    await ask(github, `${path}/${made.json.id}/statuses`, { body: { state: "success" } });
  }
  const last = github.deployments("acme", "shop").map((deployment) => deployment.statuses.at(-1)?.state);
  expect(last).toEqual(["inactive", "success"]);
  const id = github.deployments("acme", "shop")[0]?.id;
  const long = { state: "success", description: "x".repeat(141) };
  expect((await ask(github, `POST /repos/acme/shop/deployments/${id}/statuses`, { body: long })).status).toBe(
    422,
  );
});

test("faults hit the requests they name, as often as they say", async () => {
  await using github = await withPull();
  github.queueFault({
    method: "POST",
    path: "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    status: 502,
  });
  github.queueFault({ path: /comments$/, status: "secondary-limit", retryAfterSeconds: 9 });
  expect((await ask(github, `POST ${COMMENTS}`, { body: { body: "a" } })).status).toBe(502);
  const limited = await ask(github, `GET ${COMMENTS}`);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([403, "9"]);
  expect((await ask(github, `GET ${COMMENTS}`)).status).toBe(200);
});

test("a reset happens before the write, a lost answer after it", async () => {
  await using github = await withPull();
  github.queueFault({ status: "reset" });
  await expect(ask(github, `POST ${COMMENTS}`, { body: { body: "a" } })).rejects.toThrow();
  expect(github.comments("acme", "shop", 7)).toHaveLength(0);
  github.queueFault({ status: "lost-answer" });
  await expect(ask(github, `POST ${COMMENTS}`, { body: { body: "a" } })).rejects.toThrow();
  expect(github.comments("acme", "shop", 7)).toHaveLength(1);
});

test("doubles share nothing, and the log keeps no token", async () => {
  await using one = await withPull();
  await using two = await withPull();
  await ask(one, `POST ${COMMENTS}`, { body: { body: "Hello" } });
  expect(two.comments("acme", "shop", 7)).toEqual([]);
  expect(two.requests).toEqual([]);
  expect(one.requests).toMatchObject([{ method: "POST", path: COMMENTS, status: 201 }]);
  expect(JSON.stringify(one.requests)).not.toContain(one.token);
});
