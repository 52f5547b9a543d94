// Bundles the extension for the desktop and remote host and for browsers, and with `--tests` the suite that runs beside it.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type BuildOptions, build, transform } from "esbuild";
import { YAML_FOR_BROWSERS } from "./yaml-build.ts";

const { values } = parseArgs({ options: { tests: { type: "boolean", default: false } } });
const DIST = "packages/vscode/dist";

const shared: BuildOptions = {
  bundle: true,
  platform: "node",
  // The Node of the oldest VS Code that the extension's manifest admits.
  target: "node22",
  format: "cjs",
  conditions: ["source"],
  alias: YAML_FOR_BROWSERS,
  external: ["vscode"],
  legalComments: "none",
  logLevel: "warning",
};

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });

// What activation needs is in extension.cjs, and each `import()` is a file that is read when it is first needed.
// esbuild splits modules of ECMAScript only, and VS Code loads those of CommonJS fastest: hence the second step.
const split = await build({
  ...shared,
  format: "esm",
  splitting: true,
  write: false,
  entryPoints: ["packages/vscode/src/extension.ts"],
  outdir: DIST,
  outExtension: { ".js": ".cjs" },
  // ws asks for Node's modules by `require`, and for two accelerators that nobody has.
  external: ["vscode", "bufferutil", "utf-8-validate"],
});
await Promise.all(
  split.outputFiles.map(async ({ path, text }) => {
    const { code } = await transform(text, {
      format: "cjs",
      platform: "node",
      target: "node22",
      supported: { "dynamic-import": false },
      minify: true,
    });
    await writeFile(path, code);
  }),
);

await build({
  ...shared,
  // A browser's host reads one file: there, an `import()` is only evaluated later.
  platform: "browser",
  target: "es2024",
  entryPoints: ["packages/vscode/src/web.ts"],
  outfile: `${DIST}/web.cjs`,
  minify: true,
});

if (values.tests)
  await build({
    ...shared,
    entryPoints: ["test/editor/suite/index.ts"],
    outfile: "test/editor/dist/suite.cjs",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
  });
