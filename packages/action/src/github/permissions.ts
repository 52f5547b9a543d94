import type { GitHubContext } from "./context.ts";

/** A key and a value of a workflow's `permissions`: `["pull-requests", "write"]`. */
export type Permission = readonly [name: string, level: "read" | "write"];

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions */
const WORKFLOW_KEYS = new Set([
  "actions",
  "attestations",
  "checks",
  "contents",
  "deployments",
  "discussions",
  "issues",
  "packages",
  "pages",
  "pull-requests",
  "security-events",
  "statuses",
]);

/**
 * The permissions that a refused request takes, from the header `x-accepted-github-permissions`: sets between
 * semicolons, of which one is enough, each with its permissions between commas. The set with `expected` is preferred,
 * and `expected` stands where the header is absent or names nothing that a workflow can grant.
 * https://github.blog/changelog/2023-08-10-x-accepted-github-permissions-header-for-fine-grained-permission-actors
 */
export function requiredPermissions(header: unknown, expected: Permission): readonly Permission[] {
  const sets = typeof header === "string" ? header.split(";").map(parseSet) : [];
  const grantable = sets.filter((set) => set.length > 0 && set.every(([name]) => WORKFLOW_KEYS.has(name)));
  return grantable.find((set) => set.some(([name]) => name === expected[0])) ?? grantable[0] ?? [expected];
}

/** What to do about missing permissions: the lines to add, or why no line helps. */
export function permissionAdvice(
  permissions: readonly Permission[],
  { eventName, pullRequest }: Pick<GitHubContext, "eventName" | "pullRequest">,
): string {
  const lines = permissions.map(([name, level]) => `  ${name}: ${level}`);
  const writes = permissions.some(([, level]) => level === "write");
  if (writes && eventName === "pull_request" && pullRequest?.isFork) {
    return `The run of a pull request from a fork can only read, whatever the workflow's permissions say; this takes${lines.join(",").replaceAll("  ", " ")}.`;
  }
  return `Add to the job in the workflow file:\npermissions:\n${lines.join("\n")}`;
}

function parseSet(text: string): Permission[] {
  return text.split(",").flatMap((item) => {
    const [name = "", level] = item.trim().split("=");
    // Every token has `metadata: read`; a workflow cannot write it.
    if (name === "" || name === "metadata") return [];
    return [[name.replaceAll("_", "-"), level === "read" ? "read" : "write"] as const];
  });
}
