// Bundles the command into one file, with nothing to install beside it.
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { bundledPackages, licenceTexts } from "./licences.ts";
import { YAML_FOR_BROWSERS } from "./yaml-build.ts";

const { version } = JSON.parse(await readFile("packages/cli/package.json", "utf8"));

const { metafile } = await build({
  entryPoints: ["packages/cli/src/main.ts"],
  outfile: "packages/cli/dist/app-platform.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  conditions: ["source"],
  alias: YAML_FOR_BROWSERS,
  define: { "process.env.APP_PLATFORM_VERSION": JSON.stringify(version) },
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
await writeFile("packages/cli/dist/THIRD-PARTY-LICENSES", licenceTexts(await bundledPackages(metafile)));
