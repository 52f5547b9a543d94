import type { Range } from "vscode-languageserver-types";
import { Lexer, type Node, visit } from "yaml";
import type { SpecDocument } from "../spec/document.ts";

/**
 * A comment that silences rules: `# appspec-ignore rule-id` (several are separated by commas, and a reason may follow). At the end of a line
 * it is about that line, on a line of its own about the key or item below it, with all that it holds.
 */
export interface IgnoreComment {
  readonly rules: readonly { readonly id: string; readonly range: Range }[];
  /** The lines that it is about, zero-based, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

const MARK = "appspec-ignore";
/** What follows the list is the reason, which nobody reads but people. */
const COMMENT = /^(?<before>#\s*appspec-ignore:?\s+)(?<list>[\w-]+(?:\s*,\s*[\w-]+)*)/;

/** The comments of a document that silence rules. Without any, this costs one search through the text. */
export function ignoreComments(document: SpecDocument): IgnoreComment[] {
  const { text } = document;
  if (!text.includes(MARK)) return [];
  return commentsOf(text).flatMap(({ offset, comment }) => {
    const { before = "", list } = COMMENT.exec(comment)?.groups ?? {};
    if (list === undefined) return [];
    const line = document.rangeBetween(offset, offset).start.line;
    const begin = text.lastIndexOf("\n", offset - 1) + 1;
    const ownLine = text.slice(begin, offset).trim() === "";
    return [
      {
        rules: namedRules(document, offset + before.length, list),
        ...linesOf(document, line, offset, ownLine),
      },
    ];
  });
}

function namedRules(document: SpecDocument, listAt: number, list: string) {
  return [...list.matchAll(/[^\s,]+/g)].map((match) => {
    const start = listAt + match.index;
    return { id: match[0], range: document.rangeBetween(start, start + match[0].length) };
  });
}

function linesOf(document: SpecDocument, line: number, offset: number, ownLine: boolean) {
  if (!ownLine) return { firstLine: line, lastLine: line };
  const span = outermostAfter(document, offset);
  // Above nothing it silences nothing.
  if (!span) return { firstLine: line, lastLine: line };
  // The range of a block reaches to where the next one begins.
  const length = document.text.slice(span.start, span.end).trimEnd().length;
  const { start, end } = document.rangeBetween(span.start, span.start + length);
  return { firstLine: start.line, lastLine: Math.max(start.line, end.line) };
}

/** The first key or item that begins after an offset: the outermost of those that begin there together. */
function outermostAfter(document: SpecDocument, offset: number): { start: number; end: number } | undefined {
  let found: { start: number; end: number } | undefined;
  const consider = (start: number, end: number) => {
    if (start >= offset && (!found || start < found.start)) found = { start, end };
  };
  if (!document.yaml) return undefined;
  visit(document.yaml, {
    Pair: (_, pair) => {
      const [key, value] = [pair.key as Node | null, pair.value as Node | null];
      if (key?.range) consider(key.range[0], value?.range?.[1] ?? key.range[1]);
    },
    Seq: (_, seq) => {
      for (const item of seq.items) {
        const range = (item as Node | null)?.range;
        if (range) consider(range[0], range[1]);
      }
    },
  });
  return found;
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
