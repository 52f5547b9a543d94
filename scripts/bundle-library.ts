// Puts the YAML library's faster build into the library in place of what the compiler wrote: see packages/core/src/yaml.ts.
import { rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { LIBRARY_BUNDLE } from "./bundles.ts";
import { bundledPackages, licenceTexts } from "./licences.ts";

const DIST = "packages/core/dist";

const { metafile } = await build({
  ...LIBRARY_BUNDLE,
  outfile: `${DIST}/yaml.js`,
  logLevel: "warning",
  metafile: true,
});
// It would show the file that was replaced.
await rm(`${DIST}/yaml.js.map`, { force: true });
await writeFile(`${DIST}/THIRD-PARTY-LICENSES`, licenceTexts(await bundledPackages(metafile)));
