import { type FlowPlace, flowPlace } from "./flow.ts";
import { type BlockLine, isBlank, isEmptyLine, lineStart, nextLineStart, readLine } from "./lines.ts";

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
  let up = walkUp(text, line, cursor, level);
  for (let tries = 0; isFree && up?.snapTo !== undefined && tries < 3; tries++) {
    level = up.snapTo;
    up = walkUp(text, line, cursor, level);
  }
  // Nothing above is of this level, and what stands below is not as deep as this: it is the level then.
  if (
    up &&
    next &&
    !up.flow &&
    up.above.length === 0 &&
    !up.list &&
    up.parentColumn < next.indent &&
    next.indent < level
  ) {
    level = next.indent;
    up = walkUp(text, line, cursor, level);
  }
  // Brackets that stand alone are the whole of what they belong to.
  if (!up || (next && next.indent === level && "{[".includes(text[next.start + next.column] ?? " ")))
    return undefined;
  const { path, flow, above, parentColumn } = up;
  if (flow)
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
    siblings: [...above.map(({ name }) => name), ...keysBelow(text, line, level)],
    list: list && { index: list.index, column: level, path: nearest ? [...path, nearest.name] : path },
    itemsOnly: isBeforeItem || (up.list !== undefined && above.length === 0),
    below: lower && isBelow(lower, level, isOwn || line.key !== undefined) ? lower : undefined,
    flow: undefined,
  };
}

/** Of a key that is written, a list may stand at the key's own column. */
function isBelow(lower: BlockLine, level: number, isKey: boolean): boolean {
  return lower.indent > level || (isKey && lower.indent === level && lower.dashes.length > 0);
}

interface Up {
  readonly path: (string | number)[];
  readonly parentColumn: number;
  /** The keys of the line's level, the nearest first. */
  readonly above: { name: string }[];
  /** The list that ends right above, if its dashes are at the line's column. */
  readonly list: { readonly index: number } | undefined;
  /** Whether the nearest key of the level has nothing below it yet. */
  readonly isBelowEmpty: boolean;
  /** The column that the line can only be meant for. */
  readonly snapTo?: number;
  readonly flow?: FlowPlace;
}

function walkUp(text: string, line: BlockLine, cursor: number, column: number): Up | undefined {
  /** From the innermost. */
  const steps: (string | number)[] = [];
  const above: { name: string }[] = [];
  let list: { index: number } | undefined;
  let isBelowEmpty = false;
  /** What is searched for: something above that is further to the left. */
  let need = column;
  let isItem = false;
  let parentColumn = -1;
  /** Where the lines directly above, which are deeper, begin. */
  let passed: number | undefined;
  const at = (path: (string | number)[], more: Partial<Up> = {}): Up => ({
    path: path.toReversed(),
    parentColumn,
    above,
    list,
    isBelowEmpty,
    ...more,
  });

  /** Whether it is still the list of the line's own dash that is looked at. */
  const isFirstItem = () => isItem && steps.length === line.dashes.length;

  for (const dash of line.dashes.toReversed())
    if (dash < need) {
      if (steps.length === 0) parentColumn = dash;
      steps.push(0);
      need = dash;
      isItem = true;
    }

  for (let start = line.start; start > 0 && (need > 0 || isItem || steps.length === 0); ) {
    start = lineStart(text, start - 1);
    const upper = readLine(text, start);
    if (isEmptyLine(text, upper)) continue;
    if (upper.indent === 0 && text.startsWith("---", start)) break;
    const isLevel = steps.length === 0;
    if (upper.indent > need) {
      if (isLevel || isFirstItem()) passed = upper.indent;
      continue;
    }

    const content = start + upper.column;
    const { key } = upper;
    if (content < upper.end) {
      const isAbove = upper.column < need || (isItem && key !== undefined && upper.column === need);
      if (isAbove) {
        // Items deeper than the line's own dash would be of another list.
        if (isFirstItem() && passed !== undefined) return undefined;
        const inline = inlineValue(text, key ? key.value : content, upper.end);
        if (inline === "text") return undefined;
        if (inline === "brackets") {
          const flow = flowPlace(text, key ? key.value : content, cursor, upper.indent);
          if (!flow) return undefined;
          if (!("closedAt" in flow)) {
            const outer = walkUp(text, upper, start, upper.column);
            return outer && { ...outer, path: key ? [...outer.path, key.name] : outer.path, flow };
          }
        }
        if (isLevel && inline !== "nothing")
          return at(steps, { snapTo: key ? upper.column : (upper.dashes.at(-1) ?? upper.column) });
        if (isLevel && passed !== undefined && passed > column) return at(steps, { snapTo: passed });
        if (key) {
          if (isLevel) parentColumn = upper.column;
          steps.push(key.name);
          need = upper.column;
          isItem = false;
        }
      } else if (isLevel && upper.column === column && key) {
        if (above.length === 0)
          isBelowEmpty =
            passed === undefined && !list && inlineValue(text, key.value, upper.end) === "nothing";
        above.push({ name: key.name });
        passed = undefined;
      } else if (isLevel) passed = upper.column;
    }

    for (const dash of upper.dashes.toReversed()) {
      if (isItem && dash === need) {
        if (isFirstItem()) passed = undefined;
        steps[steps.length - 1] = Number(steps.at(-1)) + 1;
      } else if (dash < need) {
        if (steps.length === 0 && above.length === 0 && passed !== undefined && passed > column)
          return at(steps, { snapTo: passed });
        if (steps.length === 0) parentColumn = dash;
        steps.push(0);
        need = dash;
        isItem = true;
      } else if (steps.length === 0 && dash === column && above.length === 0) {
        list = { index: (list?.index ?? 0) + 1 };
        passed = undefined;
      }
    }
  }
  if (steps.length === 0 && above.length === 0 && !list && passed !== undefined && passed > column)
    return at(steps, { snapTo: passed });
  return at(steps);
}

/** What stands on the line behind a key or a dash. */
function inlineValue(text: string, start: number, end: number): "nothing" | "text" | "brackets" | "scalar" {
  let at = start;
  while (at < end && (text[at] === "&" || text[at] === "!")) {
    while (at < end && !isBlank(text[at])) at++;
    while (at < end && isBlank(text[at])) at++;
  }
  const first = text[at];
  if (at >= end || first === "#") return "nothing";
  if (first === "|" || first === ">") return "text";
  if (first === "{" || first === "[") return "brackets";
  return "scalar";
}

function keysBelow(text: string, line: BlockLine, column: number): string[] {
  const keys: string[] = [];
  for (let start = nextLineStart(text, line.start); start !== undefined; start = nextLineStart(text, start)) {
    const lower = readLine(text, start);
    if (isEmptyLine(text, lower) || lower.indent > column) continue;
    if (lower.indent < column || (lower.indent === 0 && text.startsWith("---", start))) break;
    if (lower.key && lower.dashes.length === 0) keys.push(lower.key.name);
  }
  return keys;
}

/** The next line with something on it. */
export function nextLine(text: string, line: BlockLine): BlockLine | undefined {
  for (let start = nextLineStart(text, line.start); start !== undefined; start = nextLineStart(text, start)) {
    const next = readLine(text, start);
    if (!isEmptyLine(text, next)) return next;
  }
  return undefined;
}
