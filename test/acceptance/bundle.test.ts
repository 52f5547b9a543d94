// The bundle as a thing: how large it is, what it loads, and what a stack trace out of it tells.
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { fixture } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";

const DIST = fileURLToPath(new URL("../../packages/action/dist/", import.meta.url));
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
      env: { NODE_OPTIONS: `--import=${new URL(`file://${hook}`)}` },
    });
    expect(log).toMatch(/^ +at (async )?jobFetch \(file:.*packages\/action\/dist\/\w[\w-]*\.mjs:\d+:\d+\)$/m);
    expect(log).toMatch(/^ +at (async )?Pipeline\.\S+ \(/m);
    expect(log).toContain("loaded: index.mjs");
    expect(log).not.toMatch(/loaded:.*perform\.mjs/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

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
