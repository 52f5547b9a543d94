// A file of the editor's suite, or a journey, that is not in its list would never run, and nobody would notice.
import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";

const text = (path: string) => readFile(new URL(`editor/${path}`, import.meta.url), "utf8");
const files = (path: string) => readdir(new URL(`editor/${path}`, import.meta.url));

it("names every file of the suite", async () => {
  const list = await text("suite/all.ts");
  const tests = (await files("suite")).filter((name) => name.endsWith(".test.ts"));
  expect(tests.filter((name) => !list.includes(`"./${name}"`))).toEqual([]);
});

it("names every journey", async () => {
  const list = await text("journeys/all.ts");
  const journeys = (await files("journeys")).filter(
    (name) => !["all.ts", "journey.ts", "scenes.ts"].includes(name),
  );
  expect(journeys.filter((name) => !list.includes(`"./${name}"`))).toEqual([]);
});
