// Core as people get it: packed as for the registry, and put beside its dependencies in a folder of its own.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CORE = join(ROOT, "packages/core");
const NAME = "@app-platform-toolkit/core";

export interface Packed extends AsyncDisposable {
  /** A folder in which `@app-platform-toolkit/core` is installed. */
  readonly folder: string;
  readonly tarball: Uint8Array;
}

/** Packs core, from what `npm run build` has made, and installs it without a network. */
export async function packCore(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), "core-"));
  const run = promisify(execFile);
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: CORE,
    shell: process.platform === "win32",
  });
  const packed = JSON.parse(stdout);
  const { filename } = Array.isArray(packed) ? packed[0] : packed[NAME];
  const target = join(folder, "node_modules", NAME);
  await mkdir(target, { recursive: true });
  await run("tar", ["-xzf", filename, "-C", target, "--strip-components=1"], { cwd: folder });
  const { dependencies } = JSON.parse(await readFile(join(target, "package.json"), "utf8"));
  for (const dependency of [...Object.keys(dependencies), "@types"])
    await symlink(
      join(ROOT, "node_modules", dependency),
      join(folder, "node_modules", dependency),
      "junction",
    );
  return {
    folder,
    tarball: await readFile(join(folder, filename)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
