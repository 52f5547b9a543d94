import type { AppSpec, Catalog, LanguageContext } from "@app-platform-toolkit/core";
import * as vscode from "vscode";

/** What the account knows, as far as it was read; the language part works without it, too. */
export interface AccountKnowledge {
  readonly onDidChange: vscode.Event<void>;
  readonly catalog: Catalog | undefined;
  readonly apps: readonly string[] | undefined;
  /** What runs, as last read; `undefined` where no app of that name is live or nothing was read. */
  liveSpec(name: string): AppSpec | undefined;
}

/** The folders that no spec names, and that would fill the list of paths. */
const LEFT_OUT = "**/{node_modules,.git,dist,build,vendor,.venv,target}/**";
const MAX_FILES = 5_000;
/** A list of paths is read anew after so long: completion must not search the disk at every key. */
const FRESH_MS = 30_000;

/** Gathers what core's functions are told beyond the document. Nothing here waits for the network. */
export class LanguageContexts {
  readonly #account: AccountKnowledge | undefined;
  readonly #paths = new Map<string, { readonly readAtMs: number; readonly paths: readonly string[] }>();

  /** What the account knows has changed. */
  readonly onDidChange: vscode.Event<void>;

  constructor(account: AccountKnowledge | undefined) {
    this.#account = account;
    this.onDidChange = account?.onDidChange ?? (() => ({ dispose() {} }));
  }

  get catalog(): Catalog | undefined {
    return this.#account?.catalog;
  }

  liveSpec(name: string): AppSpec | undefined {
    return this.#account?.liveSpec(name);
  }

  /** At once, from what is known. */
  of(document: vscode.TextDocument): LanguageContext {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const paths = folder && this.#paths.get(folder.uri.toString())?.paths;
    const { catalog, apps } = this.#account ?? {};
    return {
      fileName: document.uri.path,
      now: new Date(),
      ...(paths ? { paths } : {}),
      ...(catalog ? { catalog } : {}),
      ...(apps ? { account: { apps } } : {}),
    };
  }

  /** With the paths of the folder that the document is in, read where they are not fresh. */
  async withPaths(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<LanguageContext> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const key = folder?.uri.toString();
    const known = key === undefined ? undefined : this.#paths.get(key);
    if (folder && key !== undefined && (!known || Date.now() - known.readAtMs > FRESH_MS)) {
      const pattern = new vscode.RelativePattern(folder, "**/*");
      const files = await vscode.workspace.findFiles(pattern, LEFT_OUT, MAX_FILES, token);
      const root = folder.uri.path.replace(/\/?$/, "/");
      const paths = withDirectories(files.map(({ path }) => path.slice(root.length)));
      if (!token.isCancellationRequested) this.#paths.set(key, { readAtMs: Date.now(), paths });
    }
    return this.of(document);
  }
}

/** Files with all directories above them, which end with a slash. */
function withDirectories(files: readonly string[]): string[] {
  const all = new Set<string>();
  for (const file of files) {
    for (let at = file.indexOf("/"); at >= 0; at = file.indexOf("/", at + 1)) all.add(file.slice(0, at + 1));
    all.add(file);
  }
  return [...all].toSorted();
}
