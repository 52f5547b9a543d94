import type { Range } from "vscode-languageserver-types";
import type { SpecDocument } from "../spec/document.ts";
import { Lexer, type Node, visit } from "../yaml.ts";

/**
 * A comment that silences rules: `# appspec-ignore rule-id` (several are separated by commas, and a reason may follow). At the end of a line
 * it is about that line, on a line of its own about the key or item below it, with all that it holds.
 */
export interface IgnoreComment {
  /** Of a comment that names none, one with the id `""`. */
  readonly rules: readonly { readonly id: string; readonly range: Range }[];
  /** The lines that it is about, zero-based, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const MARK = "appspec-ignore";
/** What follows the list is the reason, which nobody reads but people. */
const COMMENT = /^(?<mark>#\s*appspec-ignore(?![\w-]):?)(?:\s+(?<list>[\w-]+(?:\s*,\s*[\w-]+)*))?/;

/** The comments of a document that silence rules. Without any, this costs one search through the text. */
export function ignoreComments(document: SpecDocument): IgnoreComment[] {
  const { text } = document;
  if (!text.includes(MARK)) return [];
  let blocks: Span[] | undefined;
  return commentsOf(text).flatMap(({ offset, comment }) => {
    const { mark, list = "" } = COMMENT.exec(comment)?.groups ?? {};
    if (mark === undefined) return [];
    const line = document.rangeBetween(offset, offset).start.line;
    const begin = text.lastIndexOf("\n", offset - 1) + 1;
    const ownLine = text.slice(begin, offset).trim() === "";
    if (ownLine) blocks ??= blocksOf(document);
    return [
      {
        rules: list
          ? namedRules(document, offset + comment.indexOf(list, mark.length), list)
          : [{ id: "", range: document.rangeBetween(offset, offset + mark.length) }],
        ...linesOf(document, line, ownLine ? firstFrom(blocks ?? [], offset) : undefined),
      },
    ];
  });
}

/** Whether comments silence a rule on a line. Any number of comments and problems costs one sorting. */
export function silencedBy(comments: readonly IgnoreComment[]): (rule: string, line: number) => boolean {
  const stretches = new Map<string, { first: number; last: number }[]>();
  for (const { rules, firstLine, lastLine } of comments.toSorted((a, b) => a.firstLine - b.firstLine))
    for (const { id } of rules) {
      const known = stretches.get(id) ?? [];
      stretches.set(id, known);
      const before = known.at(-1);
      if (before && firstLine <= before.last + 1) before.last = Math.max(before.last, lastLine);
      else known.push({ first: firstLine, last: lastLine });
    }
  return (rule, line) => {
    const known = stretches.get(rule) ?? [];
    const at = lowerBound(known.length, (index) => (known[index]?.last ?? 0) >= line);
    return (known[at]?.first ?? Number.POSITIVE_INFINITY) <= line;
  };
}

function namedRules(document: SpecDocument, listAt: number, list: string) {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => {
    const start = listAt + match.index;
    return { id: match[0], range: document.rangeBetween(start, start + match[0].length) };
  });
}

function linesOf(document: SpecDocument, line: number, span: Span | undefined) {
  // At the end of a line it is about that line; above nothing it silences nothing.
  if (!span) return { firstLine: line, lastLine: line };
  // The range of a block reaches to where the next one begins.
  const length = document.text.slice(span.start, span.end).trimEnd().length;
  const { start, end } = document.rangeBetween(span.start, span.start + length);
  return { firstLine: start.line, lastLine: Math.max(start.line, end.line) };
}

/** Offsets into the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Every key and item with all that it holds, by where it begins; of those that begin together, the outermost first. */
function blocksOf({ yaml }: SpecDocument): Span[] {
  const found: Span[] = [];
  if (!yaml) return found;
  visit(yaml, {
    Pair: (_, pair) => {
      const [key, value] = [pair.key as Node | null, pair.value as Node | null];
      if (key?.range) found.push({ start: key.range[0], end: value?.range?.[1] ?? key.range[1] });
    },
    Seq: (_, { items }) => {
      for (const item of items as (Node | null)[])
        if (item?.range) found.push({ start: item.range[0], end: item.range[1] });
    },
  });
  return found.sort((a, b) => a.start - b.start);
}

function firstFrom(blocks: readonly Span[], offset: number): Span | undefined {
  return blocks[lowerBound(blocks.length, (index) => (blocks[index]?.start ?? 0) >= offset)];
}

/** The first index for which something holds that holds for all that come after it, too; `length` where it never does. */
function lowerBound(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The comments of a text with their offsets. A `#` inside a value is none, which only the lexer can tell. */
function commentsOf(text: string): { offset: number; comment: string }[] {
  const comments: { offset: number; comment: string }[] = [];
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    // Marks of the lexer's own, which are not in the text.
    if (token === "\u0002" || token === "\u0018" || token === "\u001f") continue;
    if (token.startsWith("#")) comments.push({ offset, comment: token });
    offset += token.length;
  }
  return comments;
}
