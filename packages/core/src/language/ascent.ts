import { flowPlace } from "./flow.ts";
import { type BlockLine, closingQuote, indentOf, isBlank, lineStart, readLine } from "./lines.ts";

/** What the lines above a line say of its level. */
export interface Ascent {
  readonly path: readonly (string | number)[];
  readonly parentColumn: number;
  /** The keys of the line's level, the nearest first. */
  readonly above: readonly string[];
  /** The list that ends right above, if its dashes are at the line's column. */
  readonly list: { readonly index: number } | undefined;
  /** Whether the nearest key of the level has nothing below it yet. */
  readonly isBelowEmpty: boolean;
  /** The column that the line can only be meant for. */
  readonly snapTo?: number;
  /** The outermost bracket that is open above and holds the cursor; the path is that of its value. */
  readonly bracket?: { readonly offset: number; readonly baseColumn: number };
}

/** `undefined` within a text of several lines, and where the dashes of one list do not line up. */
export function ascend(text: string, line: BlockLine, cursor: number, column: number): Ascent | undefined {
  return new Way(text, line, cursor, column).up();
}

/** The way goes from line to line, and ends early where it has come to something that decides. */
type End = { readonly ascent: Ascent | undefined } | undefined;

const NOWHERE: End = { ascent: undefined };

/** From a line up to the outermost level, over every line that is further to the left than those before. */
class Way {
  readonly #text: string;
  readonly #line: BlockLine;
  readonly #cursor: number;
  readonly #column: number;
  /** From the innermost. */
  readonly #steps: (string | number)[] = [];
  readonly #above: string[] = [];
  #list: { readonly index: number } | undefined;
  #isBelowEmpty = false;
  #parentColumn = -1;
  /** What is searched for is further to the left than this; the key of a list may also be right above its dashes. */
  #need: number;
  #isItem = false;
  /** Where the lines passed since the last one of the level begin. */
  #passed: number | undefined;

