import { stringify } from "yaml";
import { ODD_KEYS } from "./mutate-text.ts";
import type { Random } from "./random.ts";

/** A text that holds the value with some of its nodes replaced, as YAML or as JSON. */
export function mutateValue(value: unknown, random: Random): string {
  let mutated = value;
  for (let left = 1 + random.below(4); left > 0; left--)
    mutated = changeAt(mutated, random.pick(nodePaths(mutated)), (node) =>
      random.pick(CHANGES)(node, random),
    );
  if (random.oneIn(3)) return JSON.stringify(mutated ?? null, null, random.pick([0, 2]));
  return stringify(mutated, { aliasDuplicateObjects: false, version: random.pick(["1.1", "1.2"]) });
}

type Steps = readonly (string | number)[];

const LEAVES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  2 ** 53,
  "",
  " ",
  "x",
  "3",
  "true",
  "\n",
  "a\nb",
  "x".repeat(10_000),
  "\ud800",
  "/",
  "SECRET",
  "basic-xxs",
  "apps-s-1vcpu-1gb",
  "${db.DATABASE_URL}",
  "${NAME}",
  "EV[1:abc:def]",
  [],
  {},
  [null],
  [[]],
  { a: null },
];

const CHANGES: readonly ((node: unknown, random: Random) => unknown)[] = [
  (_, random) => random.pick(LEAVES),
  (_, random) => random.pick(LEAVES),
  () => REMOVED,
  (node) => [node],
  (node, random) => ({ [random.pick(["name", "value", "rules", "x"])]: node }),
  (node) => (Array.isArray(node) ? [...node, ...node] : JSON.stringify(node)),
  (node, random) => renamed(node, random.pick(ODD_KEYS), random),
  (node, random) => ({ ...(isObject(node) ? node : {}), [random.pick(ODD_KEYS)]: random.pick(LEAVES) }),
];

const REMOVED = Symbol("removed");

function renamed(node: unknown, key: string, random: Random): unknown {
  if (!isObject(node) || Array.isArray(node)) return key;
  const entries = Object.entries(node);
  if (entries.length === 0) return node;
  const chosen = random.below(entries.length);
  // Object.fromEntries makes an own property, also of `__proto__`.
  return Object.fromEntries(entries.map(([name, value], index) => [index === chosen ? key : name, value]));
}

function nodePaths(value: unknown, path: Steps = []): Steps[] {
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => nodePaths(item, [...path, key]))];
}

function changeAt(value: unknown, path: Steps, change: (node: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    const changed = change(value);
    return changed === REMOVED ? null : changed;
  }
  const entries = Object.entries(value as object).map(([key, item]) =>
    key === step ? [key, rest.length > 0 ? changeAt(item, rest, change) : change(item)] : [key, item],
  );
  const kept = entries.filter(([, item]) => item !== REMOVED);
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
