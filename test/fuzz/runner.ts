// Runs cases in a process of its own, which can be ended when a case has no end, and may die of what a case makes it hold.
import { makeCase } from "./cases.ts";
import { type Failure, failuresOf } from "./properties.ts";
import { Random } from "./random.ts";
import { loadSpecs, type SpecFile } from "./specs.ts";

/** What the runner tells: each case before it begins, and what it found. */
export type Report = { readonly starts: number } | FoundFailure;

export interface FoundFailure extends Failure {
  readonly index: number;
  readonly text: string;
}

/** Runs one case, compared with another spec of the same files. */
export function runCase(specs: readonly SpecFile[], seed: number, index: number): FoundFailure[] {
  const { text } = makeCase(specs, seed, index);
  const random = new Random(seed, -1 - index);
  return failuresOf(text, random.pick(specs).spec, random).map((failure) => ({ ...failure, index, text }));
}

if (import.meta.main) {
  const [seed = 1, count = 0] = process.argv.slice(2).map(Number);
  const { specs } = loadSpecs();
  const tell = (report: Report) => process.send?.(report);
  for (let index = 0; index < count; index++) {
    tell({ starts: index });
    for (const failure of runCase(specs, seed, index)) tell(failure);
  }
  process.disconnect?.();
}
