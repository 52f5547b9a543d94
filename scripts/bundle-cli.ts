// Bundles the command into one file, with nothing to install beside it.
import { build } from "esbuild";

await build({
  entryPoints: ["packages/cli/src/main.ts"],
  outfile: "packages/cli/dist/app-platform.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  conditions: ["source"],
  legalComments: "none",
  logLevel: "warning",
});
