// Bundles the command into one file, with nothing to install beside it.
import { build } from "esbuild";

await build({
  entryPoints: ["packages/cli/src/main.ts"],
  outfile: "packages/cli/dist/app-platform.js",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  conditions: ["source"],
  legalComments: "none",
  logLevel: "warning",
});
