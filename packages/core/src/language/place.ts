import type { Position } from "vscode-languageserver-types";
import type { Path } from "../spec/path.ts";
import { type Climb, climb, type ListPlace, nextLine } from "./climb.ts";
import { type FlowPlace, flowPlace } from "./flow.ts";
import {
  type BlockKey,
  type BlockLine,
  closingQuote,
  commentStart,
  isEmptyLine,
  lineEnd,
  lineStart,
  nextLineStart,
  readLine,
  trimEnd,
} from "./lines.ts";
import { emptyToken, type Token } from "./token.ts";

export type { ListPlace } from "./climb.ts";
export type { Token } from "./token.ts";

/**
 * What a cursor is at, found by indentation and brackets alone, so that it works in half-written documents too.
 *
 * - `key`: a key of the map at `path`, written or still to be written. Where nothing stands below a key or a dash
 *   yet, `path` may as well be a list or a text that has still to begin: the schema tells.
 * - `value`: the value at `path`, behind its key or in brackets.
 */
export interface Place {
  readonly kind: "key" | "value";
  /** From the AppSpec, also in the template form. */
  readonly path: Path;
  readonly token: Token;
  /** `json` where keys are written in quotes. */
  readonly style: "block" | "flow" | "json";
  /** The other keys of the same map. */
  readonly siblings: readonly string[];
  /** The offset of the colon: behind the token of a key, if it has one, or before a value. */
  readonly colon: number | undefined;
  /** In block style. */
  readonly block: BlockPlace | undefined;
  /** In flow style: what is missing around the token. */
  readonly flow: Pick<FlowPlace, "commaAt" | "closing" | "unclosed" | "value"> | undefined;
}

export interface BlockPlace {
  readonly lineStart: number;
  /** The columns of the line's own dashes. */
  readonly dashes: readonly number[];
  /** The column at which the token's level begins; on a line that is still to be written not always the token's own. */
  readonly column: number;
  /** The column of the key or dash above that level; -1 for the outermost. */
  readonly parentColumn: number;
  /** A list that could have another item on this line. */
  readonly list: ListPlace | undefined;
  /** Whether a key here would take what follows from the list that it belongs to. */
  readonly itemsOnly: boolean;
  /** What stands on the lines below it and belongs to the token's key, also where its colon is still to come. */
  readonly below: BlockLine | undefined;
}

/** The offset of a position; behind the end of its line it is the line's end, behind the last line that of the text. */
export function offsetAt(text: string, { line, character }: Position): number {
  const start = lineOffset(text, line);
  return start === undefined ? text.length : Math.min(start + character, lineEnd(text, start));
}

/** Where a line begins; `undefined` where there is none. */
function lineOffset(text: string, line: number): number | undefined {
  let start: number | undefined = 0;
  for (let at = 0; at < line && start !== undefined; at++) start = nextLineStart(text, start);
  return start;
}

/** What a position is at; `undefined` in comments, in texts of several lines, in blanks behind a token. */
export function placeAt(text: string, position: Position): Place | undefined {
  if (lineOffset(text, position.line) === undefined) return undefined;
  const place = findPlace(text, offsetAt(text, position));
  if (!place) return undefined;
  if (place.path[0] === "spec") return inTemplate(place);
  // Beside the `spec:` of the template form there is nothing that we know of.
  const isBesideSpec = place.path.length === 0 && place.siblings.includes("spec");
  return isBesideSpec && !place.siblings.includes("name") ? undefined : place;
}

function inTemplate(place: Place): Place {
  const list = place.block?.list;
  const block = list && { ...place.block, list: { ...list, path: list.path.slice(1) } };
  return { ...place, path: place.path.slice(1), ...(block && { block }) };
}

