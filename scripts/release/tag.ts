import { access, cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { BUNDLE, notesFile } from "./build.ts";
import { run } from "./run.ts";
import { readVersion } from "./version.ts";

const DIST = "packages/action/dist";

/**
 * Gives the remote the tag of this version, which has the bundle that branches do not have, and moves the major's tag to
 * it. The same source and bundle make the same commit, whenever they are tagged: what was cut off is finished by the same
 * again.
 *
 * @throws where the notes of this version are missing, before anything is done that stays; and where the version was released before with other contents: what was released never changes
 */
export async function tag(checkout: string, out: string, remote: string): Promise<string> {
  const env = await committer(checkout);
  const git = (...args: string[]) => run("git", args, { cwd: checkout, env });
  const version = await readVersion(checkout);
  const name = `v${version}`;
  await access(join(out, notesFile(version))).catch(() => {
    throw new Error(
      `${out} has no ${notesFile(version)}, so it was not made from this version: \`npm run release -- build\` makes it.`,
    );
  });
  const there = await tagsOf(checkout, remote);
  await rm(join(checkout, DIST), { recursive: true, force: true });
  await cp(join(out, BUNDLE), join(checkout, DIST), { recursive: true });
  await git("checkout", "--quiet", "--detach");
  await git("add", "--force", DIST);
  await git("commit", "--quiet", "--message", `Bundle the action of ${name}`);
  await git("cat-file", "-e", `HEAD:${DIST}/index.mjs`);
  const released = there.get(name);
  if (released === undefined) {
    await git("tag", "--annotate", "--force", name, "--message", name);
    await git("push", "--quiet", remote, `refs/tags/${name}`);
  } else if (released !== (await git("rev-parse", "HEAD")))
    throw new Error(
      `${name} is released already, and what was released never changes. Release a new version.`,
    );
  const others = [...there.keys()].filter((other) => other !== name);
  if (isNewest(name, others)) {
    const major = name.split(".")[0] ?? name;
    await git("tag", "--force", major, "HEAD");
    await git("push", "--quiet", "--force", remote, `refs/tags/${major}`);
  }
  return name;
}

/** Whoever has made the commit that is released, and when. */
async function committer(checkout: string): Promise<Record<string, string>> {
  const shown = await run("git", ["show", "--no-patch", "--format=%cn%n%ce%n%cI", "HEAD"], { cwd: checkout });
  const [name = "", email = "", date = ""] = shown.split("\n");
  return {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date },
  };
}

/** The commits that the remote's tags stand for. */
async function tagsOf(checkout: string, remote: string): Promise<Map<string, string>> {
  const listed = await run("git", ["ls-remote", "--tags", remote], { cwd: checkout });
  // An annotated tag comes twice: as itself, and with ^{} as what it stands for.
  return new Map(
    listed.split("\n").flatMap((line): [string, string][] => {
      const [commit = "", reference] = line.split("\trefs/tags/");
      return reference === undefined ? [] : [[reference.replace("^{}", ""), commit]];
    }),
  );
}

/** A mend of an older minor version does not take the major's tag back to it. */
function isNewest(name: string, others: readonly string[]): boolean {
  const numbers = (tagged: string) => tagged.slice(1).split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = numbers(name);
  return others.every((other) => {
    const [otherMajor = 0, otherMinor = 0, otherPatch = 0] = numbers(other);
    return (
      otherMajor !== major ||
      otherMinor < minor ||
      (otherMinor === minor && otherPatch < patch) ||
      !other.includes(".")
    );
  });
}
