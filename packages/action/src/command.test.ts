import { describe, expect, it } from "vitest";
import { commandOf } from "./command.ts";
import { type GitHubContext, readContext } from "./github/context.ts";

function context(eventName: string, ref = "refs/heads/main", payload: object = {}): GitHubContext {
  return readContext(
    {
      GITHUB_EVENT_NAME: eventName,
      GITHUB_REPOSITORY: "octo/shop",
      GITHUB_SHA: "a".repeat(40),
      GITHUB_REF: ref,
      GITHUB_RUN_ID: "1",
      GITHUB_ACTOR: "octocat",
    },
    { repository: { default_branch: "main" }, ...payload },
  );
}

const pull = {
  number: 7,
  head: { sha: "b".repeat(40), ref: "change", repo: { full_name: "octo/shop" } },
  base: { sha: "c".repeat(40), ref: "main" },
};

describe("commandOf", () => {
  it.each([
    ["pull_request", "refs/pull/7/merge", { action: "synchronize", pull_request: pull }, "propose"],
    ["pull_request", "refs/pull/7/merge", { action: "closed", pull_request: pull }, "delete-preview"],
    ["push", "refs/heads/main", {}, "deploy"],
    ["push", "refs/heads/feature", {}, "validate"],
    ["push", "refs/tags/main", {}, "validate"],
    ["merge_group", "refs/heads/gh-readonly-queue/main/pr-7", {}, "validate"],
  ])("auto on %s of %s", (event, ref, payload, command) => {
    expect(commandOf("auto", context(event, ref, payload))).toBe(command);
  });

  it("asks for a command where the event does not tell", () => {
    expect(() => commandOf("auto", context("schedule"))).toThrow(
      /does not tell what to do.*command: deploy/s,
    );
    expect(commandOf("deploy", context("workflow_dispatch"))).toBe("deploy");
  });

  it("proposes the pull request that another event is about", () => {
    const about = {
      ...context("workflow_dispatch"),
      pullRequest: context("x", "", { pull_request: pull }).pullRequest,
    };
    expect(commandOf("auto", about)).toBe("propose");
    expect(commandOf("auto", { ...about, eventName: "workflow_run" })).toBe("propose");
    expect(commandOf("auto", { ...about, eventName: "pull_request_target" })).toBe("propose");
  });
});
