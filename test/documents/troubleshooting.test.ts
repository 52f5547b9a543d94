// Troubleshooting is by message: each message that the page names is one that the code has.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { ROOT } from "./markdown.ts";

/** Said by the platform, and only read by us. */
const OF_THE_PLATFORM = "And these of the platform itself:";

let sources: string[];
beforeAll(async () => {
  const files = (await readdir(join(ROOT, "packages"), { recursive: true })).filter(
    (path) => /^\w+[\\/]src[\\/].*\.ts$/.test(path) && !/\.test\.ts$/.test(path),
  );
  const texts = await Promise.all(files.map((path) => readFile(join(ROOT, "packages", path), "utf8")));
  sources = texts.map((text) => text.replaceAll("\\`", "`").replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…"));
});

it("names messages that there are", async () => {
  const page = await readFile(join(ROOT, "docs/troubleshooting.md"), "utf8");
  const [before = "", after = ""] = page
    .replaceAll(/<!-- ([\w-]+): generated[\s\S]*?<!-- \/\1 -->/g, "")
    .split(OF_THE_PLATFORM);
  const ours = before + after.slice(after.indexOf("\n## "));
  const messages = [...ours.matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = ""]) => message);
  expect(messages.length).toBeGreaterThanOrEqual(20);
  const unknown = messages.filter((message) => {
    const pieces = message.split("…").filter((piece) => piece.trim().length > 1);
    return !sources.some((text) => pieces.every((piece) => text.includes(piece)));
  });
  expect(unknown).toEqual([]);
});
