import { isColon, readToken } from "./flow-token.ts";
import { isBlank, lineEnd } from "./lines.ts";
import type { Token } from "./token.ts";

/** A collection between brackets that is open at the cursor. */
export interface Frame {
  /** The offset of its bracket. */
  readonly start: number;
  readonly map: boolean;
  readonly keys: string[];
  key: string | undefined;
  index: number;
  /** What is to come: an entry, the value behind its colon, or a comma. */
  next: "entry" | "value" | "comma";
}

/** What stands behind the cursor's token, up to the end of its collection. */
export interface After {
  /** Of the token's map. */
  readonly keys: readonly string[];
  /** Of the token, if it is a key. */
  readonly colon: number | undefined;
  /** What is missing between the token and what follows: a comma, or a bracket that ends the token's collection. */
  readonly closing: string;
  /** Of a key without a colon: the bracket of the value that stands behind it. */
  readonly value: "{" | "[" | undefined;
  /** Whether keys are written in quotes. */
  readonly json: boolean;
  /** The brackets that nothing closes any more, innermost first. */
  readonly unclosed: string;
  /** Whether the value that the token would be stands behind it. */
  readonly isValue: boolean;
}

/** What the reader knows of the token: its collections, the innermost last, and what is before it. */
export interface Before {
  readonly token: Token;
  readonly frames: readonly Frame[];
  readonly isKey: boolean;
  /** Whether a comma or the opening bracket stands before the token. */
  readonly isSeparate: boolean;
  /** A line that begins here or further to the left is none of the collection. */
  readonly baseColumn: number;
}

export function readAfter(text: string, before: Before): After {
  const { token, frames, isKey, baseColumn } = before;
  const frame = frames.at(-1);
  const closers = frames.map(({ map }) => (map ? "}" : "]")).reverse();
  const keys: string[] = [];
  let json = false;
  let colon: number | undefined;
  let first: Follower | undefined;
  let unclosed = "";
  let depth = 0;
  let isInside = true;
  let last: Token | undefined;

  let at = nextOf(text, token.end, baseColumn);
  for (; at !== undefined; at = nextOf(text, at, baseColumn)) {
    const char = text[at] ?? "";
    if (char === "}" || char === "]") {
      first ??= NOTHING;
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
    if (!first) {
      first = char === "," || char === ":" ? NOTHING : followerAt(text, at, before);
      if (first.isValue) break;
      if (first.isLost) {
        unclosed = `${closers.shift() ?? ""}${closers.length > 0 ? "," : ""}`;
        isInside = false;
      }
      if (char === ":" && isKey) {
        colon = at++;
        continue;
      }
    }
    if (char === "{" || char === "[") {
      depth++;
      at++;
    } else if (char === ":") {
      if (last && isInside && depth === 0 && frame?.map && isColon(text, at, last)) {
        keys.push(last.text);
        if (last.quote === '"') json = true;
      }
      at++;
    } else if (char === ",") at++;
    else {
      last = readToken(text, at);
      at = last.end;
    }
  }
  const closing = first?.isLost ? ` ${unclosed}` : (first?.comma ?? "");
  return {
    keys,
    colon,
    closing,
    value: first?.value,
    json,
    unclosed: (first?.isLost ? "" : unclosed) + closers.join(""),
    isValue: first?.isValue ?? false,
  };
}

/** The next character that is neither blank nor of a comment; `undefined` where the collection's lines end. */
function nextOf(text: string, from: number, baseColumn: number): number | undefined {
  let at = from;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (char === "\n") {
      at++;
      const end = lineEnd(text, at);
      let content = at;
      while (content < end && isBlank(text[content])) content++;
      if (content < end && content - at <= baseColumn && !"]}".includes(text[content] ?? ""))
        return undefined;
    } else if (isBlank(char) || char === "\r") at++;
    else if (char === "#" && (isBlank(text[at - 1]) || text[at - 1] === "\n")) at = lineEnd(text, at);
    else return at;
  }
  return undefined;
}

/** What the first thing behind the token is to it. */
interface Follower {
  readonly comma?: string;
  readonly value?: "{" | "[";
  readonly isValue?: boolean;
  /** The token's collection has lost its end: what follows is no entry of it. */
  readonly isLost?: boolean;
}

const NOTHING: Follower = {};

function followerAt(text: string, at: number, { token, frames, isKey, isSeparate }: Before): Follower {
  const frame = frames.at(-1);
  const char = text[at];
  const bracket = char === "{" || char === "[" ? char : undefined;
  const isOnNextLine = text.slice(token.end, at).includes("\n");
  const isOnOneLine = frame !== undefined && !text.slice(frame.start, token.start).includes("\n");
  const endsOnLine = isOnNextLine && isOnOneLine && frame !== undefined && hasEntries(frame);
  if (endsOnLine) return { isLost: true };
  if (!isKey && frame?.map) {
    if (bracket) return { isValue: true };
    if (token.text === "" && !(isOnNextLine && isKeyAt(text, at))) return { isValue: true };
  }
  if (isKey && bracket && isSeparate && !isOnOneLine) return { value: bracket };
  return frame?.map && bracket ? { isLost: true } : { comma: "," };
}

function hasEntries({ index, keys }: Frame): boolean {
  return index > 0 || keys.length > 0;
}

function isKeyAt(text: string, at: number): boolean {
  const token = readToken(text, at);
  return text[token.end] === ":" && isColon(text, token.end, token);
}
