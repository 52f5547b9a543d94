// What goes into the bundles: three packages are shipped as such, and of the library one file.
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild";
import { YAML_FOR_BROWSERS } from "./yaml-build.ts";

const SHARED: BuildOptions = {
  bundle: true,
  platform: "node",
  conditions: ["source"],
  legalComments: "none",
};

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

/** Bodies in YAML, which the action does not send: their parser would be most of what is read before the first request. */
const withoutYamlBodies: Plugin = {
  name: "without-yaml-bodies",
  setup({ onLoad }) {
    const contents = 'export function readYamlBody() { throw new Error("The action sends no YAML."); }';
    onLoad({ filter: /core[\\/]src[\\/]api[\\/]yaml-body\.ts$/ }, () => ({ contents }));
  },
};

export const ACTION_BUNDLE: BuildOptions = {
  ...SHARED,
  entryPoints: ["packages/action/src/main.ts"],
  target: "node24",
  // Of undici what Node itself is built with: `fetch` and the dispatchers, without the second parser that it tries out.
  alias: { undici: "undici/index-fetch.js", ...YAML_FOR_BROWSERS },
  define: {
    esbuildDetection: "true",
    "process.env.UNDICI_USE_MILO": "undefined",
    "process.env.UNDICI_NO_WASM_SIMD": "undefined",
  },
  plugins: [toolkitWithoutSideEffects, withoutFallback, withoutYamlBodies],
};

const EXTENSION_BUNDLE: BuildOptions = {
  ...SHARED,
  entryPoints: ["packages/vscode/src/extension.ts", "packages/vscode/src/web.ts"],
  external: ["vscode"],
};

const COMMAND_BUNDLE: BuildOptions = { ...SHARED, entryPoints: ["packages/cli/src/main.ts"] };

/** Of the library its parser alone: npm installs what else it needs. */
export const LIBRARY_BUNDLE: BuildOptions = {
  ...SHARED,
  entryPoints: ["packages/core/src/yaml.ts"],
  platform: "neutral",
  target: "node20",
  format: "esm",
  alias: YAML_FOR_BROWSERS,
};

/** What is in each bundle, without writing any. */
export async function bundleContents(): Promise<
  Record<"action" | "extension" | "command" | "library", Metafile>
> {
  const contents = async (options: BuildOptions) =>
    (await build({ ...options, metafile: true, write: false, outdir: "out", format: "esm" })).metafile;
  return {
    action: await contents(ACTION_BUNDLE),
    extension: await contents(EXTENSION_BUNDLE),
    command: await contents(COMMAND_BUNDLE),
    library: await contents(LIBRARY_BUNDLE),
  };
}
