import type { Position, Range } from "vscode-languageserver-types";
import {
  type Document,
  type DocumentOptions,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  type ParseOptions,
  parseDocument,
  type ScalarTag,
  Schema,
  type SchemaOptions,
} from "../yaml.ts";
import { NAMED_LISTS } from "./components.ts";
import { Lines } from "./lines.ts";
import type { Path } from "./path.ts";
import { isRecord } from "./plain.ts";
import type { AppSpec } from "./schema/index.ts";
import { MAX_SPEC_BYTES } from "./size.ts";
import { type SyntaxProblem, syntaxProblems, thrownMessage } from "./syntax/problems.ts";
import { Tree } from "./tree.ts";
import { TOO_DEEP } from "./tree-reader.ts";

export type { SyntaxProblem } from "./syntax/problems.ts";

/** What is no number and no word of YAML, by its beginning or as a whole, is a text. */
const TEXT = /^(?![-+.~<=\d]|(?:true|false|null|yes|no|on|off|y|n)$)./i;

/** What the words in it begin with. */
const INITIALS = new Set([..."fnoty"].map((letter) => letter.charCodeAt(0)));

/**
 * {@link TEXT}, which most keys and values need not be asked for: they begin with a letter, and with one that begins
 * none of the words, or they are longer than the words are.
 */
class PlainText extends RegExp {
  constructor() {
    super(TEXT);
  }

  override test(text: string): boolean {
    const first = text.charCodeAt(0) | 0x20;
    const isLetter = 0x61 <= first && first <= 0x7a;
    return (isLetter && (text.length > "false".length || !INITIALS.has(first))) || TEXT.test(text);
  }
}

/** The parser would try each of its own patterns before it takes something for a text. */
const PLAIN_TEXT: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  test: new PlainText(),
  resolve: (text) => text,
};

const TAGS: SchemaOptions = {
  // A spec is sent as JSON, which has no bytes, dates and sets.
  resolveKnownTags: false,
  customTags: (tags) => [PLAIN_TEXT, ...tags],
};

const PARSING: ParseOptions & DocumentOptions = {
  prettyErrors: false,
  // The tree looks for keys that are written twice, which takes the parser the square of their number.
  uniqueKeys: false,
  // Else who asks the tree for its value has keys of the document written to the console.
  logLevel: "error",
};

/** Made once: the parser would make the same one for each document. */
const SCHEMA = new Schema({ ...TAGS, schema: "core" });

/** Which part of a `key: value` pair a range covers. */
export type PathPart = "key" | "value";

/**
 * The text of a spec, its syntax tree and its plain value, with the range of every path.
 *
 * Paths begin at the AppSpec: in the deploy template form (`spec:` on top) that is the value of `spec`.
 */
export interface SpecDocument {
  readonly text: string;
  /** `template` is the form of `.do/deploy.template.yaml`, where the spec stands below a `spec:` key. */
  readonly form: "app" | "template";
  /** The AppSpec as plain data, unknown keys and wrong types kept; `undefined` for an empty or unreadable file. */
  readonly value: unknown;
  /** The same value for those who need a map: `{}` where the document is none. It is not checked: see `validateSpec`. */
  readonly spec: AppSpec;
  readonly syntaxProblems: readonly SyntaxProblem[];
  /** The whole document's syntax tree; `undefined` where the text could not be parsed at all. */
  readonly yaml: Document.Parsed | undefined;
  /** The syntax node at a path, through aliases and merge keys; `undefined` where there is none. */
  nodeAt(path: Path): Node | undefined;
  /** The `key: value` pair whose value is at a path; `undefined` for list items and missing keys. */
  pairAt(path: Path): Pair | undefined;
  /**
   * The token to underline for a path: the key or the value (the first line of it, where it is a block).
   * A path that is not in the document gets the nearest token above it.
   */
  rangeOf(path: Path, part?: PathPart): Range;
  /** The range between two offsets of the text. */
  rangeBetween(start: number, end: number): Range;
  /** The offset of a position; one that is not in the text gets the nearest before it. */
  offsetAt(position: Position): number;
}

