import { copyFile, cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { notesOf } from "./changelog.ts";
import { run } from "./run.ts";
import { readVersion } from "./version.ts";

/** What a release consists of, in its folder. */
export const BUNDLE = "action-dist";
export const SBOM = "sbom.cdx.json";
export const notesFile = (version: string) => `notes-${version}.md`;
const VSIX = "packages/vscode/app-platform-toolkit.vsix";

/** Builds and packs what is released, from a checkout that nothing was built in, and lists its materials. */
export async function build(checkout: string, out: string): Promise<void> {
  const version = await readVersion(checkout);
  // First of all: a version without notes was not prepared, and is nothing to build.
  const notes = notesOf(await readFile(join(checkout, "CHANGELOG.md"), "utf8"), version);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, notesFile(version)), `${notes}\n`);
  await run("npm", ["run", "package"], { cwd: checkout });
  await copyFile(join(checkout, VSIX), join(out, `app-platform-toolkit-${version}.vsix`));
  for (const name of ["core", "cli"])
    await run("npm", ["pack", "--workspace", `packages/${name}`, "--pack-destination", out], {
      cwd: checkout,
    });
  await cp(join(checkout, "packages/action/dist"), join(out, BUNDLE), { recursive: true });
  await run("tar", ["-czf", join(out, `action-maps-${version}.tar.gz`), "-C", "packages/action", "maps"], {
    cwd: checkout,
  });
  const list = ["--conditions=source", "scripts/list-materials.ts"];
  await writeFile(join(out, SBOM), `${await run(process.execPath, list, { cwd: checkout })}\n`);
}

/** The packages as the lockfile names them. */
export async function install(checkout: string): Promise<void> {
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: checkout });
}

/** The packages of another checkout, for a rehearsal that needs no network. Its own packages stay its own. */
export async function linkModules(checkout: string, other: string): Promise<void> {
  console.log(`$ link the packages of ${other}`);
  await linkEntries(join(other, "node_modules"), join(checkout, "node_modules"));
  for (const name of await readdir(join(other, "packages")))
    await linkEntries(
      join(other, "packages", name, "node_modules"),
      join(checkout, "packages", name, "node_modules"),
    );
}

async function linkEntries(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === "@app-platform-toolkit") await linkEntries(source, target);
    else if (entry.isDirectory() || entry.isSymbolicLink()) {
      await mkdir(dirname(target), { recursive: true });
      // Packages of the workspace are links already, to a place of their own checkout.
      await symlink(entry.isSymbolicLink() ? await readlink(source) : source, target, "junction");
    }
  }
}
