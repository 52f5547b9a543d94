import { expect, test } from "vitest";
import type { FolderEntry } from "./github/files.ts";
import { findSpecsAtCommit, type Snapshot } from "./specs-at-commit.ts";

/** A commit with these files, and the folders that were listed. */
function commit(...paths: string[]): Snapshot & { listed: string[] } {
  const listed: string[] = [];
  return {
    listed,
    read: async (path) => ({ ok: true, value: paths.includes(path) ? `name: ${path}` : undefined }),
    async list(folder) {
      listed.push(folder);
      const below = paths.filter((path) => folder === "" || path.startsWith(`${folder}/`));
      const entries = below.map((path): FolderEntry => {
        const [name = "", ...rest] = path.slice(folder === "" ? 0 : folder.length + 1).split("/");
        return { name, type: rest.length ? "folder" : name.endsWith(".link") ? "other" : "file" };
      });
      return { ok: true, value: [...new Map(entries.map((entry) => [entry.name, entry])).values()] };
    },
  };
}

async function found(snapshot: Snapshot, ...patterns: string[]): Promise<string[]> {
  return (await findSpecsAtCommit(snapshot, patterns)).map(({ path }) => path);
}

test("a path is read without listing anything", async () => {
  const snapshot = commit(".do/app.yaml");
  expect(await findSpecsAtCommit(snapshot, ["./.do/app.yaml"])).toEqual([
    { path: ".do/app.yaml", text: "name: .do/app.yaml" },
  ]);
  expect(snapshot.listed).toEqual([]);
});

test("a glob lists only the folders that it looks into", async () => {
  const snapshot = commit("apps/b/.do/app.yaml", "apps/a/.do/app.yaml", "apps/readme.md", "docs/app.yaml");
  expect(await found(snapshot, "apps/*/.do/*.yaml", "apps/a/.do/app.yaml")).toEqual([
    "apps/a/.do/app.yaml",
    "apps/b/.do/app.yaml",
  ]);
  expect(snapshot.listed).toEqual(["apps", "apps/b/.do", "apps/a/.do"]);
});

test("two stars go down any number of folders, but neither into packages nor through links", async () => {
  const snapshot = commit(
    "app.yaml",
    "a/app.yaml",
    "a/b/app.yaml",
    "node_modules/x/app.yaml",
    "a/x.link",
    "a/app.yml",
  );
  expect(await found(snapshot, "**/app.yaml")).toEqual(["a/app.yaml", "a/b/app.yaml", "app.yaml"]);
  expect(await found(commit("a/x.link", "a/y.yaml"), "a/*")).toEqual(["a/y.yaml"]);
});

test.each([
  ["../app.yaml", 'spec-path "../app.yaml" leads out of the repository'],
  ["a/../../app.yaml", "leads out of the repository"],
  ["/etc/passwd", "leads out of the repository"],
  ["apps/*.yaml", 'No file matches spec-path "apps/*.yaml"'],
  ["app.yaml", 'There is no spec at "app.yaml" in the pull request\'s head'],
])("%s is refused", async (pattern, message) => {
  await expect(findSpecsAtCommit(commit("apps/a/x"), [pattern])).rejects.toThrow(message);
});

test("a glob that would ask for hundreds of folders is refused", async () => {
  const snapshot = commit(...Array.from({ length: 200 }, (_, index) => `apps/${index}/app.yaml`));
  await expect(findSpecsAtCommit(snapshot, ["**/app.yaml"])).rejects.toThrow("more than 100 folders");
  expect(snapshot.listed).toHaveLength(100);
});
