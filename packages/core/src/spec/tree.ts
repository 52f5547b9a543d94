import { isMap, isPair, isSeq, type Node, type Pair, type YAMLMap } from "../yaml.ts";
import { isMergeKey, nameOf, simpleName } from "./tree-key.ts";
import { type TreeProblem, TreeReader } from "./tree-reader.ts";

/** A map of more keys than this gets an index, as does one whose keys are not all plain texts. */
const MAX_SEARCHED = 30;

/** The plain value of a syntax tree, and its keys as YAML reads them: through aliases and merge keys. */
export class Tree {
  /** `undefined` where the tree is empty, or has no value: an alias of nothing or of itself, an expansion bomb. */
  readonly value: unknown;
  readonly problems: readonly TreeProblem[];
  readonly #text: string;
  readonly #reader: TreeReader;
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(contents: Node | null, text: string) {
    this.#text = text;
    this.#reader = new TreeReader(text);
    const value = this.#reader.read(contents);
    const fatal = this.#reader.problems.filter((problem) => problem.fatal);
    this.problems = fatal.length > 0 ? fatal : this.#reader.problems;
    this.value = fatal.length > 0 ? undefined : (value ?? undefined);
  }

  /** What a node stands for: itself, or what an alias names. */
  resolve(node: Node | null | undefined): Node | undefined {
    return this.#reader.target(node);
  }

  /** The pair of a key: one of the map's own, otherwise what `<<` merges in. */
  pairIn(map: YAMLMap, key: string | number): Pair | undefined {
    const name = String(key);
    let found: Pair | undefined;
    for (const pair of map.items) {
      const own = map.items.length > MAX_SEARCHED ? undefined : simpleName(pair.key as Node | null);
      if (own === undefined) return this.#pairsOf(map).get(name);
      if (own === name) found = pair;
    }
    return found;
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair>();
    // Known from here on, for a map can merge in itself.
    this.#pairs.set(map, pairs);
    const merged: Node[] = [];
    for (const pair of map.items) {
      const key = this.resolve(pair.key as Node | null);
      if (isMergeKey(key)) merged.push(pair.value as Node);
      else pairs.set(nameOf(key, this.#text), pair);
    }
    for (const source of merged) {
      const node = this.resolve(source);
      for (const item of isSeq(node) ? node.items : [node]) {
        const from = isPair(item) ? undefined : this.resolve(item as Node | null);
        if (!isMap(from)) continue;
        for (const [name, pair] of this.#pairsOf(from)) if (!pairs.has(name)) pairs.set(name, pair);
      }
    }
    return pairs;
  }
}
