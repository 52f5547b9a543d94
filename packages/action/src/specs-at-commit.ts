import { matchesGlob } from "node:path";
import type { GitHubResult } from "./github/failure.ts";
import type { FolderEntry } from "./github/files.ts";
import { InputError } from "./inputs.ts";
import { GLOB, type SpecFile } from "./specs.ts";

/** A glob in a huge repository would use up the requests that GitHub grants the repository's workflows. */
const MAX_FOLDERS = 100;

/** A repository at a commit, as GitHub's API gives it. */
export interface Snapshot {
  /** Undefined where there is no such file. */
  read(path: string): Promise<GitHubResult<string | undefined>>;
  list(folder: string): Promise<GitHubResult<readonly FolderEntry[]>>;
}

/**
 * Reads the specs that `spec-path` names from a commit, without a checkout, in its order, each once.
 *
 * @throws InputError where a path is missing, matches nothing, cannot be read, or leads out of the repository.
 */
export async function findSpecsAtCommit(
  snapshot: Snapshot,
  patterns: readonly string[],
): Promise<SpecFile[]> {
  const walk = new Walk(snapshot);
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
    if (pattern.startsWith("/") || parts.includes(".."))
      throw new InputError(`spec-path "${pattern}" leads out of the repository. Name a file of it.`);
    const found = GLOB.test(pattern) ? await walk.match("", parts) : [parts.join("/")];
    if (found.length === 0) throw new InputError(`No file matches spec-path "${pattern}".`);
    for (const path of found.sort()) paths.add(path);
  }
  const files: SpecFile[] = [];
  for (const path of paths) {
    const file = await snapshot.read(path);
    if (!file.ok) throw new InputError(file.failure.message);
    if (file.value === undefined)
      throw new InputError(
        `There is no spec at "${path}" in the pull request's head. Write one there, or set spec-path to where it is.`,
      );
    files.push({ path, text: file.value });
  }
  return files;
}

class Walk {
  readonly #snapshot: Snapshot;
  readonly #listed = new Map<string, readonly FolderEntry[]>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** Files below `folder` that match the parts of a glob. */
  async match(folder: string, [part, ...rest]: readonly string[]): Promise<string[]> {
    if (part === undefined) return [];
    // A part without wildcards need not be listed, unless it is the file itself.
    if (!GLOB.test(part) && rest.length > 0) return this.match(join(folder, part), rest);
    const found: string[] = part === "**" ? await this.match(folder, rest) : [];
    for (const { name, type } of await this.#list(folder)) {
      if (part === "**") {
        if (type === "folder" && name !== "node_modules" && name !== ".git")
          found.push(...(await this.match(join(folder, name), [part, ...rest])));
        else if (type === "file" && rest.length === 0) found.push(join(folder, name));
      } else if (matchesGlob(name, part)) {
        if (rest.length === 0) {
          if (type === "file") found.push(join(folder, name));
        } else if (type === "folder") found.push(...(await this.match(join(folder, name), rest)));
      }
    }
    return found;
  }

  async #list(folder: string): Promise<readonly FolderEntry[]> {
    const known = this.#listed.get(folder);
    if (known) return known;
    if (this.#listed.size >= MAX_FOLDERS)
      throw new InputError(
        `spec-path looks into more than ${MAX_FOLDERS} folders, which is too much to ask GitHub for. Name the folders more closely.`,
      );
    const listed = await this.#snapshot.list(folder);
    if (!listed.ok) throw new InputError(listed.failure.message);
    this.#listed.set(folder, listed.value);
    return listed.value;
  }
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
