import { expect, it } from "vitest";
import { parsePath } from "../path.ts";
import { valueAt } from "../plain.ts";
import { app } from "./app.ts";
import type { Sort } from "./doc.ts";
import { allNodes, type Field, fieldAt } from "./fields.ts";
import { misfits } from "./misfits.ts";

const VALUES: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  "a",
  "web",
  "WEB",
  "web-1.example.com",
  "/api",
  "10m",
  "x".repeat(300),
  "HTTP",
  "nyc",
  "SECRET",
  -1,
  0,
  1,
  1.5,
  80,
  301,
  100_000,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  [],
  [null],
  [[]],
  ["GET", 1],
  [{}],
  {},
  { name: null, unknown: 1 },
];

/** A spec with a value at a place, the rest of which is left out. */
function specWith(path: string, value: unknown): unknown {
  return path
    .split(".")
    .reverse()
    .reduce((below: unknown, step) => {
      const key = step.replace("[]", "");
      return { [key]: step.endsWith("[]") && below !== value ? [below] : below };
    }, value);
}

it("says of any value at any place what zod says", () => {
  let wrong = 0;
  for (const { field } of allNodes())
    for (const value of VALUES)
      for (const spec of [specWith(field.path, value), specWith(`${field.path}`, [value, value])]) {
        const found = misfits(spec).found.map(({ path, sort }) => `${path.join(".")} ${sort}`);
        expect(found.sort(), JSON.stringify(spec)).toEqual(zodMisfits(spec).sort());
        wrong += found.length;
      }
  expect(wrong).toBeGreaterThan(10_000);
});

/** Each place that zod objects to, with the sort of it; not the nulls that stand for a key that may be missing. */
function zodMisfits(spec: unknown): string[] {
  const found = new Map<string, Sort>();
  for (const issue of app.safeParse(spec).error?.issues ?? []) {
    const path = issue.path.map(String).join(".");
    const field = fieldAt(parsePath(path));
    if (!field || found.has(path)) continue;
    const value = valueAt(spec, parsePath(path));
    const isMissing = (value === undefined || value === null) && typeof issue.path.at(-1) === "string";
    if (isMissing && !field.required) continue;
    found.set(path, isMissing ? "required" : sortOf(issue.code, field, value));
  }
  return [...found].map(([path, sort]) => `${path} ${sort}`);
}

function sortOf(code: string, field: Field, value: unknown): Sort {
  switch (code) {
    case "invalid_value":
      return typeof value === (field.type === "string" ? "string" : "number") ? "enum" : "type";
    case "too_small":
    case "too_big":
      return field.pattern ? "pattern" : "range";
    case "invalid_format":
      return "pattern";
    default:
      return "type";
  }
}
