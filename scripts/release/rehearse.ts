import { constants, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, linkModules, notesFile } from "./build.ts";
import { isPrepared } from "./changelog.ts";
import { prepare } from "./prepare.ts";
import { run } from "./run.ts";
import { tag } from "./tag.ts";
import { readVersion } from "./version.ts";

const AS_REHEARSAL = ["-c", "user.name=Release rehearsal", "-c", "user.email=release@localhost"];

/**
 * Everything that a release does, in a folder: a clone of what is committed in a checkout, a bare repository as its remote
 * and a folder as the registry. Nothing leaves this machine.
 *
 * @param modulesOf a checkout whose packages are used in place of `npm ci`
 */
export async function rehearse(source: string, folder: string, modulesOf?: string): Promise<void> {
  const [checkout, remote, artifacts] = [
    join(folder, "checkout"),
    join(folder, "remote.git"),
    join(folder, "artifacts"),
  ];
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty. Remove it, or name another folder with --out.`);
  step("a clean checkout");
  await run("git", ["clone", "--quiet", "--no-hardlinks", source, checkout], { cwd: folder });
  step("the version and its changelog");
  const version = await prepareOnce(checkout);
  await run("git", ["init", "--quiet", "--bare", remote], { cwd: folder });
  // A checkout of CI has no history, and its clone neither.
  await run("git", ["config", "receive.shallowUpdate", "true"], { cwd: remote });
  await run("git", ["push", "--quiet", remote, "HEAD:refs/heads/main"], { cwd: checkout });
  step("the packages");
  await (modulesOf === undefined ? install(checkout) : linkModules(checkout, modulesOf));
  console.log("(In the workflow, npm run check, npm test, the editor's tests and npm audit come here.)");
  step("what is released");
  await build(checkout, artifacts);
  step("the tags");
  const name = await tag(checkout, artifacts, remote);
  step("the registry");
  await publish(artifacts, join(folder, "registry"));
  console.log(`\n${name}\n\n${await readFile(join(artifacts, notesFile(version)), "utf8")}`);
}

/** What is merged as prepared is rehearsed as it is: the tests of the release itself do. */
async function prepareOnce(checkout: string): Promise<string> {
  const current = await readVersion(checkout);
  if (isPrepared(await readFile(join(checkout, "CHANGELOG.md"), "utf8"), current)) {
    console.log(`Version ${current} is prepared already.`);
    return current;
  }
  const version = await prepare(checkout);
  const message = `Release ${version}`;
  await run("git", [...AS_REHEARSAL, "commit", "--quiet", "--all", "--message", message], { cwd: checkout });
  return version;
}

/** The same in a temporary folder that goes with it. */
export async function dryRun(source: string, modulesOf?: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "release-"));
  try {
    await rehearse(source, folder, modulesOf);
    console.log("\nA dry run: all of it was in a temporary folder, which is gone.");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder in place of npm and the marketplaces; as there, what is published once stays. */
async function publish(artifacts: string, registry: string): Promise<void> {
  await mkdir(registry, { recursive: true });
  for (const file of await readdir(artifacts))
    if (/\.(tgz|vsix)$/.test(file)) {
      console.log(`publish ${file}`);
      await copyFile(join(artifacts, file), join(registry, file), constants.COPYFILE_EXCL);
    }
}

function step(title: string): void {
  console.log(`\n# ${title}`);
}
