import type { MergedCommit } from "@app-platform-toolkit/core";
import * as vscode from "vscode";

// The part of VS Code's Git extension that is asked: github.com/microsoft/vscode, extensions/git/src/api/git.d.ts
interface GitExtension {
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): GitRepository | null;
  };
}

interface GitRepository {
  readonly state: {
    readonly HEAD: GitBranch | undefined;
    readonly remotes: readonly { readonly name: string; readonly fetchUrl?: string }[];
  };
  getCommit(ref: string): Promise<{ readonly hash: string }>;
}

interface GitBranch {
  readonly upstream?: { readonly remote: string; readonly name: string };
  /** Commits that are not pushed. */
  readonly ahead?: number;
}

/** What App Platform would fetch, as far as the workspace knows: the newest commit that was pushed. */
export interface PushedCommit {
  readonly merged: MergedCommit;
  readonly unpushed: number;
}

/**
 * The pushed commit of the branch that a file is on. `undefined` where that cannot be known: no Git extension, no
 * repository, a branch that was never pushed. Nothing is fetched.
 */
export async function pushedCommit(uri: vscode.Uri): Promise<PushedCommit | undefined> {
  try {
    const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
    const repository = (await extension?.activate())?.getAPI(1).getRepository(uri);
    const { upstream, ahead = 0 } = repository?.state.HEAD ?? {};
    const remote = repository?.state.remotes.find(({ name }) => name === upstream?.remote);
    const place = remoteOf(remote?.fetchUrl ?? "");
    if (!repository || !upstream || !place) return undefined;
    const { hash } = await repository.getCommit(`${upstream.remote}/${upstream.name}`);
    return { merged: { ...place, branch: upstream.name, sha: hash }, unpushed: ahead };
  } catch {
    // Git is turned off or in trouble, which its own extension tells.
    return undefined;
  }
}

/** `https://github.com/octo/shop.git` and `git@github.com:octo/shop.git`, without the credentials that one may hold. */
export function remoteOf(url: string): Pick<MergedCommit, "repository" | "serverUrl"> | undefined {
  const parts =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+?)(?:\.git)?\/?$/.exec(url) ??
    /^(?:[^/@]+@)?([^/:]+):(.+?)(?:\.git)?\/?$/.exec(url);
  const [, host, repository] = parts ?? [];
  return host && repository ? { serverUrl: `https://${host}`, repository } : undefined;
}
