// Bundles the action: the runner starts it with nothing installed beside it. What the first request needs is in a file
// of its own, which is read quickly; the rest follows while the platform is answering.
import { rm, writeFile } from "node:fs/promises";
import { build, type Plugin } from "esbuild";
import { bundledPackages, licenceTexts } from "./licences.ts";
import { YAML_FOR_BROWSERS } from "./yaml-build.ts";

const FOLDER = "packages/action/dist";

/** The toolkit's modules only define things, which its manifest does not say: its OIDC client brings another undici. */
const toolkitWithoutSideEffects: Plugin = {
  name: "toolkit-without-side-effects",
  setup({ onResolve, resolve }) {
    onResolve({ filter: /./ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === "asked" || !`${importer} ${path}`.includes("@actions/")) return undefined;
      const resolved = await resolve(path, { importer, kind, resolveDir, pluginData: "asked" });
      return { ...resolved, sideEffects: false };
    });
  },
};

/** undici's parser for machines without SIMD, on which the Node of a runner does not start: 72 kB. */
const withoutFallback: Plugin = {
  name: "without-fallback",
  setup({ onLoad }) {
    onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]llhttp-wasm\.js/ }, () => ({ contents: "" }));
  },
};

// Files of an earlier build have other names.
await rm(FOLDER, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["packages/action/src/main.ts"],
  outdir: FOLDER,
  entryNames: "index",
  chunkNames: "[name]-[hash]",
  outExtension: { ".js": ".mjs" },
  splitting: true,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  // For the packages that are CommonJS.
  banner: {
    js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
  },
  conditions: ["source"],
  // Of undici what Node itself is built with: `fetch` and the dispatchers, without the second parser that it tries out.
  alias: { undici: "undici/index-fetch.js", ...YAML_FOR_BROWSERS },
  define: {
    esbuildDetection: "true",
    "process.env.UNDICI_USE_MILO": "undefined",
    "process.env.UNDICI_NO_WASM_SIMD": "undefined",
  },
  plugins: [toolkitWithoutSideEffects, withoutFallback],
  minify: true,
  // Stack traces tell functions and classes by their names.
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
});
await writeFile(`${FOLDER}/THIRD-PARTY-LICENSES`, licenceTexts(await bundledPackages(metafile)));
