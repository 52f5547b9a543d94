import { isCollection, isMap, isPair, isScalar, isSeq, type Node, type YAMLError } from "../../yaml.ts";
import { allNodes } from "../schema/fields.ts";
import { code } from "../schema/words.ts";

export type Span = readonly [start: number, end: number];

/** A change of the text that may mend a mistake. It is offered only if the text has fewer mistakes after it. */
export interface Repair {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly newText: string }[];
}

/** What an author did where the parser stumbled. */
export interface Mistake {
  /** The token that is wrong. */
  readonly span: Span;
  /** What is wrong, why, and what to write. Values that may be secret are not repeated. */
  readonly message: string;
  /** What else the parser stumbles over up to here follows from it. The end of the line if left out. */
  readonly until?: number;
  /** Finds the mistakes before `until` that do not follow from it. */
  readonly again?: (error: YAMLError) => Mistake | undefined;
  /** What else follows from it, wherever it is: mistakes of the same name are told once. */
  readonly once?: string;
  /** Where the tree begins to be another one than was meant; at the token if left out. */
  readonly tornFrom?: number;
  /** Only this token is wrong: the tree around it is what was meant. */
  readonly isLocal?: boolean;
  readonly repairs?: readonly Repair[];
}

/** Finds the mistake behind an error of the parser, if it is one of its kind. */
export type Reader = (error: YAMLError, text: TornText) => Mistake | undefined;

/** A line without its break and the blanks at its end. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** How many spaces stand before its first character. */
  readonly indent: number;
  /** What is written in it, from its first character on. */
  readonly body: string;
}

/** A text that is not YAML, by its lines and by what the parser made of it. */
export class TornText {
  readonly text: string;
  readonly contents: Node | null;

  constructor(text: string, contents: Node | null) {
    this.text = text;
    this.contents = contents;
  }

  lineAt(offset: number): Line {
    const at = Math.min(Math.max(offset, 0), this.text.length);
    const start = at === 0 ? 0 : this.text.lastIndexOf("\n", at - 1) + 1;
    const lineBreak = this.text.indexOf("\n", start);
    const whole = this.text.slice(start, lineBreak < 0 ? this.text.length : lineBreak).trimEnd();
    const indent = whole.length - whole.replace(/^ +/, "").length;
    return { start, end: start + whole.length, indent, body: whole.slice(indent) };
  }

  /** The next line with something in it, comments left out. */
  lineBelow(line: Line): Line | undefined {
    for (let start = this.#startBelow(line); start !== undefined; ) {
      const next = this.lineAt(start);
      if (next.body !== "" && !next.body.startsWith("#")) return next;
      start = this.#startBelow(next);
    }
    return undefined;
  }

  /** The last line before with something in it, comments left out. */
  lineAbove(line: Line): Line | undefined {
    for (let { start } = line; start > 0; ) {
      const previous = this.lineAt(start - 1);
      if (previous.body !== "" && !previous.body.startsWith("#")) return previous;
      ({ start } = previous);
    }
    return undefined;
  }

  /** The lines above, the nearest first, as far as one looks for what a line belongs to. */
  *linesAbove(line: Line): Generator<Line> {
    let above = this.lineAbove(line);
    for (let count = 0; above && count < MAX_LINES; count++) {
      yield above;
      above = this.lineAbove(above);
    }
  }

