// What is told a version by `npm run release -- prepare`, and what its command line is told.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { prepare } from "../../scripts/release/prepare.ts";
import { run } from "../../scripts/release/run.ts";
import { withVersion } from "../../scripts/release/samples.ts";
import { readVersion } from "../../scripts/release/version.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

const UNRELEASED = "# Changelog\n\n## Unreleased\n\n### Added\n\n- All.\n";

let checkout = "";

beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  checkout = await mkdtemp(join(tmpdir(), "prepare-"));
  await run("git", ["clone", "--quiet", REPOSITORY, checkout], { cwd: REPOSITORY });
});

afterAll(() => rm(checkout, { recursive: true, force: true }));

describe("the next version", () => {
  it("is written into the hook and the samples as well", async () => {
    await writeFile(join(checkout, "CHANGELOG.md"), `${UNRELEASED}\n## 0.0.9 (2026-01-01)\n`);
    const before = await readVersion(checkout);
    const version = await prepare(checkout);
    expect(version).not.toBe(before);
    const read = (name: string) => readFile(join(checkout, name), "utf8");
    expect(await read(".pre-commit-hooks.yaml")).toContain(
      ` @app-platform-toolkit/cli@${version} validate\n`,
    );
    for (const name of ["docs/recipes.md", "packages/cli/README.md"])
      expect(await read(name)).toContain(`rev: v${version}\n`);
    expect(JSON.parse(await read("packages/cli/package.json")).version).toBe(version);
  });

  it.each([
    [
      "uses: app-platform-toolkit/app-platform-toolkit@v0",
      "uses: app-platform-toolkit/app-platform-toolkit@v1",
    ],
    [
      "uses: app-platform-toolkit/app-platform-toolkit@v0.1.0",
      "uses: app-platform-toolkit/app-platform-toolkit@v0.1.0",
    ],
    ["npx @app-platform-toolkit/cli@0.1.0 cost", "npx @app-platform-toolkit/cli@1.2.3 cost"],
    ["    rev: v0.1.0\n", "    rev: v1.2.3\n"],
    ["uses: actions/checkout@v7", "uses: actions/checkout@v7"],
  ])("makes of %j %j", (before, after) => {
    expect(withVersion(before, "1.2.3")).toBe(after);
  });
});

describe("the command line", () => {
  it("refuses in one line what it does not know, and to build what was not prepared", async () => {
    await expect(script("--nope")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Unknown option '--nope'[^\n]*\n$/),
    });
    await expect(script("publish")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no "publish"[^\n]*\n$/),
    });
    await writeFile(join(checkout, "CHANGELOG.md"), UNRELEASED);
    await expect(script("build")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^CHANGELOG\.md has no "## [\d.]+ \(…\)": run `npm run release -- prepare`/,
      ),
    });
    await expect(readdir(join(checkout, "build"))).rejects.toThrow("ENOENT");
  });
});

function script(...args: string[]) {
  const main = join(REPOSITORY, "scripts/release/main.ts");
  return promisify(execFile)(process.execPath, ["--conditions=source", main, ...args], { cwd: checkout });
}