/**
 * Parses the text of a spec (YAML or JSON, app form or template form). Never throws: what cannot be read is in
 * `syntaxProblems`, and the rest of the document is still there.
 */
export function parseSpec(text: string): SpecDocument {
  const bytes = byteLengthUpTo(text, MAX_SPEC_BYTES);
  if (bytes > MAX_SPEC_BYTES) return unparsed(text, tooLarge(text));

  let yaml: Document.Parsed;
  try {
    // A document that says which version of YAML it is written in has the schema of that one.
    const schema = text.includes("%YAML") ? TAGS : { schema: SCHEMA };
    yaml = parseDocument(text, { ...PARSING, ...schema });
  } catch (error) {
    return unparsed(text, {
      code: "yaml-syntax",
      severity: "error",
      message: thrownMessage(error),
      range: firstLine(text),
    });
  }
  return new ParsedSpec(text, yaml);
}

class ParsedSpec implements SpecDocument {
  readonly text: string;
  readonly form: "app" | "template";
  readonly value: unknown;
  readonly syntaxProblems: readonly SyntaxProblem[];
  readonly yaml: Document.Parsed;
  readonly #lines: Lines;
  readonly #root: Node | undefined;
  readonly #tree: Tree;

  constructor(text: string, yaml: Document.Parsed) {
    this.text = text;
    this.yaml = yaml;
    this.#lines = new Lines(text);
    this.#tree = new Tree(yaml.contents, text);
    this.syntaxProblems = syntaxProblems(yaml, this.#tree.problems, {
      text,
      contents: yaml.contents,
      rangeOf: (place) => (isNode(place) ? this.#nodeRange(place) : this.rangeBetween(place[0], place[1])),
      problemsOf: (other) => (other === text ? this : parseSpec(other)).syntaxProblems,
    });

    const wrapped = templateSpec(yaml.contents);
    this.form = wrapped ? "template" : "app";
    this.#root = wrapped ? ((wrapped.value as Node | null) ?? undefined) : (yaml.contents ?? undefined);
    const tooDeep = this.syntaxProblems.some(({ message }) => message === TOO_DEEP);
    const whole = tooDeep ? undefined : this.#tree.value;
    this.value = wrapped ? ((whole as { spec?: unknown } | undefined)?.spec ?? undefined) : whole;
  }

  get spec(): AppSpec {
    return isRecord(this.value) ? (this.value as AppSpec) : {};
  }

  nodeAt(path: Path): Node | undefined {
    let node = this.#tree.resolve(this.#root);
    for (const step of path) {
      if (isMap(node)) node = this.#tree.resolve(this.#tree.pairIn(node, step)?.value as Node | null);
      else if (isSeq(node)) node = this.#tree.resolve(node.items[Number(step)] as Node | undefined);
      else return undefined;
    }
    return node;
  }

  pairAt(path: Path): Pair | undefined {
    const last = path.at(-1);
    if (last === undefined) return undefined;
    const parent = this.nodeAt(path.slice(0, -1));
    return isMap(parent) ? this.#tree.pairIn(parent, last) : undefined;
  }

  rangeOf(path: Path, part: PathPart = "value"): Range {
    const pair = this.pairAt(path);
    if (pair && part === "key" && hasRange(pair.key)) return this.#tokenRange(pair.key);
    if (pair) {
      // A block value is a whole paragraph: its key says as much in one token.
      const value = pair.value as Node | null;
      const block = value && (isMap(value) || isSeq(value)) && !value.flow;
      if (hasRange(value) && !block && !isEmptyToken(value)) return this.#tokenRange(value);
      if (hasRange(pair.key)) return this.#tokenRange(pair.key);
    }
    const node = path.length === 0 ? this.#root : this.nodeAt(path);
    if (hasRange(node)) return this.#startOf(node);
    return path.length === 0 ? firstLine(this.text) : this.rangeOf(path.slice(0, -1), "key");
  }

