import { type Frame, readAfter } from "./flow-after.ts";
import { beginsToken, isColon, readToken } from "./flow-token.ts";
import { isBlank, lineEnd } from "./lines.ts";
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
  const after = readAfter(text, { token, frames, isKey, isSeparate: missing === undefined, baseColumn });
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
