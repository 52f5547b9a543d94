import type { GitHubClient } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { failed, type GitHubResult, isHttpError, tryGitHub } from "./failure.ts";

/** What the contents API puts into its answer; for more it gives no text. */
const MAX_BYTES = 1024 * 1024;

export interface FileRequest {
  octokit: GitHubClient;
  context: GitHubContext;
  /** From the root of the repository, with forward slashes. */
  path: string;
  /** The head of a pull request from a fork is found in the base repository too. */
  sha: string;
}

/** What a folder holds. Symbolic links and submodules are `other`: they may lead anywhere. */
export interface FolderEntry {
  readonly name: string;
  readonly type: "file" | "folder" | "other";
}

/**
 * Lists a folder of the repository as it is at a commit, of which GitHub gives the first 1,000 entries; empty where
 * there is none. `path` is empty for the root. `GET /repos/{owner}/{repo}/contents/{path}`.
 */
export async function listFolderAtCommit(
  request: FileRequest,
): Promise<GitHubResult<readonly FolderEntry[]>> {
  const doing = `list ${request.path || "the repository"} at ${request.sha.slice(0, 7)}`;
  const answer = await getContent(request, doing);
  if (!answer.ok) return answer;
  const entries = Array.isArray(answer.value) ? answer.value : [];
  const types: Readonly<Record<string, FolderEntry["type"]>> = { file: "file", dir: "folder" };
  return { ok: true, value: entries.map(({ name, type }) => ({ name, type: types[type] ?? "other" })) };
}

/**
 * Reads a text file of the repository as it is at a commit; undefined where there is none. A folder, a symbolic link,
 * a submodule and more than 1 MiB are failures. `GET /repos/{owner}/{repo}/contents/{path}`.
 */
export async function readFileAtCommit(request: FileRequest): Promise<GitHubResult<string | undefined>> {
  const doing = `read ${request.path} at ${request.sha.slice(0, 7)}`;
  const answer = await getContent(request, doing);
  if (!answer.ok) return answer;
  const found = answer.value;
  if (found === undefined) return { ok: true, value: undefined };
  const refuse = (what: string) => failed(`Could not ${doing}: it is ${what}. Name the spec file itself.`);
  if (Array.isArray(found)) return refuse("a folder");
  if (found.type === "symlink") return refuse("a symbolic link");
  if (found.type === "submodule") return refuse("a submodule");
  if (!("content" in found)) return refuse("no file");
  if (found.size > MAX_BYTES || found.encoding !== "base64") return refuse("larger than 1 MiB");
  const text = Buffer.from(found.content, "base64").toString("utf8");
  return { ok: true, value: text.replace(/^\uFEFF/, "") };
}

/** Undefined where there is nothing at that path. */
function getContent({ octokit, context, path, sha }: FileRequest, doing: string) {
  const { owner, name: repo } = context.repository;
  return tryGitHub({ doing, needs: ["contents", "read"], context }, async () => {
    try {
      return (
        await octokit.request("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, path, ref: sha })
      ).data;
    } catch (error) {
      if (isHttpError(error) && error.response && error.status === 404) return undefined;
      throw error;
    }
  });
}