  constructor(text: string, line: BlockLine, cursor: number, column: number) {
    this.#text = text;
    this.#line = line;
    this.#cursor = cursor;
    this.#column = column;
    this.#need = column;
    for (const dash of line.dashes.toReversed()) if (dash < this.#need) this.#stepOverDash(dash);
  }

  up(): Ascent | undefined {
    for (let start = this.#line.start; start > 0 && !this.#isOutermost; ) {
      start = lineStart(this.#text, start - 1);
      const indent = indentOf(this.#text, start);
      if (indent === undefined) continue;
      if (indent === 0 && this.#text.startsWith("---", start)) break;
      if (indent > this.#need) {
        if (this.#isAtLevel || this.#isInOwnList) this.#passed = indent;
        continue;
      }
      const upper = readLine(this.#text, start);
      const end = this.#content(upper) ?? this.#dashes(upper);
      if (end) return end.ascent;
    }
    const hasLevel = this.#above.length > 0 || this.#list !== undefined;
    return this.#isAtLevel && !hasLevel && this.#isPassedDeeper
      ? this.#ascent({ snapTo: this.#passed })
      : this.#ascent();
  }

  /** Nothing above the line's level has been found yet. */
  get #isAtLevel(): boolean {
    return this.#steps.length === 0;
  }

  /** It is still the list of the line's own dash that is passed. */
  get #isInOwnList(): boolean {
    return this.#isItem && this.#steps.length === this.#line.dashes.length;
  }

  get #isOutermost(): boolean {
    return this.#need === 0 && !this.#isItem && !this.#isAtLevel;
  }

  get #isPassedDeeper(): boolean {
    return this.#passed !== undefined && this.#passed > this.#column;
  }

  /** A key, or a value of an item. */
  #content(upper: BlockLine): End {
    const { key, column } = upper;
    const content = upper.start + column;
    if (content >= upper.end) return undefined;
    const isKeyOfItem = this.#isItem && key !== undefined && column === this.#need;
    const isItemItself = key === undefined && (upper.dashes.at(-1) ?? column) < this.#need;
    if (column < this.#need || isKeyOfItem || isItemItself)
      return this.#parent(upper, key ? key.value : content);
    if (!this.#isAtLevel) return undefined;
    if (column !== this.#column || !key) {
      this.#passed = column;
      return undefined;
    }
    if (this.#above.length === 0) {
      const isEmpty = inlineValue(this.#text, key.value, upper.end) === "nothing";
      this.#isBelowEmpty = isEmpty && this.#passed === undefined && !this.#list;
    }
    this.#above.push(key.name);
    this.#passed = undefined;
    return undefined;
  }

  /** What the line is below, if its value has not ended before. */
  #parent(upper: BlockLine, value: number): End {
    const { key, column, dashes } = upper;
    // Items deeper than the line's own dash would be of another list.
    if (this.#isInOwnList && this.#passed !== undefined) return NOWHERE;
    const inline = inlineValue(this.#text, value, upper.end);
    if (inline === "text") return NOWHERE;
    if (inline === "quote" && closingQuote(this.#text, value, this.#cursor) === undefined) return NOWHERE;
    if (inline === "brackets") {
      const flow = flowPlace(this.#text, value, this.#cursor, upper.indent);
      if (!flow) return NOWHERE;
      if (!("closedAt" in flow)) return this.#inBrackets(upper, value);
    }
    if (this.#isAtLevel && inline !== "nothing")
      return { ascent: this.#ascent({ snapTo: key ? column : (dashes.at(-1) ?? column) }) };
    if (this.#isAtLevel && this.#isPassedDeeper) return { ascent: this.#ascent({ snapTo: this.#passed }) };
    if (key) {
      if (this.#isAtLevel) this.#parentColumn = column;
      this.#steps.push(key.name);
      this.#need = column;
      this.#isItem = false;
    }
    return undefined;
  }

  #inBrackets(upper: BlockLine, offset: number): End {
    const outer = ascend(this.#text, upper, upper.start, upper.column);
    if (!outer || outer.bracket) return { ascent: outer };
    const path = upper.key ? [...outer.path, upper.key.name] : outer.path;
    return { ascent: { ...outer, path, bracket: { offset, baseColumn: upper.indent } } };
  }

  #dashes(upper: BlockLine): End {
    for (const dash of upper.dashes.toReversed()) {
      if (this.#isItem && dash === this.#need) {
        if (this.#isInOwnList) this.#passed = undefined;
        this.#steps.push(Number(this.#steps.pop()) + 1);
      } else if (dash < this.#need) {
        if (this.#isAtLevel && this.#above.length === 0 && this.#isPassedDeeper)
          return { ascent: this.#ascent({ snapTo: this.#passed }) };
        this.#stepOverDash(dash);
      } else if (this.#isAtLevel && dash === this.#column && this.#above.length === 0) {
        this.#list = { index: (this.#list?.index ?? 0) + 1 };
        this.#passed = undefined;
      }
    }
    return undefined;
  }

  /** Into the list that a dash belongs to; the items above are yet to be counted. */
  #stepOverDash(dash: number): void {
    if (this.#isAtLevel) this.#parentColumn = dash;
    this.#steps.push(0);
    this.#need = dash;
    this.#isItem = true;
  }

  #ascent({ snapTo }: { snapTo?: number | undefined } = {}): Ascent {
    return {
      path: this.#steps.toReversed(),
      parentColumn: this.#parentColumn,
      above: this.#above,
      list: this.#list,
      isBelowEmpty: this.#isBelowEmpty,
      ...(snapTo !== undefined && { snapTo }),
    };
  }
}

/** What stands on the line behind a key or a dash. */
export function inlineValue(
  text: string,
  start: number,
  end: number,
): "nothing" | "text" | "quote" | "brackets" | "scalar" {
  let at = start;
  while (at < end && (text[at] === "&" || text[at] === "!")) {
    while (at < end && !isBlank(text[at])) at++;
    while (at < end && isBlank(text[at])) at++;
  }
  const first = text[at];
  if (at >= end || first === "#") return "nothing";
  if (first === "|" || first === ">") return "text";
  if (first === "{" || first === "[") return "brackets";
  return at === start && (first === '"' || first === "'") ? "quote" : "scalar";
}
