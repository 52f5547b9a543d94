// Bundles the action into one CommonJS file: the runner starts it with nothing installed beside it.
import { build } from "esbuild";

await build({
  entryPoints: ["packages/action/src/main.ts"],
  outfile: "packages/action/dist/index.cjs",
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  conditions: ["source"],
  legalComments: "none",
  logLevel: "warning",
});
