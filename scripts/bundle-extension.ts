// Bundles the extension for the desktop and remote host and for browsers, and with `--tests` the suite that runs beside it.
import { parseArgs } from "node:util";
import { type BuildOptions, build } from "esbuild";

const { values } = parseArgs({ options: { tests: { type: "boolean", default: false } } });

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  // The Node of the oldest VS Code that the extension's manifest admits.
  target: "node22",
  format: "cjs",
  conditions: ["source"],
  external: ["vscode"],
  legalComments: "none",
  logLevel: "warning",
};

await build({
  ...shared,
  entryPoints: ["packages/vscode/src/extension.ts"],
  outfile: "packages/vscode/dist/extension.cjs",
  minify: true,
  keepNames: true,
});

await build({
  ...shared,
  platform: "browser",
  target: "es2024",
  entryPoints: ["packages/vscode/src/web.ts"],
  outfile: "packages/vscode/dist/web.cjs",
  minify: true,
  keepNames: true,
});

if (values.tests)
  await build({
    ...shared,
    entryPoints: ["test/editor/suite/index.ts"],
    outfile: "test/editor/dist/suite.cjs",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
  });
