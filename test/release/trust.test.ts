// What an installation of this repository may run, and what is passed on of others.
import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  link?: boolean;
  hasInstallScript?: boolean;
}

const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../${path}`, import.meta.url), "utf8"));
const manifest: { allowScripts: Record<string, boolean> } = await read("package.json");
const lock: { packages: Record<string, LockEntry> } = await read("package-lock.json");
const packages = Object.entries(lock.packages).flatMap(([path, entry]) => {
  const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
  return name === undefined || entry.link ? [] : [{ name, ...entry }];
});

/** Licences that ask for no more than to be passed on with the code. */
const FREE = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

describe("the packages of the lockfile", () => {
  it("run scripts when they are installed only where that was decided: node's and esbuild's", () => {
    const scripted = new Set(
      packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
    );
    expect([...scripted].filter((name) => !(name in manifest.allowScripts))).toEqual([]);
    const allowed = Object.entries(manifest.allowScripts).flatMap(([name, may]) => (may ? [name] : []));
    expect(allowed.toSorted()).toEqual(["esbuild", "node"]);
  });

  it("come from npm's registry, by their digest", () => {
    const strange = packages.filter(
      ({ resolved, integrity }) =>
        (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/")) ||
        !integrity?.startsWith("sha512-"),
    );
    expect(strange.map(({ name }) => name)).toEqual([]);
  });

  it("may be passed on, as far as they are", () => {
    const shipped = packages.filter(({ dev }) => !dev);
    expect(shipped.length).toBeGreaterThan(10);
    expect(
      shipped
        .filter(({ license = "" }) => !FREE.includes(license))
        .map(({ name, license }) => [name, license]),
    ).toEqual([]);
  });
});

it("names tests in the threat model that there are", async () => {
  const root = new URL("../../", import.meta.url);
  const text = await readFile(new URL("docs/security.md", root), "utf8");
  const named = [...text.matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, path = ""]) => `/${path}`);
  const files = (
    await Promise.all(
      ["packages", "test"].map((folder) => readdir(new URL(folder, root), { recursive: true })),
    )
  ).flatMap((paths) => paths.map((path) => `/${path.replaceAll("\\", "/")}`));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !files.some((file) => file.endsWith(path)))).toEqual([]);
});
