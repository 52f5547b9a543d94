// The names that others build on. A change of `exports.txt` is a change of the library's interface: what is taken away
// or renamed there needs a new major version (before 1.0: a new minor one), what is added a new minor one.
import { readdir, readFile } from "node:fs/promises";
import { posix } from "node:path";
import { expect, it } from "vitest";

const SOURCE = new URL("../../packages/core/src/", import.meta.url);

/** The entries of the package, and the source of each. */
const { exports } = JSON.parse(await readFile(new URL("../package.json", SOURCE), "utf8"));
const ENTRIES = Object.entries<{ source?: string }>(exports).flatMap(([entry, { source }]) =>
  source === undefined ? [] : [[entry, source.replace("./src/", "")] as const],
);

type Exports = Map<string, "value" | "type">;

it("exports the names of exports.txt (`vitest run test/library -u` writes it anew)", async () => {
  const lists = await Promise.all(
    ENTRIES.map(async ([entry, file]) => {
      const names = await exportsOf(file);
      await expectValues(file, names);
      const lines = [...names]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, kind]) => `  ${kind} ${name}`);
      return [entry, ...lines].join("\n");
    }),
  );
  await expect(`${lists.join("\n\n")}\n`).toMatchFileSnapshot("exports.txt");
});

it("documents every function, class and constant", async () => {
  const files = (await readdir(SOURCE, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const documented = new Set<string>();
  for (const file of files) {
    const text = await readFile(new URL(file.replaceAll("\\", "/"), SOURCE), "utf8");
    const declaration = /\*\/\n(?:@\w+\n)?export (?:async )?(?:abstract )?(?:function\*?|class|const) (\w+)/g;
    for (const [, name = ""] of text.matchAll(declaration)) documented.add(name);
  }
  const values = [...(await exportsOf("index.ts"))]
    .filter(([, kind]) => kind === "value")
    .map(([name]) => name);
  expect(values.filter((name) => !documented.has(name))).toEqual([]);
});

/** All names that a front exports. Fronts hold nothing but lists of names and texts. */
async function exportsOf(file: string): Promise<Exports> {
  const text = (await readFile(new URL(file, SOURCE), "utf8")).replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    "",
  );
  const names: Exports = new Map();
  const statement = /export (type )?(?:\*|\{([^}]*)\}) from "([^"]+)";/g;
  for (const [, onlyTypes, list, from = ""] of text.matchAll(statement)) {
    if (list === undefined) {
      const below = posix.join(posix.dirname(file), from);
      for (const [name, kind] of await exportsOf(below)) names.set(name, kind);
      continue;
    }
    for (const item of list
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean)) {
      const [, isType, name = ""] = /^(type )?(?:\w+ as )?(\w+)$/.exec(item) ?? [];
      names.set(name, onlyTypes || isType ? "type" : "value");
    }
  }
  const constant = /export const (\w+) = "[^"]*";/g;
  for (const [, name = ""] of text.matchAll(constant)) names.set(name, "value");
  expect(
    text.replaceAll(statement, "").replaceAll(constant, "").trim(),
    `${file} holds more than names`,
  ).toBe("");
  return names;
}

/** Checks the reading above against the module itself. */
async function expectValues(file: string, names: Exports): Promise<void> {
  const values = [...names].filter(([, kind]) => kind === "value").map(([name]) => name);
  expect(Object.keys(await import(new URL(file, SOURCE).href)).sort()).toEqual(values.sort());
}
