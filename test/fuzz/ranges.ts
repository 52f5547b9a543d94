import type { Position, Range } from "vscode-languageserver-types";
import type { Failure } from "./properties.ts";

/** A range must be in the text, and end where it begins or later. */
export function rangeFailures(what: string, { start, end }: Range, lines: Lines): Failure[] {
  if (lines.has(start) && lines.has(end) && !isBefore(end, start)) return [];
  const at = ({ line, character }: Position) => `${line}:${character}`;
  return [{ kind: `${what} is not in the document`, detail: `${at(start)} to ${at(end)}` }];
}

/** The lines of a text as an editor counts them, except that a lone CR ends none (as in YAML's own parser here). */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #ends: number[] = [];

  constructor(text: string) {
    for (const { 0: end, index } of text.matchAll(/\r?\n/g)) {
      this.#ends.push(index);
      this.#starts.push(index + end.length);
    }
    this.#ends.push(text.length);
  }

  has({ line, character }: Position): boolean {
    const start = this.#starts[line];
    const end = this.#ends[line];
    return start !== undefined && end !== undefined && character >= 0 && start + character <= end;
  }

  offset({ line, character }: Position): number {
    return (this.#starts[line] ?? 0) + character;
  }
}

export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
