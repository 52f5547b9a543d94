import { glob, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { MAX_SPEC_BYTES } from "@app-platform-toolkit/core/options";
import { InputError } from "./inputs.ts";

/** A spec of the repository. */
export interface SpecFile {
  /** From the root of the repository, with forward slashes: as annotations and links want it. */
  readonly path: string;
  readonly text: string;
}

/** Whether a path or a part of one is a glob. */
export const GLOB = /[*?[\]{}]/;
const OTHER_PLACES = [".do/app.yml", ".do/deploy.template.yaml", "app.yaml", "app.yml"];

/**
 * Reads the specs that `spec-path` names, in its order, each once.
 *
 * @throws InputError where a path is missing, matches nothing, is no file, or leads out of the workspace.
 */
export async function findSpecs(workspace: string, patterns: readonly string[]): Promise<SpecFile[]> {
  const root = await realpath(workspace);
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const literal = !GLOB.test(pattern) || (await isFile(resolve(root, pattern)));
    const matches = literal ? [pattern] : await matching(root, pattern);
    if (matches.length === 0) throw new InputError(`No file matches spec-path "${pattern}".`);
    for (const match of matches) paths.add(await insideWorkspace(root, match));
  }
  return Promise.all([...paths].map((path) => readSpec(root, path)));
}

async function matching(root: string, pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const match of glob(pattern, { cwd: root, exclude: ["**/node_modules/**", "**/.git/**"] })) {
    if (await isFile(resolve(root, match))) found.push(match);
  }
  return found.sort();
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}

/** A spec outside the checkout (by `..` or a symbolic link) would let a pull request read the runner's files. */
async function insideWorkspace(root: string, path: string): Promise<string> {
  const absolute = resolve(root, path);
  const real = await realpath(absolute).catch(() => undefined);
  if (real === undefined) throw new InputError(await missing(root, path));
  const inside = relative(root, real);
  if (inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside))
    throw new InputError(`spec-path "${path}" leads out of the workspace. Name a file of the repository.`);
  return relative(root, absolute).split(sep).join("/");
}

async function missing(root: string, path: string): Promise<string> {
  const elsewhere: string[] = [];
  for (const other of OTHER_PLACES)
    if (await stat(resolve(root, other)).catch(() => undefined)) elsewhere.push(other);
  const checkout = (await stat(resolve(root, ".git")).catch(() => undefined))
    ? ""
    : " Is there an actions/checkout step before this one?";
  return elsewhere.length > 0
    ? `There is no spec at "${path}". There is one at "${elsewhere[0]}": set spec-path to it.`
    : `There is no spec at "${path}". Write one there, or set spec-path to where it is.${checkout}`;
}

async function readSpec(root: string, path: string): Promise<SpecFile> {
  const absolute = resolve(root, path);
  const info = await stat(absolute);
  if (!info.isFile()) throw new InputError(`spec-path "${path}" is a folder. Name the spec file in it.`);
  // The parser refuses what is larger; a byte more than the limit is enough for it to say so.
  const bytes = info.size > MAX_SPEC_BYTES ? Buffer.alloc(MAX_SPEC_BYTES + 1, " ") : await readFile(absolute);
  return { path, text: bytes.toString("utf8").replace(/^\uFEFF/, "") };
}
