import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
} from "../yaml.ts";
import { isRecord, type PlainRecord } from "./plain.ts";
import { code } from "./schema/words.ts";
import { isMergeKey, nameOf, simpleName } from "./tree-key.ts";

/** Something that the grammar allows and that still has no sense, or no end. */
export interface TreeProblem {
  readonly node: Node;
  readonly message: string;
  /** The document has no value then. */
  readonly fatal: boolean;
  readonly code?: "too-large";
  readonly severity?: "warning";
  /** The sign by which a text was taken for something else: `message` ends where the text in quotes follows. */
  readonly textSign?: "*" | "&" | "#";
}

export const TOO_DEEP =
  "The document is nested too deeply to be read. An App Platform spec needs fewer than 20 levels.";

/** What follows goes through a value level by level, on a stack that has an end. */
const MAX_DEPTH = 100;

/** A spec of a hundred components has some thousand; some rules compare each with each. */
const MAX_VALUES = 50_000;

interface Anchor {
  readonly node: Node;
  value: unknown;
  /** How many values it holds, those of aliases included; unknown while it is read. */
  size: number | undefined;
}

/**
 * Makes the plain value of a tree in one walk. The parser's own `toJS` and its search for keys that are written
 * twice need the square of the document's length, and more where keys are maps.
 */
export class TreeReader {
  readonly problems: TreeProblem[] = [];
  readonly #text: string;
  readonly #anchors = new Map<string, Anchor>();
  readonly #targets = new Map<Alias, Node>();
  readonly #failures = new Set<string>();
  /** Values read so far, those of aliases included. */
  #size = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What an alias that was read names; every other node as it is. */
  target(node: Node | null | undefined): Node | undefined {
    return isAlias(node) ? this.#targets.get(node) : (node ?? undefined);
  }

  read(node: Node | null | undefined, depth = 0): unknown {
    if (!node) return null;
    if (isScalar(node) && node.anchor === undefined) {
      this.#count(node);
      if (node.value === null) this.#checkComment(node);
      return plainScalar(node);
    }
    if (isAlias(node)) return this.#readAlias(node);
    if (depth > MAX_DEPTH) return this.#fail(node, TOO_DEEP);
    const sizeBefore = this.#size;
    this.#count(node);
    const anchor = this.#open(node);
    const value = this.#readOwn(node, depth);
    if (anchor) {
      anchor.value = value;
      anchor.size = this.#size - sizeBefore;
    }
    return value;
  }

