// Keeps the import arrows of the architecture true: who may import whom, and what core must not touch.
import { readdir, readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { CORE_ARROWS, PACKAGE_ARROWS } from "./arrows.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Files of core's front that its folders may use: what belongs to no folder. */
const CORE_SHARED = ["diagnostic.ts", "project.ts", "yaml.ts"];

const CORE_PACKAGES = ["yaml", "zod", "vscode-languageserver-types"];

/** The environment, the console and other modules are nobody's business in core. */
const NEVER =
  /(?<![\w.])process(?=\s*[.[])|\bconsole\.(?:log|info|warn|error|debug|trace|table)\b|\brequire\(|\bnew WebSocket\(/g;

/** Transport and time come in as parameters; the defaults of a client are in these files. */
const DEFAULTS = ["api/client.ts", "api/pipeline.ts", "api/clock.ts"].map(
  (path) => `packages/core/src/${path}`,
);
const GLOBAL = new RegExp(
  String.raw`${NEVER.source}|\bglobalThis\b|\bDate\.now\(|(?<![\w.])set(?:Timeout|Interval)\(`,
  "g",
);

interface Source {
  path: string;
  text: string;
  imports: string[];
}

let sources: Source[] = [];

beforeAll(async () => {
  const files = await readdir(join(ROOT, "packages"), { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map((file) => relative(ROOT, join(file.parentPath, file.name)).split(sep).join("/"))
    .filter((path) => /^packages\/[^/]+\/src\//.test(path) && !/(\.test|\/testing)\.ts$/.test(path));
  sources = await Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(ROOT, path), "utf8");
      return { path, text, imports: importsOf(text) };
    }),
  );
});

function importsOf(text: string): string[] {
  const statement =
    /^(?:import|export)\b[^"'`=()]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm;
  return [...withoutComments(text).matchAll(statement)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
}

const core = () => sources.filter((source) => source.path.startsWith("packages/core/src/"));

describe("import arrows", () => {
  it("finds the sources", () => {
    expect(core().length).toBeGreaterThan(10);
    expect(importsOf('import { a } from "./x.ts";\nexport type { B } from "../y.ts";')).toEqual([
      "./x.ts",
      "../y.ts",
    ]);
  });

  it("lets packages import only what is below them", () => {
    const wrong: string[] = [];
    for (const { path, imports } of sources) {
      const name = path.split("/")[1] ?? "";
      for (const target of imports) {
        const own = target.startsWith("@app-platform-toolkit/");
        if (
          own &&
          !(PACKAGE_ARROWS[name] ?? []).some(
            (allowed) => target === allowed || target.startsWith(`${allowed}/`),
          )
        )
          wrong.push(`${path} imports ${target}`);
        if (
          target.startsWith(".") &&
          !posix.join(posix.dirname(path), target).startsWith(`packages/${name}/src/`)
        )
          wrong.push(`${path} imports ${target}, outside its package`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("points one way inside core", () => {
    const wrong: string[] = [];
    for (const { path, imports } of core()) {
      const folder = coreFolder(path);
      if (folder === undefined) continue;
      for (const target of imports.filter((name) => name.startsWith("."))) {
        const file = posix.join(posix.dirname(path), target).slice("packages/core/src/".length);
        const to = coreFolder(`packages/core/src/${file}`);
        if (to === folder || CORE_SHARED.includes(file)) continue;
        if (to === undefined || !(CORE_ARROWS[folder] ?? []).includes(to))
          wrong.push(`${path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps core free of Node, of transports and of the console", () => {
    const wrong: string[] = [];
    for (const { path, text, imports } of core()) {
      for (const target of imports)
        if (
          !target.startsWith(".") &&
          !CORE_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`))
        )
          wrong.push(`${path} imports ${target}`);
      // Else the library would bring the YAML library twice.
      if (imports.includes("yaml") && path !== "packages/core/src/yaml.ts")
        wrong.push(`${path} imports yaml, not through yaml.ts`);
      const code = withoutComments(text);
      for (const [what] of code.matchAll(DEFAULTS.includes(path) ? NEVER : GLOBAL))
        wrong.push(`${path} uses ${what}`);
    }
    expect(wrong).toEqual([]);
  });
});

function coreFolder(path: string): string | undefined {
  const parts = path.split("/").slice(3);
  return parts.length > 1 ? parts[0] : undefined;
}
