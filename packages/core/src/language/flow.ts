import { closingQuote, commentStart, isBlank, lineEnd, trimEnd } from "./lines.ts";
import { emptyToken, type Token } from "./token.ts";

/** Where the cursor is inside of `{…}` and `[…]`. */
export interface FlowPlace {
  readonly kind: "key" | "value";
  /** From the value that the outermost bracket begins: of the map of a key, or of the value. */
  readonly steps: readonly (string | number)[];
  readonly token: Token;
  /** The other keys of the innermost map. */
  readonly siblings: readonly string[];
  /** Where a comma is missing between what stands before and the token. */
  readonly commaAt: number | undefined;
  /** What is missing between the token and what follows: a comma, or a bracket that ends the token's collection. */
  readonly closing: string;
  /** Of a key without a colon: the bracket of the value that stands behind it. */
  readonly value: "{" | "[" | undefined;
  /** Of a key: where its colon stands, if it has one. */
  readonly colon: number | undefined;
  /** Whether keys are written in quotes, as JSON has them. */
  readonly json: boolean;
  /** The brackets that nothing closes any more, innermost first. */
  readonly unclosed: string;
}

interface Frame {
  /** The offset of its bracket. */
  readonly start: number;
  readonly map: boolean;
  readonly keys: string[];
  key: string | undefined;
  index: number;
  /** What is to come: an entry, the value behind its colon, or a comma. */
  next: "entry" | "value" | "comma";
}

/**
 * Finds the cursor's place in the flow collection that begins at `start`. `closedAt` is the offset behind it where it
 * ends before the cursor. `undefined` where there is nothing to write: in a comment, behind a value.
 */
export function flowPlace(
  text: string,
  start: number,
  cursor: number,
  baseColumn: number,
): FlowPlace | { readonly closedAt: number } | undefined {
  const frames: Frame[] = [];
  let last: Token | undefined;
  let commaAt: number | undefined;
  let at = start;
  let json = false;
  let token: Token | undefined;

  while (at < cursor) {
    const char = text[at];
    const frame = frames.at(-1);
    if (char === "{" || char === "[") {
      if (frame) take(frame);
      frames.push({ start: at, map: char === "{", keys: [], key: undefined, index: 0, next: "entry" });
      at++;
    } else if (char === "}" || char === "]") {
      frames.pop();
      at++;
      if (frames.length === 0) return { closedAt: at };
      commaAt = at;
    } else if (char === ",") {
      if (frame) Object.assign(frame, { key: undefined, index: frame.index + 1, next: "entry" });
      at++;
    } else if (char === ":" && frame?.map && last && isColon(text, at, last)) {
      frame.key = last.text;
      frame.keys.push(last.text);
      frame.next = "value";
      if (last.quote === '"') json = true;
      at++;
    } else if (char === "#" && (isBlank(text[at - 1]) || text[at - 1] === "\n")) {
      at = lineEnd(text, at);
      if (at >= cursor) return undefined;
    } else if (isBlank(char) || char === "\n" || char === "\r") at++;
    else {
      const found = readToken(text, at);
      if (found.end >= cursor) {
        token = found;
        break;
      }
      if (frame) take(frame);
      last = found;
      commaAt = found.end;
      at = found.end;
    }
  }

  const frame = frames.at(-1);
  if (!frame) return undefined;
  token ??= beginsToken(text[cursor]) ? readToken(text, cursor) : emptyToken(cursor);
  // Behind a text without quotes on the same line: what is typed here would go on with it.
  const goesOn = frame.next === "comma" && last?.quote === "" && !text.slice(last.end, cursor).includes("\n");
  if (goesOn && commaAt === last?.end) return undefined;
  const missing = frame.next === "comma" ? commaAt : undefined;
  const isKey = frame.map && frame.next !== "value";
  const steps = frames.slice(0, -1).map(({ map, key, index }) => (map ? (key ?? "") : index));
  if (!frame.map) steps.push(frame.index + (missing === undefined ? 0 : 1));
  else if (!isKey) steps.push(frame.key ?? "");
  const after = readAfter(text, token, frames, isKey, missing === undefined, baseColumn);
  if (after.isValue) return undefined;
  return {
    kind: isKey ? "key" : "value",
    steps,
    token,
    siblings: [...frame.keys, ...after.keys],
    commaAt: missing,
    closing: after.closing,
    value: after.value,
    colon: isKey ? after.colon : undefined,
    json: json || after.json || (isKey && token.quote === '"'),
    unclosed: after.unclosed,
  };
}

