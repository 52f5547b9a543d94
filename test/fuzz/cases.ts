import { TEXT_MUTATIONS } from "./mutate-text.ts";
import { mutateValue } from "./mutate-value.ts";
import { Random } from "./random.ts";
import type { SpecFile } from "./specs.ts";

export interface Case {
  readonly seed: number;
  readonly index: number;
  readonly original: SpecFile;
  /** What was done to it, in order. */
  readonly mutations: readonly string[];
  readonly text: string;
}

const NAMES = Object.keys(TEXT_MUTATIONS);

/** The mutated spec of a number: the same for the same seed and the same specs, whatever came before it. */
export function makeCase(specs: readonly SpecFile[], seed: number, index: number): Case {
  const random = new Random(seed, index);
  const original = random.pick(specs);
  const mutations: string[] = [];
  let { text } = original;
  if (random.oneIn(3)) {
    text = mutateValue(original.spec, random);
    mutations.push("value");
  }
  const count = mutations.length > 0 ? random.below(2) : 1 + random.below(4);
  for (let done = 0; done < count; done++) {
    const name = random.pick(NAMES);
    text = TEXT_MUTATIONS[name]?.(text, random, random.pick(specs).text) ?? text;
    mutations.push(name);
  }
  return { seed, index, original, mutations, text };
}
