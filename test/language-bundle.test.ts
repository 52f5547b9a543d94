// The language service runs where no Node is: in editors of the web.
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";

it("bundles for a browser and completes there", async () => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { complete, hover } from "@app-platform-toolkit/core/language"`,
      resolveDir: import.meta.dirname,
    },
    conditions: ["source"],
    platform: "browser",
    format: "iife",
    globalName: "language",
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((path) => /core\/src\/(api|logs|deploy)\//.test(path))).toEqual([]);

  // No `process`, no `require`, no `Buffer`: only what the language itself has.
  const browser = createContext({ URL, TextEncoder });
  runInContext(outputFiles[0]?.text ?? "", browser);
  const labels: unknown = runInContext(
    `JSON.stringify(language.complete("services:\\n- protocol: ", { line: 1, character: 12 }).map(({ label }) => label))`,
    browser,
  );
  expect(labels).toBe('["HTTP","HTTP2"]');
});
