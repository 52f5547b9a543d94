// The examples of core's README: typed as a user's compiler types them, and run as they stand against the simulator.
import { execFile, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { AppPlatformClient, parseSpec } from "@app-platform-toolkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../demo/stories.ts";
import { type Simulator, startSimulator } from "../simulator/index.ts";
import { type Packed, packCore, ROOT } from "./packed.ts";

/** What the examples take as given, and where the platform is that they ask. */
const GIVEN = `import { readFileSync } from "node:fs";
import { AppPlatformClient } from "@app-platform-toolkit/core";
declare global {
  var token: string, appId: string, text: string, uri: string, client: AppPlatformClient;
  var position: { line: number; character: number };
  var range: { start: typeof position; end: typeof position };
}
const { API = "", TOKEN = "", APP = "" } = process.env;
const realFetch = globalThis.fetch;
globalThis.fetch = (url, init) => realFetch(String(url).replace("https://api.digitalocean.com", API), init);
Object.assign(globalThis, {
  token: TOKEN,
  appId: APP,
  text: readFileSync(".do/app.yaml", "utf8"),
  uri: "file:///app.yaml",
  position: { line: 5, character: 12 },
  range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
  client: new AppPlatformClient({ token: TOKEN, baseUrl: API }),
});
`;

/** By a word of each example, in their order: what it prints first. */
const PRINTS: [word: string, output: RegExp][] = [
  ["readFile(", /^\$24 to \$24 a month$/m],
  ["codeLenses(", /"\$24\.00\/mo"|'\$24\.00\/mo'/],
  ["watchDeployment(", /^ACTIVE$[\s\S]*^active$/m],
  ["apps.list()", /^web-shop https:\/\//m],
  ["tailLogs(", /^\d{4}-\d\d-\d\dT\S+ api /m],
  ["openConsole(", /^api-\S+ 0$/m],
];

let packed: Packed;
let simulator: Simulator;
let appId: string;
let examples: string[];
beforeAll(async () => {
  const text = await readFile(join(ROOT, "packages/core/README.md"), "utf8");
  examples = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
  [packed, simulator] = await Promise.all([packCore(), startSimulator({ speed: 600 })]);
  const spec = await fixture("web-shop");
  await mkdir(join(packed.folder, ".do"));
  await Promise.all([
    writeFile(join(packed.folder, ".do/app.yaml"), spec),
    writeFile(join(packed.folder, "package.json"), '{ "type": "module" }'),
    writeFile(join(packed.folder, "given.ts"), GIVEN),
    writeFile(join(packed.folder, "browser.ts"), 'export * from "@app-platform-toolkit/core";'),
    ...examples.map((code, index) =>
      writeFile(join(packed.folder, `example-${index}.ts`), `import "./given.ts";\n${code}`),
    ),
  ]);
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  appId = (await client.apps.create({ spec: parseSpec(spec).spec })).id ?? "";
  simulator.advance(30 * 60_000);
});
afterAll(() => Promise.all([packed[Symbol.asyncDispose](), simulator[Symbol.asyncDispose]()]));

it("has an output for each", () => {
  expect(examples).toHaveLength(PRINTS.length);
});

describe("typed", () => {
  it.each([
    ["nodenext", "example-*.ts", { module: "nodenext", types: ["node"] }],
    ["bundler", "example-*.ts", { module: "esnext", moduleResolution: "bundler", types: ["node"] }],
    [
      "a browser",
      "browser.ts",
      { module: "esnext", moduleResolution: "bundler", lib: ["es2023", "dom", "esnext.disposable"] },
    ],
  ])("with %s, libraries checked", async (name, include, options) => {
    const config = {
      compilerOptions: {
        types: [],
        ...options,
        target: "es2023",
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        allowImportingTsExtensions: true,
      },
      include: [include],
    };
    const file = join(packed.folder, `tsconfig.${name}.json`);
    await writeFile(file, JSON.stringify(config));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, "-p", file]).catch(
      (failed: { stdout: string }) => failed,
    );
    expect(stdout).toBe("");
  });
});

it.each(PRINTS.map(([word, output], index) => [word, index, output] as const))(
  "%s prints what it says",
  async (word, index, output) => {
    expect(examples[index]).toContain(word);
    expect(await firstOutput(`example-${index}.ts`, output)).toMatch(output);
  },
);

/** Runs an example until it has printed what it should, or has ended; some follow for ever. */
async function firstOutput(file: string, expected: RegExp): Promise<string> {
  const child = spawn(process.execPath, [file], {
    cwd: packed.folder,
    env: { ...process.env, API: simulator.url, TOKEN: simulator.token, APP: appId },
  });
  let printed = "";
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk;
      if (expected.test(printed)) child.kill();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject).on("close", () => resolve(printed));
  });
}
