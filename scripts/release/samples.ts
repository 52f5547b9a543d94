import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY_URL } from "../../packages/core/src/project.ts";
import { run } from "./run.ts";

const REPOSITORY = new URL(REPOSITORY_URL).pathname.slice(1);
const COMMAND = "@app-platform-toolkit/cli";

/** Lets what users copy, and the hook that pre-commit takes from a tag, name the version that they come with. */
export async function setSamples(checkout: string, version: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-z", "--", "*.md", ".pre-commit-hooks.yaml"], {
    cwd: checkout,
  });
  for (const path of listed.split("\0").filter((name) => name !== "" && name !== "CHANGELOG.md")) {
    const text = await readFile(join(checkout, path), "utf8");
    const named = withVersion(text, version);
    if (named !== text) await writeFile(join(checkout, path), named);
  }
}

/** The action by its major version, whose tag moves; pre-commit and its hook by the whole one, since its users choose it. */
export function withVersion(text: string, version: string): string {
  return text
    .replaceAll(new RegExp(`(${REPOSITORY}@v)\\d+\\b(?!\\.\\d)`, "g"), `$1${version.split(".")[0]}`)
    .replaceAll(new RegExp(`(${COMMAND}@)\\d[\\w.]*`, "g"), `$1${version}`)
    .replaceAll(/^(\s*rev: v)\d+\.\d+\.\d+$/gm, `$1${version}`);
}
