// A short run of `npm run fuzz:completions`: the same places in our own examples each time.
import { describe, expect, it } from "vitest";
import { harmsOf, makeCursorCase } from "./completions.ts";
import { Random } from "./random.ts";
import { loadFixtures } from "./specs.ts";

const SEED = 1;
const PLACES = 200;
/** Of each place; the long run accepts them all. */
const ACCEPTED = 4;

const specs = loadFixtures();

describe("wherever the cursor is", () => {
  it("no completion that is accepted makes the document worse", () => {
    let accepted = 0;
    for (let index = 0; index < PLACES; index++) {
      const one = makeCursorCase(specs, SEED, index);
      const { count, harms } = harmsOf(one, ACCEPTED, new Random(SEED, -1 - index));
      accepted += count;
      expect(harms, `case ${index} of seed ${SEED}`).toEqual([]);
    }
    expect(accepted).toBeGreaterThan(PLACES);
  });
});
