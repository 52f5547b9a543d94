import { notFound, ok, type RepositoryCall, type Route } from "../http.ts";
import { type Repository, sha1, type TreeEntry } from "../state.ts";

/** https://docs.github.com/en/rest/commits/commits#compare-two-commits */
export const compareRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/compare/{basehead}",
    needs: [{ contents: "read" }],
    answer(call) {
      const [baseName = "", headName = ""] = (call.parameters.basehead ?? "").split("...");
      const base = call.repository.resolve(baseName);
      const head = call.repository.resolve(headName);
      if (base === undefined || head === undefined) return notFound();
      const ofBase = history(call.repository, base);
      const ofHead = history(call.repository, head);
      const mergeBase = ofHead.find((sha) => ofBase.includes(sha));
      if (mergeBase === undefined) return notFound();
      const ahead = ofHead.filter((sha) => !ofBase.includes(sha));
      const behind = ofBase.filter((sha) => !ofHead.includes(sha));
      const html = `${call.urls.server}/${call.repository.fullName}/compare/${base}...${head}`;
      return ok({
        url: `${call.urls.api}${call.path}`,
        html_url: html,
        permalink_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        base_commit: renderCommit(call, base),
        merge_base_commit: renderCommit(call, mergeBase),
        status: statusOf(ahead.length, behind.length),
        ahead_by: ahead.length,
        behind_by: behind.length,
        total_commits: ahead.length,
        commits: ahead.toReversed().map((sha) => renderCommit(call, sha)),
        files: changedFiles(call, mergeBase, head),
      });
    },
  },
];

/** The difference of two commits' files, as a pull request lists them. Renames show as removed and added. */
export function changedFiles(call: RepositoryCall, base: string, head: string) {
  const before = call.repository.commits.get(base)?.tree ?? new Map<string, TreeEntry>();
  const after = call.repository.commits.get(head)?.tree ?? new Map<string, TreeEntry>();
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((filename) => {
    const old = blobSha(before.get(filename));
    const sha = blobSha(after.get(filename));
    if (old === sha) return [];
    const status = old === null ? "added" : sha === null ? "removed" : "modified";
    const html = `${call.urls.server}/${call.repository.fullName}`;
    return {
      sha: sha ?? old,
      filename,
      status,
      additions: status === "removed" ? 0 : 1,
      deletions: status === "added" ? 0 : 1,
      changes: status === "modified" ? 2 : 1,
      blob_url: `${html}/blob/${head}/${filename}`,
      raw_url: `${html}/raw/${head}/${filename}`,
      contents_url: `${call.urls.api}/repos/${call.repository.fullName}/contents/${filename}?ref=${head}`,
    };
  });
}

/** A git blob's name. */
export function blobSha(entry: TreeEntry | undefined): string | null {
  if (entry === undefined) return null;
  if (entry.type === "submodule") return sha1(entry.url);
  const content = entry.type === "file" ? entry.content : Buffer.from(entry.target);
  return sha1(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
}

function history(repository: Repository, sha: string): string[] {
  const seen = new Set<string>();
  const open = [sha];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(repository.commits.get(next)?.parents ?? []));
  }
  return [...seen];
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

function renderCommit(call: RepositoryCall, sha: string) {
  const url = `${call.urls.api}/repos/${call.repository.fullName}/commits/${sha}`;
  const parents = call.repository.commits.get(sha)?.parents ?? [];
  return { sha, url, parents: parents.map((parent) => ({ sha: parent })) };
}
