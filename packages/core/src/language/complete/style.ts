import { isEmptyLine, lineStart, nextLineStart, readLine } from "../lines.ts";
import type { Place } from "../place.ts";
import type { Writing } from "./draft.ts";

/** Real specs mostly indent by two spaces, the dashes of lists too. */
const USUAL = { unit: "  ", indentsLists: true };

/** How many lines of a file tell how it is written. */
const LINES_READ = 400;

/** How the file is written, as its lines up to and behind the place show. */
export function writingOf(text: string, place: Place): Writing {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  if (place.style === "block") return { style: "block", newline, ...indentationOf(text), isSpread: false };
  const isSpread = place.style === "json" && isFirstOnLine(text, place);
  const unit = /\n([ \t]+)/.exec(text)?.[1] ?? USUAL.unit;
  return { style: place.style, newline, ...USUAL, unit, isSpread };
}

/** Whether an entry between brackets begins its line: the token itself, or the key of its value. */
function isFirstOnLine(text: string, { token, kind }: Place): boolean {
  const start = lineStart(text, token.start);
  const before = text.slice(start, token.start);
  return start > 0 && (kind === "key" ? /^[ \t]*$/ : /^[ \t]*("[^"]*":)?[ \t]*$/).test(before);
}

function indentationOf(text: string): { unit: string; indentsLists: boolean } {
  let unit: string | undefined;
  let listUnit: string | undefined;
  let indentsLists: boolean | undefined;
  let above: { column: number } | undefined;
  let start: number | undefined = 0;
  for (let count = 0; start !== undefined && count < LINES_READ; count++) {
    const line = readLine(text, start);
    start = nextLineStart(text, start);
    if (isEmptyLine(text, line)) continue;
    if (above) {
      const deeper = line.indent - above.column;
      const blanks = text.slice(line.start + above.column, line.start + line.indent);
      if (line.dashes.length > 0 && deeper >= 0) {
        indentsLists ??= deeper > 0;
        if (deeper > 0) listUnit ??= blanks;
      } else if (deeper > 0 && line.key) unit ??= blanks;
    }
    if (unit !== undefined && indentsLists !== undefined) break;
    const opens = line.key && (line.key.value >= line.end || text[line.key.value] === "#");
    above = opens ? { column: line.column } : undefined;
  }
  unit ??= listUnit;
  return {
    unit: unit !== undefined && /^ +$/.test(unit) ? unit : USUAL.unit,
    indentsLists: indentsLists ?? USUAL.indentsLists,
  };
}

/** The blanks that lead to a column, as the line itself has them, or the nearest one above it with something on it. */
export function indentTo(text: string, start: number, column: number): string {
  if (!text.includes("\t")) return " ".repeat(column);
  const own = text.slice(start, start + column);
  if (own.length === column && /^[ \t-]*$/.test(own)) return own.replaceAll("-", " ");
  for (let above = start; above > 0; ) {
    above = lineStart(text, above - 1);
    const line = readLine(text, above);
    if (!isEmptyLine(text, line))
      return text.slice(above, above + Math.min(line.indent, column)).padEnd(column);
  }
  return " ".repeat(column);
}
