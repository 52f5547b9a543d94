// Core as a library: what others install, whatever resolves, bundles or types it.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { build } from "esbuild";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Packed, packCore, ROOT } from "./packed.ts";

let packed: Packed;
beforeAll(async () => {
  packed = await packCore();
});
afterAll(() => packed[Symbol.asyncDispose]());

it.each(["core", "cli"])("publint has nothing to say about %s", async (name) => {
  const { messages, pkg } = await publint({ pkgDir: join(ROOT, "packages", name), strict: true });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

it("has right types wherever types are resolved by `exports`", async () => {
  const analysis = await checkPackage(createPackageFromTarballData(packed.tarball));
  if (!analysis.types) throw new Error("There are no types.");
  // `node10` knows no `exports`, and TypeScript has dropped it; CommonJS gets the ES module by `require`, see below.
  const expected = [
    ["NoResolution", "node10"],
    ["CJSResolvesToESM", "node16-cjs"],
  ].map(String);
  const problems = analysis.problems.filter(
    (problem) =>
      !expected.includes(
        String([problem.kind, "resolutionKind" in problem ? problem.resolutionKind : undefined]),
      ),
  );
  expect(problems).toEqual([]);
  const { exports } = JSON.parse(await readFile(join(ROOT, "packages/core/package.json"), "utf8"));
  expect(Object.keys(analysis.entrypoints)).toEqual(Object.keys(exports));
});

it("has its licence with it", async () => {
  expect(await readFile(join(packed.folder, "node_modules/@app-platform-toolkit/core/LICENSE"), "utf8")).toBe(
    await readFile(join(ROOT, "LICENSE"), "utf8"),
  );
});

it("is there for `require`, too", async () => {
  const script =
    'const { validateSpec } = require("@app-platform-toolkit/core"); console.log(validateSpec("regoin: fra")[0].code)';
  await writeFile(join(packed.folder, "required.cjs"), script);
  const { stdout } = await promisify(execFile)(process.execPath, [join(packed.folder, "required.cjs")]);
  expect(stdout.trim()).toBe("unknown-field");
});

/** What a script prints that imports core as it is installed. */
async function printed(script: string): Promise<string> {
  const path = join(packed.folder, "imported.mjs");
  await writeFile(path, script);
  return (await promisify(execFile)(process.execPath, [path])).stdout.trim();
}

it("reads no environment, and neither does its parser", async () => {
  const spec = JSON.stringify("name: shop\nservices:\n- name: api\n  http_port: eighty\n");
  const asked = await printed(`
    const { validateSpec } = await import("@app-platform-toolkit/core");
    const asked = new Set();
    process.env = new Proxy(process.env, { get: (env, name) => (asked.add(name), env[name]) });
    const found = validateSpec(${spec}).length;
    console.log(found > 0, [...asked].filter((name) => typeof name === "string").join(" "));
  `);
  expect(asked).toBe("true");
});

it("gives syntax trees that others' copies of the YAML library know", async () => {
  const known = await printed(`
    import { parseSpec } from "@app-platform-toolkit/core";
    import { isMap, isScalar, visit } from "yaml";
    const { yaml } = parseSpec("name: shop");
    let texts = 0;
    visit(yaml, { Scalar: () => void texts++ });
    console.log(isMap(yaml.contents), isScalar(yaml.contents.items[0].value), texts);
  `);
  expect(known).toBe("true true 2");
});

it("has the licence of what it holds of others with it", async () => {
  const folder = join(packed.folder, "node_modules/@app-platform-toolkit/core/dist");
  expect(await readFile(join(folder, "THIRD-PARTY-LICENSES"), "utf8")).toContain("Eemeli Aro");
});

/** Bytes of a call by which esbuild begins a module that is imported dynamically elsewhere: no code of its own. */
const A_CALL = 64;

describe("a bundler", () => {
  /** Packages and folders of core that a bundle with this import alone has code of. */
  async function partsOf(name: string): Promise<string[]> {
    const { metafile } = await build({
      stdin: { contents: `export { ${name} } from "@app-platform-toolkit/core";`, resolveDir: packed.folder },
      absWorkingDir: packed.folder,
      bundle: true,
      format: "esm",
      platform: "browser",
      write: false,
      metafile: true,
      // Symbolic links lead out of the folder; the paths below are those inside of it.
      preserveSymlinks: true,
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > A_CALL).map(([path]) => path);
    return [
      ...new Set(
        used.map(
          (path) =>
            /node_modules\/@app-platform-toolkit\/core\/dist\/([^/]+)/.exec(path)?.[1] ??
            /node_modules\/([^/]+)/.exec(path)?.[1] ??
            path,
        ),
      ),
    ].sort();
  }

  it.each([
    ["formatMoney", ["cost"]],
    ["ruleUrl", ["project.js"]],
    ["estimateCost", ["catalog", "cost", "spec"]],
    ["parseSpec", ["catalog", "spec", "yaml.js", "zod"]],
    ["tailLogs", ["api", "logs"]],
    ["AppPlatformClient", ["api", "catalog", "spec", "yaml.js", "zod"]],
  ])("that imports %s takes what it needs, and nothing else", async (name, parts) => {
    expect(await partsOf(name)).toEqual(parts);
  });
});
