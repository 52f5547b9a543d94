// node once.ts FILE: loads an extension's bundle once, activates it, and prints what that took and read.
import { stat } from "node:fs/promises";
import { createRequire, registerHooks } from "node:module";
import { dirname } from "node:path";

/** Times in milliseconds. */
export interface Activation {
  readonly loadMs: number;
  readonly activateMs: number;
  /** What was read of the extension until it was active. */
  readonly bytes: number;
}

const [file = ""] = process.argv.slice(2);
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vscode"
      ? { url: new URL("vscode.cjs", import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
const load = createRequire(import.meta.url);
load("vscode");

const manifest: unknown = load("../../../packages/vscode/package.json");
const context = {
  subscriptions: [],
  secrets: { onDidChange: () => ({}), get: async () => undefined },
  globalState: { get: () => undefined },
  extension: { packageJSON: manifest },
};
const startedAt = performance.now();
const extension = load(file) as { activate(context: unknown): unknown };
const loadedAt = performance.now();
await extension.activate(context);
const activeAt = performance.now();
const read = Object.keys(load.cache).filter((path) => path.startsWith(dirname(file)));
const sizes = await Promise.all(read.map(async (path) => (await stat(path)).size));
console.log(
  JSON.stringify({
    loadMs: loadedAt - startedAt,
    activateMs: activeAt - loadedAt,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  } satisfies Activation),
);
// Nothing of it goes on.
process.exit(0);
