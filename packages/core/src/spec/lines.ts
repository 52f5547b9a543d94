import type { Position } from "vscode-languageserver-types";

/** Turns offsets of a text into lines and columns, and back; the lines are counted when the first one is asked for. */
export class Lines {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where an offset is, zero-based; never behind the end of its line, nor between the two characters of CRLF. */
  position(offset: number): Position {
    const inText = Math.min(Math.max(offset, 0), this.#text.length);
    this.#starts ??= lineStarts(this.#text);
    const line = lastAtOrBelow(this.#starts, inText);
    const start = this.#starts[line] ?? 0;
    const inCrlf = inText > start && this.#text[inText] === "\n" && this.#text[inText - 1] === "\r";
    return { line, character: inText - start - (inCrlf ? 1 : 0) };
  }

  /** The offset of a position. One behind the end of its line is that end, one behind the last line the text's. */
  offset({ line, character }: Position): number {
    this.#starts ??= lineStarts(this.#text);
    const start = this.#starts[Math.max(line, 0)];
    if (start === undefined) return this.#text.length;
    const next = this.#starts[line + 1];
    const lineBreak = next === undefined ? this.#text.length : next - 1;
    const end = next !== undefined && this.#text[lineBreak - 1] === "\r" ? lineBreak - 1 : lineBreak;
    return Math.min(start + Math.max(character, 0), Math.max(end, start));
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** The index of the last number that is not above another one, in an ascending list that begins with 0. */
function lastAtOrBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
