import type { Line, Span, TornText } from "./torn-text.ts";

/** A line that begins with a key, behind any dashes. */
export const KEY_LINE = /^(?:- +)*(?:[\w.-]+|"[^"]*"|'[^']*'):(?:\s|$)/;

/** Where the lines end that are indented further than this one. */
export function blockEnd(text: TornText, line: Line): number {
  let { end } = line;
  for (let next = text.lineBelow(line); next && next.indent > line.indent; next = text.lineBelow(next))
    ({ end } = next);
  return end;
}

/** The key that a line begins with, behind its dashes; its first word where there is none. */
export function keySpan(line: Line): Span {
  const dashes = dashesOf(line);
  const word = /^(?:"[^"]*"|'[^']*'|-(?=\s|$)|[^\s:]+)/.exec(line.body.slice(dashes))?.[0] ?? "";
  const from = line.start + line.indent + dashes;
  return [from, from + Math.max(word.length, 1)];
}

/** How many characters the dashes take that a line begins with. */
export function dashesOf({ body }: Line): number {
  return /^(?:- +)*/.exec(body)?.[0].length ?? 0;
}
