// The licences of what a bundle holds of others: their texts travel with it, as they ask.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metafile } from "esbuild";

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX, as its manifest says. */
  readonly licence: string;
  readonly text: string;
}

const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The packages of others in a bundle, by name; those whose code was left out as unused are not among them. */
export async function bundledPackages({ outputs }: Pick<Metafile, "outputs">): Promise<BundledPackage[]> {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  const folders = new Set(files.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []));
  const packages = await Promise.all([...folders].map(readPackage));
  const unique = new Map(packages.map((found) => [`${found.name} ${found.version}`, found]));
  return [...unique.values()].toSorted((a, b) =>
    `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1,
  );
}

/** What stands beside a bundle. */
export function licenceTexts(packages: readonly BundledPackage[]): string {
  const chapters = packages.map(
    ({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}\n`,
  );
  return ["This software contains the following packages, under their own licences.\n", ...chapters].join(
    `\n${"-".repeat(80)}\n\n`,
  );
}

/** @throws where a package has no licence: it must not be passed on. */
async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (typeof license !== "string") throw new Error(`${name} ${version} names no licence.`);
  const text = file === undefined ? "" : await readFile(join(folder, file), "utf8");
  return { name, version, licence: license, text: text.replaceAll("\r\n", "\n").trim() || WITHOUT_TEXT };
}

const WITHOUT_TEXT = "(The package comes without the text of its licence; its manifest names it.)";
