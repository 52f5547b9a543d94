import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PullRequest } from "./github/context.ts";

/**
 * Where the pull request's own code is checked out: `.` for the workspace, or a folder of it; undefined where it is
 * nowhere to be seen. A job with secrets that has a stranger's code on its disk may run it by accident.
 */
export async function checkedOutHead(
  workspace: string,
  { number, headSha, mergeSha }: PullRequest,
): Promise<string | undefined> {
  const entries = await readdir(workspace, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== ".git");
  for (const folder of [".", ...folders.map(({ name }) => name)]) {
    const git = await gitFolder(join(workspace, folder));
    if (git === undefined) continue;
    const head = await headCommit(git);
    if (head !== undefined && (head === headSha || head === mergeSha)) return folder;
    // The merge that was checked out may be newer than the event: then its name tells, as actions/checkout writes it.
    if (await exists(join(git, "refs", "remotes", "pull", String(number)))) return folder;
    if ((await packedRefs(git)).some(([, ref]) => ref.startsWith(`refs/remotes/pull/${number}/`)))
      return folder;
  }
  return undefined;
}

/** A work tree of another repository has a file that names the folder. */
async function gitFolder(folder: string): Promise<string | undefined> {
  const git = join(folder, ".git");
  const info = await stat(git).catch(() => undefined);
  if (!info?.isFile()) return info && git;
  const target = /^gitdir: (.+)$/m.exec(await readFile(git, "utf8"))?.[1];
  return target === undefined ? undefined : resolve(folder, target.trim());
}

async function headCommit(git: string): Promise<string | undefined> {
  const head = await readFile(join(git, "HEAD"), "utf8").catch(() => "");
  const ref = /^ref: (\S+)/.exec(head)?.[1];
  if (ref === undefined) return head.trim() || undefined;
  const loose = await readFile(join(git, ref), "utf8").catch(() => undefined);
  return loose?.trim() ?? (await packedRefs(git)).find(([, name]) => name === ref)?.[0];
}

async function packedRefs(git: string): Promise<[sha: string, ref: string][]> {
  const text = await readFile(join(git, "packed-refs"), "utf8").catch(() => "");
  return [...text.matchAll(/^([0-9a-f]+) (\S+)$/gm)].map(([, sha = "", ref = ""]) => [sha, ref]);
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
