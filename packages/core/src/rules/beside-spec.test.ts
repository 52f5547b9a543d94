import { expect, it } from "vitest";
import { parse } from "yaml";
import { validateSpec } from "../validate.ts";
import { fixed, found } from "./testing.ts";

const IMAGE = "image: {registry_type: DOCR, repository: web}";
const TEMPLATE = `spec:\n  name: shop\n  services:\n  - name: web\n    ${IMAGE}\n`;
const WHOLE = {
  name: "shop",
  services: [{ name: "web", image: { registry_type: "DOCR", repository: "web" } }],
};

it.each([
  [
    "behind the spec",
    `${TEMPLATE}# why\nregion: nyc # where\n`,
    `${TEMPLATE}  # why\n  region: nyc # where\n`,
  ],
  ["before it", `region: nyc\n${TEMPLATE}`, `${TEMPLATE}  region: nyc\n`],
  [
    "without a line break at the end",
    `region: nyc\n${TEMPLATE.trimEnd()}`,
    `${TEMPLATE.trimEnd()}\n  region: nyc`,
  ],
])("moves a key below `spec` that stands beside it: %s", (_, before, after) => {
  const windows = (text: string) => text.replaceAll("\n", "\r\n");
  expect(fixed(before, "unknown-field")).toBe(after);
  expect(fixed(windows(before), "unknown-field")).toBe(windows(after));
  expect(validateSpec(after)).toEqual([]);
  for (const indent of [undefined, 2])
    expect(JSON.parse(fixed(JSON.stringify(parse(before), null, indent), "unknown-field") ?? "")).toEqual({
      spec: { ...WHOLE, region: "nyc" },
    });
});

it("says only of a key that it stands there, and not that it is missing", () => {
  expect(found(`spec:\n  name: shop\nservices:\n- name: web\n  ${IMAGE}\n`)).toEqual([
    "error unknown-field [services]",
  ]);
  expect(found(`name: shop\nspec:\n  services:\n  - name: web\n    ${IMAGE}\n`)).toEqual([
    "error unknown-field [name]",
  ]);
  expect(found("spec: []\n")).toEqual(["error type [[]]"]);
});

it("has nothing against what is written beside the spec to be used in it", () => {
  expect(found(`x-name: &name shop\n${TEMPLATE.replace("shop", "*name")}`)).toEqual([]);
});

it.each([
  "name: shop\nspec: []\n",
  "name: shop\nservices: []\nspec: {region: nyc}\n",
  "name: a\nspec: text\n",
])("never removes a spec: %j", (text) => {
  const fixes = validateSpec(text).flatMap((problem) => problem.fixes ?? []);
  expect(fixes.filter(({ title }) => title.startsWith("Remove"))).toEqual([]);
});

it("calls a key that is a list or a map by its own text, however deep it is", () => {
  const deep = `${"[{".repeat(40)}a${"}]".repeat(40)}`;
  const [problem] = validateSpec(`${TEMPLATE}${deep}: b\n`);
  expect(problem).toMatchObject({ code: "unknown-field", severity: "warning" });
  expect(problem?.message.length).toBeLessThan(300);
});
