// Bundles the action: the runner starts it with nothing installed beside it. What the first request needs is in a file
// of its own, which is read quickly; the rest follows while the platform is answering.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build, type OutputFile } from "esbuild";
import { ACTION_BUNDLE } from "./bundles.ts";
import { bundledPackages, licenceTexts } from "./licences.ts";

const FOLDER = "packages/action/dist";
const MAPS = "packages/action/maps";

const { metafile, outputFiles } = await build({
  ...ACTION_BUNDLE,
  outdir: FOLDER,
  entryNames: "index",
  chunkNames: "[name]-[hash]",
  outExtension: { ".js": ".mjs" },
  splitting: true,
  format: "esm",
  // For the packages that are CommonJS.
  banner: {
    js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
  minify: true,
  // Stack traces tell functions by their names; for the rest of them there are the maps, which users need not fetch.
  keepNames: true,
  sourcemap: "external",
  sourcesContent: false,
  logLevel: "warning",
  metafile: true,
  write: false,
});
for (const folder of [FOLDER, MAPS]) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
for (const [name, text] of withPlainNames(outputFiles))
  await writeFile(`${name.endsWith(".map") ? MAPS : FOLDER}/${name}`, text);
await writeFile(`${FOLDER}/THIRD-PARTY-LICENSES`, licenceTexts(await bundledPackages(metafile)));

/** esbuild's hashes depend on where packages are installed; without them the same source makes the same bytes anywhere. */
function withPlainNames(files: readonly OutputFile[]): [name: string, text: string][] {
  const bundles = files.filter(({ path }) => path.endsWith(".mjs"));
  const names = new Map<string, string>();
  for (const { path } of bundles.toSorted((a, b) => b.contents.length - a.contents.length)) {
    const plain = basename(path).replace(/-[A-Z0-9]{8}(?=\.mjs$)/, "");
    const taken = [...names.values()].includes(plain);
    names.set(basename(path), taken ? plain.replace(".mjs", `-${names.size}.mjs`) : plain);
  }
  const renamed = (text: string) => text.replaceAll(/[\w-]+\.mjs/g, (name) => names.get(name) ?? name);
  return files.map(({ path, text }) => [
    renamed(basename(path)),
    path.endsWith(".mjs") ? renamed(text) : text,
  ]);
}
