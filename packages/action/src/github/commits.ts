import type { CommitRelation } from "@app-platform-toolkit/core";
import type { GitHubClient } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { type GitHubResult, isHttpError, tryGitHub } from "./failure.ts";

/** What GitHub lists of a comparison at most. */
const MAX_FILES = 300;

export interface Comparison {
  /** How `head` stands to `base`. */
  readonly relation: CommitRelation;
  /** Paths that differ, a renamed file with both; undefined where there are more than GitHub lists. */
  readonly files: readonly string[] | undefined;
}

/**
 * Compares two commits, or a commit with a branch. What GitHub does not know is unrelated.
 * `GET /repos/{owner}/{repo}/compare/{base}...{head}`.
 */
export async function compareCommits(
  octokit: GitHubClient,
  context: GitHubContext,
  base: string,
  head: string,
): Promise<GitHubResult<Comparison>> {
  const doing = `compare ${base.slice(0, 7)} with ${head.slice(0, 7)}`;
  const { owner, name: repo } = context.repository;
  return tryGitHub({ doing, needs: ["contents", "read"], context }, async () => {
    try {
      const { data } = await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        owner,
        repo,
        basehead: `${base}...${head}`,
        per_page: 1,
      });
      const files = data.files ?? [];
      const paths = files.flatMap(({ filename, previous_filename: old }) =>
        old ? [old, filename] : [filename],
      );
      return {
        relation: RELATIONS[data.status] ?? "unrelated",
        files: data.files === undefined || files.length >= MAX_FILES ? undefined : paths,
      };
    } catch (error) {
      if (isHttpError(error) && error.response && error.status === 404)
        return { relation: "unrelated" as const, files: undefined };
      throw error;
    }
  });
}

const RELATIONS: Readonly<Record<string, CommitRelation>> = {
  identical: "same",
  ahead: "newer",
  behind: "older",
  diverged: "unrelated",
};
