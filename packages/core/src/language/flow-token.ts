import { closingQuote, commentStart, lineEnd, trimEnd } from "./lines.ts";
import type { Token } from "./token.ts";

/** Whether the colon at an offset ends a key. */
export function isColon(text: string, at: number, last: Token): boolean {
  const next = text[at + 1];
  return last.quote !== "" || next === undefined || /[\s,\]}]/.test(next);
}

/** A text with or without quotes, between brackets. */
export function readToken(text: string, start: number): Token {
  const end = lineEnd(text, start);
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const close = closingQuote(text, start, end) ?? closeBelow(text, start);
    if (close === undefined) return { start, end, text: text.slice(start + 1, end), quote, open: true };
    return { start, end: close + 1, text: text.slice(start + 1, close), quote };
  }
  let at = start;
  while (at < end) {
    const char = text[at] ?? "";
    if (",[]{}".includes(char)) break;
    if (char === ":" && (at + 1 >= end || /[\s,\]}]/.test(text[at + 1] ?? ""))) break;
    at++;
  }
  // A stray character must not stop the reader.
  const stop = trimEnd(text, start, Math.min(at, commentStart(text, start + 1, at)));
  return { start, end: Math.max(stop, start + 1), text: text.slice(start, stop), quote: "" };
}

/**
 * The end of a text of several lines. Where a quote is missing, the next one begins another text: what follows it
 * tells.
 */
function closeBelow(text: string, start: number): number | undefined {
  const close = closingQuote(text, start, text.length);
  const isEnd = close !== undefined && /^[ \t\r]*([,:}\]\n]|$)/.test(text.slice(close + 1, close + 80));
  return isEnd ? close : undefined;
}

/** Whether a text begins with a character, and no bracket, comma, colon or comment. */
export function beginsToken(char: string | undefined): boolean {
  return char !== undefined && !/[\s,[\]{}:#]/.test(char);
}
