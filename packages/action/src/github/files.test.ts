import { expect, test } from "vitest";
import { pullRequestEvent, runnerEnvironment, startGitHub } from "../../../../test/github/index.ts";
import { createGitHubClient } from "./client.ts";
import { readContext } from "./context.ts";
import { readFileAtCommit } from "./files.ts";
import { findPullRequest, getPullRequest } from "./pulls.ts";

async function openScene(prefix: "" | "/api/v3" = "") {
  const github = await startGitHub({ prefix });
  const repository = github.createRepository("acme/shop", { private: true });
  const pull = repository.addPullRequest({ number: 7 });
  const context = readContext(
    runnerEnvironment(github, repository, pull),
    pullRequestEvent(github, repository, pull),
  );
  const as = (token: string) => createGitHubClient({ token, endpoints: context, secondMs: 1 });
  const octokit = as(github.token);
  const read = (path: string, sha = pull.base.sha) => readFileAtCommit({ octokit, context, path, sha });
  return {
    github,
    repository,
    pull,
    context,
    octokit,
    as,
    read,
    [Symbol.asyncDispose]: () => github.close(),
  };
}

test("a file is read as it was at the base, not as the pull request makes it", async () => {
  for (const prefix of ["", "/api/v3"] as const) {
    await using scene = await openScene(prefix);
    scene.repository.putFile(scene.pull.base.sha, ".do/app.yaml", "\uFEFFname: büro 😀\n");
    scene.repository.putFile(scene.pull.head.sha, ".do/app.yaml", "name: other\n");
    expect(await scene.read(".do/app.yaml")).toEqual({ ok: true, value: "name: büro 😀\n" });
  }
});

test("names with spaces and signs are found", async () => {
  await using scene = await openScene();
  scene.repository.putFile(scene.pull.base.sha, "apps/a b#1?/100%.yaml", "name: shop\n");
  expect(await scene.read("apps/a b#1?/100%.yaml")).toEqual({ ok: true, value: "name: shop\n" });
});

test("a file that is not there is undefined, and so is one of an unknown commit", async () => {
  await using scene = await openScene();
  expect(await scene.read("none.yaml")).toEqual({ ok: true, value: undefined });
  expect(await scene.read("none.yaml", "f".repeat(40))).toEqual({ ok: true, value: undefined });
});

test("an empty file is empty", async () => {
  await using scene = await openScene();
  scene.repository.putFile(scene.pull.base.sha, "empty.yaml", "");
  expect(await scene.read("empty.yaml")).toEqual({ ok: true, value: "" });
});

test("what is no file of at most 1 MiB is refused by its name", async () => {
  await using scene = await openScene();
  const { sha } = scene.pull.base;
  scene.repository.putFile(sha, "folder/app.yaml", "name: shop\n");
  scene.repository.putFile(sha, "link.yaml", { symlink: "folder/app.yaml" });
  scene.repository.putFile(sha, "vendor", { submodule: "https://github.test/acme/vendor.git" });
  scene.repository.putFile(sha, "large.yaml", "x".repeat(1024 * 1024 + 1));
  scene.repository.putFile(sha, "full.yaml", "x".repeat(1024 * 1024));
  const reasons = await Promise.all(
    ["folder", "link.yaml", "vendor", "large.yaml", "full.yaml"].map(async (path) => {
      const result = await scene.read(path);
      return result.ok ? "read" : result.failure.message;
    }),
  );
  const could = (path: string) => `Could not read ${path} at ${sha.slice(0, 7)}: it is`;
  expect(reasons).toEqual([
    `${could("folder")} a folder. Name the spec file itself.`,
    `${could("link.yaml")} a symbolic link. Name the spec file itself.`,
    `${could("vendor")} a submodule. Name the spec file itself.`,
    `${could("large.yaml")} larger than 1 MiB. Name the spec file itself.`,
    "read",
  ]);
});

test("a token that may not read contents is told which line to add", async () => {
  await using scene = await openScene();
  const octokit = scene.as(scene.github.addToken({ permissions: { issues: "write" } }));
  const result = await readFileAtCommit({
    octokit,
    context: scene.context,
    path: "a.yaml",
    sha: scene.pull.base.sha,
  });
  expect(result).toMatchObject({ ok: false, failure: { status: 403 } });
  expect(result.ok ? "" : result.failure.message).toContain("permissions:\n  contents: read");
});

test("a file behind a server that breaks down twice is read", async () => {
  await using scene = await openScene();
  scene.repository.putFile(scene.pull.base.sha, "app.yaml", "name: shop\n");
  scene.github.queueFault({ status: 503 });
  scene.github.queueFault({ status: "reset" });
  expect(await scene.read("app.yaml")).toEqual({ ok: true, value: "name: shop\n" });
});

test("a pull request is read by its number and found by its head", async () => {
  await using scene = await openScene();
  const fork = scene.github.createRepository("mallory/shop", { fork: true });
  const theirs = scene.repository.addPullRequest({ headRepository: fork, author: "mallory" });
  const expected = {
    number: theirs.number,
    headSha: theirs.head.sha,
    headRepository: "mallory/shop",
    isFork: true,
  };
  const { octokit, context } = scene;
  expect(await getPullRequest(octokit, context, theirs.number)).toMatchObject({ ok: true, value: expected });
  expect(await findPullRequest(octokit, context, theirs.head.sha)).toMatchObject({
    ok: true,
    value: expected,
  });
  expect(await findPullRequest(octokit, context, "f".repeat(40))).toEqual({ ok: true, value: undefined });
  expect(await getPullRequest(octokit, context, 99)).toMatchObject({ ok: false, failure: { status: 404 } });
});
