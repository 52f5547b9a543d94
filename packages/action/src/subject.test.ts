import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type GitHubDouble,
  type PullRequest,
  pullRequestEvent,
  type Repository,
  runnerEnvironment,
  startGitHub,
} from "../../../test/github/index.ts";
import { createGitHubClient } from "./github/client.ts";
import { readContext } from "./github/context.ts";
import { readInputs } from "./inputs.ts";
import { findSubject } from "./subject.ts";

let github: GitHubDouble;
let repository: Repository;
let pull: PullRequest;
let workspace: string;
beforeAll(async () => {
  github = await startGitHub();
  repository = github.createRepository("acme/shop");
  const fork = github.createRepository("mallory/shop", { fork: true });
  pull = repository.addPullRequest({ number: 7, headRepository: fork });
  workspace = await mkdtemp(join(tmpdir(), "subject-"));
});
afterAll(async () => {
  await github.close();
  await rm(workspace, { recursive: true });
});

function subject(eventName: string, payload: object, inputs: Record<string, string> = {}) {
  const environment = { ...runnerEnvironment(github, repository, pull), GITHUB_EVENT_NAME: eventName };
  const context = readContext(environment, { repository: { default_branch: "main" }, ...payload });
  const client = createGitHubClient({ token: github.token, endpoints: context, secondMs: 1 });
  return findSubject(
    context,
    readInputs((name) => inputs[name] ?? ""),
    client,
    workspace,
  );
}

const run = (more: object) => ({
  workflow_run: {
    event: "pull_request",
    head_sha: pull.head.sha,
    head_branch: pull.head.ref,
    head_repository: { full_name: "mallory/shop" },
    pull_requests: [],
    ...more,
  },
});

describe("what a run is about", () => {
  it("is the checkout for a pull request and a push", async () => {
    const payload = pullRequestEvent(github, repository, pull);
    expect(await subject("pull_request", payload)).toMatchObject({ specAt: "checkout", isPrivileged: false });
    expect(await subject("push", {})).toMatchObject({ specAt: "checkout", isPrivileged: false });
  });

  it("is the head as data for pull_request_target", async () => {
    const payload = pullRequestEvent(github, repository, pull);
    expect(await subject("pull_request_target", payload)).toMatchObject({
      specAt: "head",
      isPrivileged: true,
      context: { pullRequest: { number: 7 } },
    });
    await expect(subject("pull_request_target", payload, { command: "deploy" })).rejects.toThrow(
      /not carried out for "pull_request_target".*Use `on: pull_request`/,
    );
  });

  it("is the pull request behind a workflow_run, of a fork too", async () => {
    expect(await subject("workflow_run", run({}))).toMatchObject({
      specAt: "head",
      isPrivileged: true,
      context: { pullRequest: { number: 7, isFork: true } },
    });
    expect(await subject("workflow_run", run({ head_sha: "f".repeat(40) }))).toEqual({
      nothingToDo: "No open pull request has fffffff as its newest commit.",
    });
  });

  it("is the default branch for a workflow_run of a push to it, and nothing for a stranger's", async () => {
    const own = { event: "push", head_branch: "main", head_repository: { full_name: "Acme/Shop" } };
    const deploy = { command: "deploy" };
    expect(await subject("workflow_run", run(own), deploy)).toMatchObject({ specAt: "checkout" });
    await expect(subject("workflow_run", run({ ...own, head_branch: "x" }), deploy)).rejects.toThrow(
      /for pushes to main; that run was of "push" on x/,
    );
    const stranger = { ...own, head_repository: { full_name: "mallory/shop" } };
    await expect(subject("workflow_run", run(stranger), deploy)).rejects.toThrow("another repository");
    // A fork's branch may be called main: what counts is that a pull request started the run.
    const disguised = run({ head_branch: "main" });
    await expect(subject("workflow_run", disguised, deploy)).rejects.toThrow("not carried out");
  });

  it("is the pull request of the input, for events that carry none", async () => {
    expect(await subject("workflow_dispatch", {}, { "pull-request": "7" })).toMatchObject({
      specAt: "head",
      isPrivileged: false,
      context: { pullRequest: { number: 7 } },
    });
    await expect(subject("workflow_dispatch", {}, { "pull-request": "8" })).rejects.toThrow(
      "Could not read pull request 8: GitHub answered 404",
    );
    const payload = pullRequestEvent(github, repository, pull);
    await expect(subject("pull_request", payload, { "pull-request": "8" })).rejects.toThrow(
      'Input "pull-request" is 8, and this run is of pull request 7.',
    );
  });

  it("is nothing for a comment", async () => {
    expect(await subject("issue_comment", {})).toEqual({
      nothingToDo: "Comments are left alone: anybody can write them.",
    });
    await expect(subject("issue_comment", {}, { command: "deploy" })).rejects.toThrow(
      "anybody can write one",
    );
  });

  it("is refused where the stranger's code is checked out beside the secrets", async () => {
    await mkdir(join(workspace, "theirs", ".git"), { recursive: true });
    await writeFile(join(workspace, "theirs", ".git", "HEAD"), pull.head.sha);
    const payload = pullRequestEvent(github, repository, pull);
    await expect(subject("pull_request_target", payload)).rejects.toThrow(
      'The folder "theirs" holds the code of pull request 7, in a job of "pull_request_target" that has secrets',
    );
    await rm(join(workspace, "theirs"), { recursive: true });
  });
});