/** An entry or a value has been read. */
function take(frame: Frame): void {
  if (frame.next === "value" || !frame.map) frame.next = "comma";
}

function isColon(text: string, at: number, last: Token): boolean {
  const next = text[at + 1];
  return last.quote !== "" || next === undefined || /[\s,\]}]/.test(next);
}

/** A text with or without quotes. */
function readToken(text: string, start: number): Token {
  const end = lineEnd(text, start);
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    // A text goes on behind the end of its line where that is escaped.
    const goesOn = quote === '"' && text[end - 1] === "\\";
    const close = closingQuote(text, start, goesOn ? text.length : end);
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

/** Whether a text begins with a character, and no bracket, comma, colon or comment. */
function beginsToken(char: string | undefined): boolean {
  return char !== undefined && !/[\s,[\]{}:#]/.test(char);
}

interface After {
  readonly keys: string[];
  /** Of the token, if it is a key. */
  readonly colon: number | undefined;
  readonly closing: string;
  readonly value: "{" | "[" | undefined;
  readonly json: boolean;
  readonly unclosed: string;
  /** Whether the value that the token would be stands behind it. */
  readonly isValue: boolean;
}

/** What stands behind the token, up to the end of its collection. */
function readAfter(
  text: string,
  token: Token,
  frames: readonly Frame[],
  isKey: boolean,
  isSeparate: boolean,
  baseColumn: number,
): After {
  const keys: string[] = [];
  const closers = frames.map(({ map }) => (map ? "}" : "]")).reverse();
  const frame = frames.at(-1);
  const isEmptyValue = !isKey && frame?.map === true && token.text === "";
  const isOnLine = frame !== undefined && !text.slice(frame.start, token.start).includes("\n");
  let unclosed = "";
  let depth = 0;
  let colon: number | undefined;
  let json = false;
  let last: Token | undefined;
  let closing = "";
  let value: After["value"];
  let isFirst = true;
  let isInside = true;
  const ends = (more: Partial<After> = {}): After => ({
    keys,
    colon,
    closing,
    value,
    json,
    unclosed: unclosed + closers.join(""),
    isValue: false,
    ...more,
  });

  let at = token.end;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char === "\n") {
      at++;
      const line = lineEnd(text, at);
      let content = at;
      while (content < line && isBlank(text[content])) content++;
      if (content < line && content - at <= baseColumn && !"]}".includes(text[content] ?? "")) break;
      continue;
    }
    if (isBlank(char) || char === "\r") {
      at++;
      continue;
    }
    if (char === "#" && (isBlank(text[at - 1]) || text[at - 1] === "\n")) {
      at = lineEnd(text, at);
      continue;
    }
    const wasFirst = isFirst;
    isFirst = false;
    if (char === "}" || char === "]") {
      if (depth > 0) depth--;
      else {
        const closed = closers.indexOf(char);
        if (closed < 0) break;
        unclosed += closers
          .splice(0, closed + 1)
          .slice(0, -1)
          .join("");
        if (closers.length === 0) break;
        isInside = false;
      }
      at++;
      continue;
    }
    if (wasFirst && char !== "," && char !== ":") {
      const isBelow = text.slice(token.end, at).includes("\n");
      const opens = char === "{" || char === "[";
      if (!isKey && frame?.map && opens) return ends({ isValue: true });
      if (isEmptyValue && (!isBelow || !isKeyAt(text, at))) return ends({ isValue: true });
      if (isKey && opens && isSeparate && !isOnLine) value = char;
      else if ((isBelow && isOnLine && frame && hasEntries(frame)) || (frame?.map && opens)) {
        // What begins and ends on a line, or is followed by what is no entry of it, has lost its end.
        closing = ` ${closers.shift() ?? ""}${closers.length > 0 ? "," : ""}`;
        isInside = false;
      } else closing = ",";
    }
    if (char === "{" || char === "[") {
      depth++;
      at++;
    } else if (char === ",") at++;
    else if (char === ":") {
      if (wasFirst && isKey) colon = at;
      else if (last && isInside && depth === 0 && frame?.map && isColon(text, at, last)) {
        keys.push(last.text);
        if (last.quote === '"') json = true;
      }
      at++;
    } else {
      last = readToken(text, at);
      at = last.end;
    }
  }
  return ends();
}

function hasEntries({ index, keys }: Frame): boolean {
  return index > 0 || keys.length > 0;
}

function isKeyAt(text: string, at: number): boolean {
  const token = readToken(text, at);
  return text[token.end] === ":" && isColon(text, token.end, token);
}
