// A short run of `npm run fuzz`: the same mutations of our own examples each time.
import { describe, expect, it } from "vitest";
import { expectNothingLeftOut } from "../../packages/core/src/rules/testing.ts";
import { makeCase } from "./cases.ts";
import { failuresOf } from "./properties.ts";
import { Random } from "./random.ts";
import { runCase } from "./runner.ts";
import { shrink } from "./shrink.ts";
import { loadFixtures } from "./specs.ts";

const SEED = 1;
const COUNT = 2000;

const specs = loadFixtures();

describe("whatever becomes of a spec's text", () => {
  it("it is read, checked, priced, compared, filled and shown without an error, and marked where it is wrong", () => {
    for (let index = 0; index < COUNT; index++)
      expect(runCase(specs, SEED, index), `case ${index} of seed ${SEED}`).toEqual([]);
  });

  it("every rule is asked that has something to say of it", () => {
    for (let index = 0; index < 300; index++) expectNothingLeftOut(makeCase(specs, SEED, index).text);
  });
});

describe("what failed once", () => {
  it.each([
    ["a block before a key that is empty", "ingress:\n- d\n:\n b"],
    ["a block before another key", "ingress:\n- d\nregion: nyc\n"],
    [
      "a count that is no number, and too high as one",
      "services:\n- autoscaling:\n    min_instance_count: 1_000\n    max_instance_count: 5\n- {}\n",
    ],
  ])("holds: %s", (_, text) => {
    expect(failuresOf(text, {}, new Random(SEED))).toEqual([]);
  });
});

describe("the mutations", () => {
  it("are the same for the same seed and number, and others for others", () => {
    const texts = [1, 2, 3].map((index) => makeCase(specs, SEED, index).text);
    expect([1, 2, 3].map((index) => makeCase(specs, SEED, index).text)).toEqual(texts);
    expect(new Set(texts).size).toBe(3);
    expect(makeCase(specs, SEED + 1, 1).text).not.toBe(texts[0]);
  });

  it("reach what is read and wrong as well as what cannot be read", () => {
    const cases = Array.from({ length: 200 }, (_, index) => makeCase(specs, SEED, index));
    const names = new Set(cases.flatMap(({ mutations }) => mutations));
    expect(names.size).toBeGreaterThan(20);
  });
});

describe("a failing text", () => {
  it("is shrunk to what makes it fail", () => {
    expect(shrink("a: 1\nb: [x]\nc: 2\n", (text) => text.includes("["))).toBe("[");
  });
});