  rangeBetween(start: number, end: number): Range {
    return { start: this.#lines.position(start), end: this.#lines.position(end) };
  }

  offsetAt(position: Position): number {
    return this.#lines.offset(position);
  }

  /** The token that stands for a node: a scalar itself, a collection's first key or item, never a whole block. */
  #startOf(node: Node): Range {
    if (isMap(node) && !node.flow && isPair(node.items[0]) && hasRange(node.items[0].key))
      return this.#tokenRange(node.items[0].key);
    if (isSeq(node) && !node.flow && hasRange(node.items[0])) return this.#startOf(node.items[0]);
    return this.#nodeRange(node);
  }

  #nodeRange(node: Node): Range {
    return hasRange(node) ? this.#tokenRange(node) : firstLine(this.text);
  }

  #tokenRange(node: RangedNode): Range {
    const [start, valueEnd] = node.range;
    // An item that is empty has nothing but its dash.
    const dash = start === valueEnd ? /-\s*$/.exec(this.text.slice(Math.max(start - 100, 0), start)) : null;
    if (dash) return this.rangeBetween(start - dash[0].length, start - dash[0].length + 1);
    const range = this.rangeBetween(start, valueEnd);
    // Block scalars and flow collections over several lines are marked on their first line only.
    if (range.end.line === range.start.line) return range;
    const lineEnd = this.text.indexOf("\n", start);
    const end = lineEnd > start && this.text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
    return this.rangeBetween(start, end);
  }
}

type RangedNode = Node & { range: [number, number, number] };

function hasRange(node: unknown): node is RangedNode {
  return typeof node === "object" && node !== null && Array.isArray((node as ParsedNode).range);
}

function isEmptyToken(node: RangedNode): boolean {
  return node.range[0] === node.range[1];
}

/** The `spec:` pair of the template form. Beside a `name` it is one as well, unless the app's components are there. */
function templateSpec(contents: unknown): Pair | undefined {
  if (!isMap(contents)) return undefined;
  const keyed = (name: string) =>
    contents.items.find((pair) => isScalar(pair.key) && pair.key.value === name);
  const spec = keyed("spec");
  if (!spec) return undefined;
  const { value } = spec;
  const isEmpty = value === null || (isScalar(value) && value.value === null);
  if (isEmpty && NAMED_LISTS.some(keyed)) return undefined;
  if (keyed("name"))
    return isMap(value) && value.items.length > 0 && !NAMED_LISTS.some(keyed) ? spec : undefined;
  return spec;
}

function unparsed(text: string, problem: SyntaxProblem): SpecDocument {
  return {
    text,
    form: "app",
    value: undefined,
    spec: {},
    syntaxProblems: [problem],
    yaml: undefined,
    nodeAt: () => undefined,
    pairAt: () => undefined,
    rangeOf: () => problem.range,
    rangeBetween: () => problem.range,
    offsetAt: () => 0,
  };
}

function tooLarge(text: string): SyntaxProblem {
  return {
    code: "too-large",
    severity: "error",
    message:
      "The file is larger than 1 MiB and was not read. App Platform specs are a few kilobytes: is this the right file?",
    range: firstLine(text),
  };
}

/** Counts UTF-8 bytes and stops soon after the limit, so that a huge text costs no more than one just over it. */
function byteLengthUpTo(text: string, limit: number): number {
  if (text.length > limit) return text.length;
  if (text.length * 3 <= limit) return text.length;
  return new TextEncoder().encode(text).length;
}

function firstLine(text: string): Range {
  const end = /[\r\n]/.exec(text.slice(0, 200))?.index ?? Math.min(text.length, 200);
  return { start: { line: 0, character: 0 }, end: { line: 0, character: end } };
}