  #count(node: Node): void {
    if (++this.#size === MAX_VALUES)
      this.#fail(
        node,
        `The document holds more than ${MAX_VALUES} values, so it was not checked. App Platform specs have some hundred: is this the right file?`,
        "too-large",
      );
  }

  #readOwn(node: Node, depth: number): unknown {
    if (isScalar(node)) return plainScalar(node);
    if (isMap(node)) return this.#readPairs(node.items, depth);
    // `!!omap` is a list of pairs.
    if (!isSeq(node)) return null;
    const items: unknown[] = [];
    for (const item of node.items)
      items.push(
        isPair(item) ? this.#readPairs([item], depth + 1) : this.read(item as Node | null, depth + 1),
      );
    return items;
  }

  /** A map's own keys come before merged ones, and those of an earlier map before those of a later one. */
  #readPairs(pairs: readonly Pair[], depth: number): PlainRecord {
    const record = new PlainMap();
    const merged: { key: Node | null; value: unknown }[] = [];
    for (const pair of pairs) {
      const key = pair.key as Node | null;
      const name = simpleName(key) ?? this.#readKey(key);
      const value = this.read(pair.value as Node | null, depth + 1);
      if (name === undefined) merged.push({ key, value });
      else record[name] = value;
    }
    // To count them once is faster than to look each up before it is set.
    if (Object.keys(record).length < pairs.length - merged.length) this.#reportRepeated(pairs);
    for (const { key, value } of merged) this.#merge(record, key, value);
    return record;
  }

  #reportRepeated(pairs: readonly Pair[]): void {
    const seen = new Set<string>();
    for (const pair of pairs) {
      const key = this.target(pair.key as Node | null);
      if (isMergeKey(key)) continue;
      const name = nameOf(key, this.#text);
      if (pair.key && seen.has(name))
        this.#report(pair.key as Node, `${code(name)} is written twice in the same map. Keep one of them.`);
      seen.add(name);
    }
  }

  /** The name of a key, or `undefined` for a merge key. */
  #readKey(node: Node | null): string | undefined {
    if (isAlias(node)) this.#readAlias(node);
    const key = this.target(node);
    if (isMergeKey(key)) return undefined;
    const name = nameOf(key, this.#text);
    const anchor = node && this.#open(node);
    if (anchor) [anchor.value, anchor.size] = [name, 1];
    return name;
  }

  #merge(record: PlainRecord, key: Node | null, value: unknown): void {
    for (const source of Array.isArray(value) ? value : [value]) {
      if (!isRecord(source)) {
        if (key) this.#report(key, "`<<` takes a map, or a list of maps: write `<<: *name` with its anchor.");
        return;
      }
      for (const [name, item] of Object.entries(source)) if (!(name in record)) record[name] = item;
    }
  }

  #readAlias(alias: Alias): unknown {
    const anchor = this.#anchors.get(alias.source);
    if (!anchor) return this.#failAlias(alias);
    this.#targets.set(alias, anchor.node);
    if (anchor.size === undefined)
      return this.#fail(
        alias,
        `\`&${alias.source}\` would hold itself here, without end. Write the value itself.`,
      );
    // What is too large without its aliases was reported.
    if (this.#size >= MAX_VALUES) return null;
    if (this.#size + anchor.size >= MAX_VALUES)
      return this.#fail(
        alias,
        `The aliases of this document expand without bound (to over ${MAX_VALUES} values), so it was not read. Write less behind anchors, or use them less.`,
      );
    this.#size += anchor.size;
    return anchor.value;
  }

  #open(node: Node): Anchor | undefined {
    const { anchor: name } = node as { anchor?: string };
    if (name === undefined) return undefined;
    const anchor: Anchor = { node, value: undefined, size: undefined };
    this.#anchors.set(name, anchor);
    if (isScalar(node) && node.value === null && node.source === "")
      this.#reportEmpty(node, "&", "the name of an anchor");
    return anchor;
  }

  /** A colour or a channel (`#fff`) where a value is expected; who writes a comment writes a space, or more than a word. */
  #checkComment(node: Scalar): void {
    const isComment = node.comment && this.#text[node.range?.[0] ?? 0] === "#";
    if (isComment && /^\S+[ \t]*(?:#.*)?$/.test(node.comment ?? ""))
      this.#reportEmpty(node, "#", "a comment");
  }

  #reportEmpty(node: Node, textSign: "&" | "#", what: string): void {
    const comment = textSign === "#" ? "Write a space behind it if it is one. " : "";
    const message = `\`${textSign}\` begins ${what} in YAML, not a text, so this value is empty. ${comment}Put it in quotes if it is the value:`;
    this.problems.push({ node, message, fatal: false, severity: "warning", textSign });
  }

  #failAlias(alias: Alias): null {
    // No name that is meant as one has dots and slashes.
    if (/^[\w-]+$/.test(alias.source))
      return this.#fail(
        alias,
        "`*` begins an alias in YAML, and no anchor of that name (`&name`) is above it. Write the value itself, in quotes if it begins with `*`:",
        undefined,
        "*",
      );
    return this.#fail(alias, "`*` begins an alias in YAML, not a text. Put it in quotes:", undefined, "*");
  }

  /** Each of these once: a document that is far too deep or too wide is so in many places. */
  #fail(node: Node, message: string, code?: "too-large", textSign?: "*"): null {
    if (textSign || !this.#failures.has(message))
      this.problems.push({
        node,
        message,
        fatal: true,
        ...(code && { code }),
        ...(textSign && { textSign }),
      });
    this.#failures.add(message);
    return null;
  }

  #report(node: Node, message: string): void {
    this.problems.push({ node, message, fatal: false });
  }
}

function plainScalar({ value, source }: Scalar): unknown {
  // Dates and bytes (of tags, or of `%YAML 1.1`) are texts in JSON, in which a spec is sent.
  if (typeof value === "object" && value !== null) return source ?? String(value);
  return typeof value === "symbol" ? value.description : value;
}

/**
 * A map of the document. Nothing of JavaScript's objects is in it, so `__proto__` and `constructor` are keys like
 * others, but that it reads as a text: who expects one where a map stands must not throw. `Object.create(null)` does,
 * and gives a hash table, which is slower to fill and to read.
 */
class PlainMap {
  [key: string]: unknown;

  static {
    Object.setPrototypeOf(PlainMap.prototype, null);
    Reflect.deleteProperty(PlainMap.prototype, "constructor");
  }

  [Symbol.toPrimitive](): string {
    return "{…}";
  }
}
