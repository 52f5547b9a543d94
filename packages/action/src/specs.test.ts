import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSpecs } from "./specs.ts";

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "specs-"));
  workspace = join(folder, "workspace");
  const files = [
    "secret.yaml",
    "workspace/app.yaml",
    "workspace/a/app.yaml",
    "workspace/a/b/app.yaml",
    "workspace/[x].yaml",
  ];
  for (const path of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `\uFEFFname: ${path}\n`);
  }
  await symlink(join(folder, "secret.yaml"), join(workspace, "outside.yaml"));
  await symlink(folder, join(workspace, "up"));
  await symlink("a/app.yaml", join(workspace, "inside.yaml"));
});
afterAll(() => rm(folder, { recursive: true }));

async function found(...patterns: string[]): Promise<string[]> {
  return (await findSpecs(workspace, patterns)).map(({ path }) => path);
}

test("paths come first to last and globs in order, each file once, without its byte order mark", async () => {
  expect(await found("a/app.yaml", "**/app.yaml")).toEqual(["a/app.yaml", "a/b/app.yaml", "app.yaml"]);
  expect(await findSpecs(workspace, ["app.yaml"])).toEqual([
    { path: "app.yaml", text: "name: workspace/app.yaml\n" },
  ]);
});

test("a file whose name looks like a glob is that file", async () => {
  expect(await found("[x].yaml")).toEqual(["[x].yaml"]);
});

test("a link to another file of the repository is a spec", async () => {
  expect(await found("inside.yaml")).toEqual(["inside.yaml"]);
});

test.each([["../secret.yaml"], ["outside.yaml"], ["up/secret.yaml"], ["a/../../secret.yaml"]])(
  "%s, which leads out of the workspace, is refused",
  async (path) => {
    await expect(findSpecs(workspace, [path])).rejects.toThrow("leads out of the workspace");
  },
);

test("an absolute path is refused, and a glob does not follow links out", async () => {
  await expect(findSpecs(workspace, [join(folder, "secret.yaml")])).rejects.toThrow("leads out");
  await expect(findSpecs(workspace, ["up/*.yaml"])).rejects.toThrow("leads out of the workspace");
});

test.each([
  ["none.yaml", 'There is no spec at "none.yaml". There is one at "app.yaml": set spec-path to it.'],
  ["a", 'spec-path "a" is a folder. Name the spec file in it.'],
  ["b/*.yaml", 'No file matches spec-path "b/*.yaml".'],
])("%s is an error that says what to do", async (path, message) => {
  await expect(findSpecs(workspace, [path])).rejects.toThrow(message);
});

test("what is larger than any spec is not read into memory", async () => {
  await writeFile(join(workspace, "huge.yaml"), Buffer.alloc(30 * 1024 * 1024, "a: 1\n"));
  const [huge] = await findSpecs(workspace, ["huge.yaml"]);
  expect(huge?.text.length).toBeLessThan(2 * 1024 * 1024);
});
