import type { Position, Range } from "vscode-languageserver-types";
import { type Span, spanOf } from "../rules/text-edits.ts";
import type { SpecDocument } from "../spec/document.ts";

/** From a node's first character to its last one: the range of a block reaches to where the next one begins. */
export function trimmedSpan({ text }: SpecDocument, node: unknown): Span | undefined {
  const span = spanOf(node);
  if (!span) return undefined;
  let end = span[1];
  while (end > span[0] && isSpace(text[end - 1])) end--;
  return [span[0], end];
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

/** Whether two ranges share a character or meet. */
export function touch(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

export function isWithin(inner: Range, outer: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
