// The bundle as a thing: how large it is, what it loads, and what a stack trace out of it tells.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { fixture } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";

const DIST = fileURLToPath(new URL("../../packages/action/dist/", import.meta.url));
const MAPS = fileURLToPath(new URL("../../packages/action/maps/", import.meta.url));
const MOST_BYTES = 1.2 * 1024 * 1024;

it("is small enough to be fetched on each run", async () => {
  const files = (await readdir(DIST)).filter((file) => file.endsWith(".mjs"));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(DIST, file))).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
});

it("asks first with its smaller part loaded, and tells functions by their names in a stack trace", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  try {
    const hook = join(folder, "hook.mjs");
    await writeFile(hook, SHOW_FIRST_FETCH);
    await using scene = await startScene();
    const sha = scene.pushToMain({ ".do/app.yaml": await fixture("web-shop") });
    const { log } = await scene.pushed(sha, {
      env: { NODE_OPTIONS: `--import=${pathToFileURL(hook)}` },
    });
    const frames = [...log.matchAll(/^ +at (?:async )?(.+?) \(file:.*\/dist\/(\S+?):(\d+):(\d+)\)$/gm)];
    expect(frames.map(([, name]) => name)).toContainEqual(expect.stringMatching(/\bjobFetch\b/));
    const places = await Promise.all(
      frames.map(([, , file = "", line, column]) => placeOf(file, Number(line), Number(column))),
    );
    expect(places.join("\n")).toMatch(/^packages\/action\/src\/network\.ts:\d+$/m);
    expect(places.join("\n")).toMatch(/^packages\/core\/src\/api\/pipeline\.ts:\d+$/m);
    expect(log).toContain("loaded: index.mjs");
    expect(log).not.toMatch(/loaded:.*perform\.mjs/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Where the source of a place in the bundle is, as the maps tell that a release has beside it. */
async function placeOf(file: string, line: number, column: number): Promise<string> {
  const map = new SourceMap(JSON.parse(await readFile(join(MAPS, `${file}.map`), "utf8")));
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return "";
  return `${posix.join("packages/action/dist", entry.originalSource)}:${entry.originalLine + 1}`;
}

/** Where the action fetches first: its files that were loaded by then, and the way there. */
const SHOW_FIRST_FETCH = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({
  load(url, context, next) {
    if (url.includes("/packages/action/dist/")) loaded.push(url.split("/").at(-1));
    return next(url, context);
  },
});
Error.stackTraceLimit = 50;
globalThis.fetch = () => {
  console.log("loaded: " + loaded.join(" ") + "\\n" + new Error("here").stack);
  process.exit(0);
};
`;
