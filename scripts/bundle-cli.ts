// Bundles the command into one file, with nothing to install beside it.
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const { version } = JSON.parse(await readFile("packages/cli/package.json", "utf8"));

await build({
  entryPoints: ["packages/cli/src/main.ts"],
  outfile: "packages/cli/dist/app-platform.cjs",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  conditions: ["source"],
  define: { "process.env.APP_PLATFORM_VERSION": JSON.stringify(version) },
  legalComments: "none",
  logLevel: "warning",
});
