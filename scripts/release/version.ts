import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Of one version each: whoever has the action of a version has the command, the library and the extension of it. */
const MANIFESTS = [
  "package.json",
  ...["core", "action", "vscode", "cli"].map((name) => `packages/${name}/package.json`),
  "test/package.json",
];
const LOCK = "package-lock.json";

interface Manifest {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

export async function readVersion(folder: string): Promise<string> {
  const { version } = await readJson<Manifest>(join(folder, "package.json"));
  if (version === undefined) throw new Error("package.json has no version.");
  return version;
}

/** Writes a version into all manifests, what they say of each other, and the lockfile. */
export async function setVersion(folder: string, version: string): Promise<void> {
  for (const path of MANIFESTS) {
    const manifest = await readJson<Manifest>(join(folder, path));
    await writeJson(join(folder, path), withVersion(manifest, version));
  }
  const lock = await readJson<{ version: string; packages: Record<string, Manifest> }>(join(folder, LOCK));
  const packages = Object.entries(lock.packages).map(([path, entry]) => [
    path,
    path.startsWith("node_modules/") || path.includes("/node_modules/") ? entry : withVersion(entry, version),
  ]);
  await writeJson(join(folder, LOCK), { ...lock, version, packages: Object.fromEntries(packages) });
}

function withVersion(manifest: Manifest, version: string): Manifest {
  const own = (dependencies: Record<string, string> | undefined) =>
    dependencies &&
    Object.fromEntries(
      Object.entries(dependencies).map(([name, range]) => [
        name,
        name.startsWith("@app-platform-toolkit/") ? version : range,
      ]),
    );
  const { dependencies, devDependencies } = manifest;
  return {
    ...manifest,
    version,
    ...(dependencies ? { dependencies: own(dependencies) } : {}),
    ...(devDependencies ? { devDependencies: own(devDependencies) } : {}),
  } as Manifest;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8"));
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
