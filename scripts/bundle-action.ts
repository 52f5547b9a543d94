// Bundles the action: the runner starts it with nothing installed beside it. What the first request needs is in a file
// of its own, which is read quickly; the rest follows while the platform is answering.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build, type OutputFile } from "esbuild";
import { ACTION_BUNDLE } from "./bundles.ts";
import { bundledPackages, licenceTexts } from "./licences.ts";

const FOLDER = "packages/action/dist";

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
  // Stack traces tell functions and classes by their names.
  keepNames: true,
  logLevel: "warning",
  metafile: true,
  write: false,
});
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
for (const [name, text] of withPlainNames(outputFiles)) await writeFile(`${FOLDER}/${name}`, text);
await writeFile(`${FOLDER}/THIRD-PARTY-LICENSES`, licenceTexts(await bundledPackages(metafile)));

/** esbuild's hashes depend on where packages are installed; without them the same source makes the same bytes anywhere. */
function withPlainNames(files: readonly OutputFile[]): [name: string, text: string][] {
  const bySize = files.toSorted((a, b) => b.contents.length - a.contents.length);
  const names = new Map<string, string>();
  for (const hashed of bySize.map(({ path }) => basename(path))) {
    const plain = hashed.replace(/-[A-Z0-9]{8}(?=\.mjs$)/, "");
    const taken = [...names.values()].includes(plain);
    names.set(hashed, taken ? plain.replace(".mjs", `-${names.size}.mjs`) : plain);
  }
  return bySize.map(({ path, text }) => [
    names.get(basename(path)) ?? basename(path),
    text.replaceAll(/[\w-]+\.mjs/g, (name) => names.get(name) ?? name),
  ]);
}
