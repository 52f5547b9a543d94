import { type Ascent, ascend, inlineValue } from "./ascent.ts";
import { type FlowPlace, flowPlace } from "./flow.ts";
import { type BlockLine, indentOf, nextLineStart, readLine } from "./lines.ts";

/** What a line in block style belongs to, by the indentation of what stands above and below it. */
export interface Climb {
  readonly path: readonly (string | number)[];
  /** The column of the level that the line belongs to. */
  readonly column: number;
  /** The column of the key or dash that the level is below; -1 for the outermost. */
  readonly parentColumn: number;
  /** The other keys of that level. */
  readonly siblings: readonly string[];
  readonly list: ListPlace | undefined;
  readonly itemsOnly: boolean;
  /** The line below, where it belongs to what the line's key is or would be. */
  readonly below: BlockLine | undefined;
  /** Where brackets that are open above hold the cursor. */
  readonly flow: FlowPlace | undefined;
}

/** A list that could have another item on a line. */
export interface ListPlace {
  readonly path: readonly (string | number)[];
  readonly index: number;
  /** Of its dashes. */
  readonly column: number;
}

/**
 * Finds the level of a line.
 *
 * @param column where the line begins, behind its dashes
 * @param isFree whether the line is still to be written, so that it may be meant for another column than its own
 * @returns `undefined` within a text of several lines
 */
export function climb(
  text: string,
  line: BlockLine,
  cursor: number,
  column: number,
  isFree: boolean,
): Climb | undefined {
  const isOpen =
    isFree || (line.key !== undefined && inlineValue(text, line.key.value, line.end) === "nothing");
  const lower = isOpen ? nextLine(text, line) : undefined;
  const next = isFree ? lower : undefined;
  // What is written below goes on with its own level, so that nothing may end it here.
  let level = next ? Math.max(column, next.indent) : column;
  let up = ascend(text, line, cursor, level);
  for (let tries = 0; isFree && up?.snapTo !== undefined && tries < 3; tries++) {
    level = up.snapTo;
    up = ascend(text, line, cursor, level);
  }
  if (up && next && next.indent < level && isOfParent(up, next)) {
    level = next.indent;
    up = ascend(text, line, cursor, level);
  }
  if (!up || (next && next.indent === level && isWhole(text, next))) return undefined;
  const { path, bracket, above, parentColumn } = up;
  const flow = bracket && flowPlace(text, bracket.offset, cursor, bracket.baseColumn);
  if (bracket && (!flow || "closedAt" in flow)) return undefined;
  if (flow && !("closedAt" in flow))
    return {
      path,
      column: level,
      parentColumn,
      siblings: [],
      list: undefined,
      itemsOnly: false,
      below: undefined,
      flow,
    };

  const isBeforeDash = next !== undefined && next.indent === level && next.dashes.length > 0;
  // Dashes below a key that has its value already are those of the key that is still to be written.
  const isOwn = isBeforeDash && above.length > 0 && !up.list && !up.isBelowEmpty;
  const isBeforeItem = isBeforeDash && !isOwn;
  const [nearest] = above;
  const list = up.list ?? (isFree && (isBeforeItem || up.isBelowEmpty) ? { index: 0 } : undefined);
  return {
    path,
    column: level,
    parentColumn,
    siblings: [...above, ...keysBelow(text, line, level)],
    list: list && {
      index: list.index,
      column: level,
      path: nearest !== undefined ? [...path, nearest] : path,
    },
    itemsOnly: isBeforeItem || (up.list !== undefined && above.length === 0),
    below: lower && isBelow(lower, level, isOwn || line.key !== undefined) ? lower : undefined,
    flow: undefined,
  };
}

/** Whether nothing above is of the line's level, and what stands below is of what holds it: that is the level then. */
function isOfParent(
  { above, list, bracket, path, parentColumn }: Ascent,
  { indent, dashes }: BlockLine,
): boolean {
  if (above.length > 0 || list || bracket) return false;
  const isListOfKey = dashes.length > 0 && indent === parentColumn && typeof path.at(-1) === "string";
  return indent > parentColumn || isListOfKey;
}

/** Brackets that stand alone are the whole of what they belong to, and so is what begins with `---`. */
function isWhole(text: string, { start, end, indent }: BlockLine): boolean {
  return /^(\{|\[|---)/.test(text.slice(start + indent, end));
}

/** Of a key that is written, a list may stand at the key's own column. */
function isBelow(lower: BlockLine, level: number, isKey: boolean): boolean {
  return lower.indent > level || (isKey && lower.indent === level && lower.dashes.length > 0);
}

function keysBelow(text: string, line: BlockLine, column: number): string[] {
  const keys: string[] = [];
  for (let start = nextLineStart(text, line.start); start !== undefined; start = nextLineStart(text, start)) {
    const indent = indentOf(text, start);
    if (indent === undefined || indent > column) continue;
    if (indent < column || (indent === 0 && text.startsWith("---", start))) break;
    const { key, dashes } = readLine(text, start);
    if (key && dashes.length === 0) keys.push(key.name);
  }
  return keys;
}

/** The next line with something on it. */
export function nextLine(text: string, line: BlockLine): BlockLine | undefined {
  for (let start = nextLineStart(text, line.start); start !== undefined; start = nextLineStart(text, start)) {
    if (indentOf(text, start) !== undefined) return readLine(text, start);
  }
  return undefined;
}
