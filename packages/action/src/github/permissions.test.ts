import { expect, test } from "vitest";
import { permissionAdvice, requiredPermissions } from "./permissions.ts";

const PULL_REQUESTS = ["pull-requests", "write"] as const;

test.each([
  ["issues=write; pull_requests=write", [["pull-requests", "write"]]],
  ["issues=write", [["issues", "write"]]],
  [
    "organization_projects=admin; pull_requests=write,contents=read",
    [
      ["pull-requests", "write"],
      ["contents", "read"],
    ],
  ],
  ["metadata=read", [["pull-requests", "write"]]],
  ["allows_permissionless_access=true", [["pull-requests", "write"]]],
  ["", [["pull-requests", "write"]]],
  [undefined, [["pull-requests", "write"]]],
])("%s", (header, permissions) => {
  expect(requiredPermissions(header, PULL_REQUESTS)).toEqual(permissions);
});

test("the lines to add are those of a workflow", () => {
  const context = { eventName: "pull_request", pullRequest: undefined };
  expect(permissionAdvice([PULL_REQUESTS, ["contents", "read"]], context)).toBe(
    "Add to the job in the workflow file:\npermissions:\n  pull-requests: write\n  contents: read",
  );
});

test("no line helps the run of a fork's pull request to write", () => {
  const pullRequest = {
    number: 7,
    state: "open" as const,
    headSha: "",
    baseSha: "",
    headRef: "",
    headRepository: "mallory/shop",
    isFork: true,
    mergeSha: undefined,
    draft: false,
  };
  expect(permissionAdvice([PULL_REQUESTS], { eventName: "pull_request", pullRequest })).toBe(
    "The run of a pull request from a fork can only read, whatever the workflow's permissions say; this takes pull-requests: write.",
  );
  expect(permissionAdvice([PULL_REQUESTS], { eventName: "pull_request_target", pullRequest })).toContain(
    "Add to the job",
  );
});