function findPlace(text: string, cursor: number): Place | undefined {
  const root = rootFlow(text);
  if (root !== undefined) return root < cursor ? inFlow(text, cursor, root, -1, []) : undefined;

  const line = readLine(text, lineStart(text, cursor));
  const content = line.start + line.column;
  const isEmpty = content >= line.end;
  if (!isEmpty && isEmptyLine(text, line)) return undefined;
  const { key, dashes } = line;
  const opensBrackets = "{[".includes(text[content] ?? " ") && !isEmpty;
  const isFree = key === undefined && !opensBrackets && dashes.length === 0;
  const column = isEmpty && dashes.length === 0 ? cursor - line.start : itemColumn(text, line);
  const level = column === undefined ? undefined : climb(text, line, cursor, column, isFree);
  if (!level) return undefined;
  if (level.flow) return flowPlaceAt(level.flow, level.path);
  if (cursor > content && opensBrackets) return inFlow(text, cursor, content, line.indent, level.path);
  if (key && cursor > key.colon) return inValue(text, cursor, line, key, level);

  const behindDash = line.start + (dashes.at(-1) ?? -1) + 1;
  if (cursor < (isEmpty ? behindDash : content)) return undefined;
  const token = isEmpty ? emptyToken(cursor) : readToken(text, content, key?.colon ?? line.end);
  if (!token || cursor > token.end) return undefined;
  return { ...inBlock(line, level), kind: "key", path: level.path, token, colon: key?.colon };
}

/**
 * Where the keys of a line stand: behind a dash that is alone, where those on the lines below do. `undefined` where a
 * list stands below the dash, which it would tear from its key.
 */
function itemColumn(text: string, line: BlockLine): number | undefined {
  const dash = line.dashes.at(-1);
  const next = dash === undefined || line.key ? undefined : nextLine(text, line);
  if (!next || next.indent <= (dash ?? 0)) return line.column;
  if (next.dashes.length > 0) return undefined;
  return next.key ? next.indent : line.column;
}

/** Where a document that is all brackets begins, as JSON does. */
function rootFlow(text: string): number | undefined {
  for (let start: number | undefined = 0; start !== undefined; start = nextLineStart(text, start)) {
    const line = readLine(text, start);
    if (isEmptyLine(text, line) || text.startsWith("---", start) || text.startsWith("%", start)) continue;
    const content = start + line.column;
    return line.dashes.length === 0 && "{[".includes(text[content] ?? " ") ? content : undefined;
  }
  return undefined;
}

function inFlow(
  text: string,
  cursor: number,
  start: number,
  baseColumn: number,
  path: Path,
): Place | undefined {
  const flow = flowPlace(text, start, cursor, baseColumn);
  return flow && !("closedAt" in flow) ? flowPlaceAt(flow, path) : undefined;
}

function flowPlaceAt(flow: FlowPlace, path: Path): Place {
  const { kind, steps, token, siblings, colon, json } = flow;
  return {
    kind,
    path: [...path, ...steps],
    token,
    style: json ? "json" : "flow",
    siblings,
    colon,
    block: undefined,
    flow,
  };
}

function inValue(
  text: string,
  cursor: number,
  line: BlockLine,
  key: BlockKey,
  level: Climb,
): Place | undefined {
  const path = [...level.path, key.name];
  const first = text[key.value];
  if (key.value < line.end && (first === "{" || first === "[")) {
    if (cursor <= key.value) return undefined;
    return inFlow(text, cursor, key.value, line.column, path);
  }
  const isEmpty = key.value >= line.end || first === "#";
  if (isEmpty && text[cursor] === "#") return undefined;
  const token = isEmpty ? emptyToken(cursor) : readToken(text, key.value, line.end);
  if (!token || cursor < token.start || cursor > token.end) return undefined;
  return { ...inBlock(line, level), kind: "value", path, token, colon: key.colon };
}

function inBlock(line: BlockLine, level: Climb): Pick<Place, "style" | "siblings" | "block" | "flow"> {
  const { column, parentColumn, list, itemsOnly, siblings, below } = level;
  const { start, dashes } = line;
  return {
    style: "block",
    siblings,
    block: { lineStart: start, dashes, column, parentColumn, list, itemsOnly, below },
    flow: undefined,
  };
}

/** The text that begins at an offset; `undefined` for aliases and for the head of a text of several lines. */
function readToken(text: string, start: number, end: number): Token | undefined {
  const first = text[start];
  if (first === '"' || first === "'") {
    const close = closingQuote(text, start, end);
    if (close !== undefined)
      return { start, end: close + 1, text: text.slice(start + 1, close), quote: first };
    return {
      start,
      end: trimEnd(text, start, end),
      text: text.slice(start + 1, end),
      quote: first,
      open: true,
    };
  }
  if (first === undefined || "*|>&!".includes(first) || text.startsWith("---", start)) return undefined;
  const stop = trimEnd(text, start, commentStart(text, start, end));
  return { start, end: stop, text: text.slice(start, stop), quote: "" };
}
