import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

/** Finds keys in a syntax tree as YAML reads them: through aliases and merge keys, each map gone through once. */
export class Tree {
  readonly #yaml: Document.Parsed;
  readonly #targets = new WeakMap<Alias, Node | undefined>();
  readonly #pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(yaml: Document.Parsed) {
    this.#yaml = yaml;
  }

  /** What a node stands for. Looked up once for each alias: the parser walks the whole document for an anchor. */
  resolve(node: Node | null | undefined): Node | undefined {
    if (!isAlias(node)) return node ?? undefined;
    if (!this.#targets.has(node)) this.#targets.set(node, node.resolve(this.#yaml) as Node | undefined);
    return this.#targets.get(node);
  }

  /** The pair of a key: one of the map's own, otherwise what `<<` merges in. */
  pairIn(map: YAMLMap, key: string | number): Pair | undefined {
    return this.#pairsOf(map).get(String(key));
  }

  #pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.#pairs.get(map);
    if (known) return known;
    const pairs = new Map<string, Pair>();
    // Known from here on, for a map can merge in itself.
    this.#pairs.set(map, pairs);
    const add = (name: string, pair: Pair) => {
      if (!pairs.has(name)) pairs.set(name, pair);
    };
    const merged: Node[] = [];
    for (const pair of map.items) {
      const key = this.resolve(pair.key as Node | null);
      // A list or a map as a key has no name in a path, and the text that would stand for it grows exponentially.
      if (key && !isScalar(key)) continue;
      const name = key?.value ?? null;
      if (typeof name === "symbol" || name === "<<") merged.push(pair.value as Node);
      else add(String(name), pair);
    }
    for (const source of merged) {
      const node = this.resolve(source);
      for (const item of isSeq(node) ? node.items : [node]) {
        const from = this.resolve(item as Node | null);
        if (isMap(from)) for (const [name, pair] of this.#pairsOf(from)) add(name, pair);
      }
    }
    return pairs;
  }
}
