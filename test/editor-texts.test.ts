// Every text of the extension can be translated.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { currentTexts, exportTexts } from "../scripts/export-texts.ts";

it("has all texts of its code in the bundle; `npm run docs` brings it up to date", async () => {
  const { bundle, unclear } = await exportTexts();
  expect(unclear).toEqual([]);
  expect(await currentTexts()).toBe(bundle);
});

it("has all texts of its manifest in package.nls.json, and no other", async () => {
  const manifest = await readFile("packages/vscode/package.json", "utf8");
  const texts: object = JSON.parse(await readFile("packages/vscode/package.nls.json", "utf8"));
  const named = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, name]) => name);
  expect([...new Set(named)].toSorted()).toEqual(Object.keys(texts).toSorted());
  // What is not in there is a name, which is the same in every language.
  const inPlace = [...manifest.matchAll(/"(?:title|label|name|contents|markdownDescription)": "([^%"]+)"/g)];
  expect([...new Set(inPlace.map(([, text]) => text))].toSorted()).toEqual([
    "App Platform",
    "DigitalOcean App Platform",
    "app-platform-toolkit",
  ]);
});