  #startBelow(line: Line): number | undefined {
    const lineBreak = this.text.indexOf("\n", line.end);
    return lineBreak < 0 ? undefined : lineBreak + 1;
  }

  /** The nodes that hold an offset, from the outermost to the innermost. */
  nodesAt(offset: number): Node[] {
    const chain: Node[] = [];
    for (let node = holder([this.contents], offset); node; node = holder(partsOf(node), offset))
      chain.push(node);
    return chain;
  }

  /** Where the outermost brackets begin that hold an offset. */
  bracketsAt(offset: number): number | undefined {
    const node = this.nodesAt(offset).find((holding) => isCollection(holding) && holding.flow);
    return node?.range?.[0];
  }

  /** What stands from an offset to the end of its line, without the comment behind it; up to a comma in brackets. */
  valueFrom(offset: number): Span {
    const { end } = this.lineAt(offset);
    // What looks like a comment or an end in quotes is neither.
    const rest = this.text
      .slice(offset, end)
      .replace(/(?<=^|\s)(?:"[^"]*"|'[^']*')/g, (found) => "x".repeat(found.length));
    const inBrackets = this.bracketsAt(Math.max(offset - 1, 0)) !== undefined;
    const length = (inBrackets ? /\s*[,\]}]|\s+#|$/ : /\s+#|$/).exec(rest)?.index ?? rest.length;
    return [offset, offset + Math.max(length, 1)];
  }

  slice([start, end]: Span): string {
    return this.text.slice(start, end);
  }

  /** A value in quotes, as advice: what may be secret is not repeated. */
  quotedAdvice(span: Span): string {
    const key = keyBefore(this.text, span[0]);
    return key !== undefined && publicKeys().has(key) ? code(quoted(this.slice(span))) : "`'…'`";
  }

  /** Puts a piece of the text in quotes. */
  quoting(span: Span): Repair {
    return { title: "Put it in quotes", edits: [{ span, newText: quoted(this.slice(span)) }] };
  }

  /** Moves a line, and those below that are indented as far or further, to another column. */
  indenting(line: Line, indent: number): Repair {
    const edits: { span: Span; newText: string }[] = [];
    for (let next: Line | undefined = line; next && next.indent >= line.indent; next = this.lineBelow(next)) {
      const written = Math.max(next.indent + indent - line.indent, 0);
      edits.push({ span: [next.start, next.start + next.indent], newText: " ".repeat(written) });
      if (edits.length === MAX_LINES) break;
    }
    return { title: indentedBy(indent), edits };
  }
}

/** Who looks further than this for a cause looks at another part of the document. */
const MAX_LINES = 1000;

export function replacing(title: string, span: Span, newText: string): Repair {
  return { title, edits: [{ span, newText }] };
}

export function indentedBy(count: number): string {
  return count === 0 ? "Begin it at the start of the line" : `Indent it by ${spaces(count)}`;
}

export function spaces(count: number): string {
  return count === 1 ? "1 space" : `${count} spaces`;
}

/** A text between quotes; single ones where double ones would need escapes. */
export function quoted(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** The key of the value that begins at an offset, on the same line. */
function keyBefore(text: string, offset: number): string | undefined {
  return /([\w-]+)"?[ \t]*:[ \t]*$/.exec(text.slice(Math.max(offset - 100, 0), offset))?.[1];
}

/** Whether a value can be a text, as far as its key tells. */
export function mayHoldText(text: string, { range }: Node): boolean {
  const key = keyBefore(text, range?.[0] ?? 0);
  return key === undefined || !isKnownKey(key) || keySets().texts.has(key);
}

/** Whether a word is a key of the spec, at whatever place. */
export function isKnownKey(word: string): boolean {
  return knownKeys().has(word);
}

let keys: Readonly<Record<"known" | "open" | "texts", ReadonlySet<string>>> | undefined;

function keySets() {
  if (keys) return keys;
  const [known, hidden, texts] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { field } of allNodes()) {
    const name = field.path.split(".").at(-1)?.replace("[]", "") ?? "";
    known.add(name);
    if (field.secret) hidden.add(name);
    if (field.type === "string") texts.add(name);
  }
  keys = { known, open: new Set([...known].filter((name) => !hidden.has(name))), texts };
  return keys;
}

function knownKeys(): ReadonlySet<string> {
  return keySets().known;
}

/** Those whose values are never secret. */
function publicKeys(): ReadonlySet<string> {
  return keySets().open;
}

function holder(nodes: readonly unknown[], offset: number): Node | undefined {
  return nodes.find((node): node is Node => {
    const range = (node as Node | null)?.range;
    return !!range && range[0] <= offset && offset <= range[1] && range[1] > range[0];
  });
}

function partsOf(node: Node): unknown[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => [key, value]);
  if (isSeq(node)) return node.items.flatMap((item) => (isPair(item) ? [item.key, item.value] : [item]));
  return isScalar(node) ? [] : [];
}
