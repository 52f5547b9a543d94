/** A line of a text in block style, as far as its beginning tells: `  - name: web` */
export interface BlockLine {
  /** The offset of its first character. */
  readonly start: number;
  /** The offset behind its last character, line end not counted. */
  readonly end: number;
  /** Its first column that is not blank. */
  readonly indent: number;
  /** The columns of the dashes that begin it. */
  readonly dashes: readonly number[];
  /** The column of what follows the dashes. */
  readonly column: number;
  readonly key: BlockKey | undefined;
}

/** A key with its colon, on one line. */
export interface BlockKey {
  readonly name: string;
  /** The offset of the colon. */
  readonly colon: number;
  /** Where the value begins: at the line's end where there is none. */
  readonly value: number;
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the next line begins; `undefined` at the end of the text. */
export function nextLineStart(text: string, offset: number): number | undefined {
  const end = text.indexOf("\n", offset);
  return end < 0 ? undefined : end + 1;
}

export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}

export function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

export function skipBlanks(text: string, offset: number, end: number): number {
  let at = offset;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

/** The offset behind the last character of a stretch that is not blank. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(text[at - 1])) at--;
  return at;
}

/** Whether a line holds nothing but blanks or a comment. */
export function isEmptyLine(text: string, { start, end, indent }: BlockLine): boolean {
  return start + indent >= end || text[start + indent] === "#";
}

/** The first column of a line that is not blank; `undefined` where it holds nothing but blanks or a comment. */
export function indentOf(text: string, start: number): number | undefined {
  let at = start;
  while (isBlank(text[at])) at++;
  const char = text[at];
  const isEmpty =
    char === undefined || char === "\n" || char === "#" || (char === "\r" && text[at + 1] === "\n");
  return isEmpty ? undefined : at - start;
}

export function readLine(text: string, start: number): BlockLine {
  const end = lineEnd(text, start);
  let at = skipBlanks(text, start, end);
  const indent = at - start;
  const dashes: number[] = [];
  while (text[at] === "-" && (at + 1 >= end || isBlank(text[at + 1]))) {
    dashes.push(at - start);
    at = skipBlanks(text, at + 1, end);
  }
  return { start, end, indent, dashes, column: at - start, key: readKey(text, at, end) };
}

/** The key that begins at an offset, if a colon follows it. Anchors and tags before it are skipped. */
function readKey(text: string, from: number, end: number): BlockKey | undefined {
  let at = from;
  while ((text[at] === "&" || text[at] === "!") && at < end) {
    while (at < end && !isBlank(text[at])) at++;
    at = skipBlanks(text, at, end);
  }
  const first = text[at];
  if (first === undefined || at >= end || NO_KEY.includes(first)) return undefined;
  if (first === '"' || first === "'") {
    const close = closingQuote(text, at, end);
    const colon = close === undefined ? end : skipBlanks(text, close + 1, end);
    if (close === undefined || text[colon] !== ":") return undefined;
    return { name: text.slice(at + 1, close), colon, value: skipBlanks(text, colon + 1, end) };
  }
  for (let colon = text.indexOf(":", at); colon >= 0 && colon < end; colon = text.indexOf(":", colon + 1)) {
    if (colon + 1 < end && !isBlank(text[colon + 1])) continue;
    const comment = commentStart(text, at, colon);
    if (comment < colon) return undefined;
    return {
      name: text.slice(at, trimEnd(text, at, colon)),
      colon,
      value: skipBlanks(text, colon + 1, end),
    };
  }
  return undefined;
}

const NO_KEY = "#,[]{}|>%@`*";

/** The offset of the quote that ends the text which a quote begins; `undefined` where it is not before `end`. */
export function closingQuote(text: string, open: number, end: number): number | undefined {
  const quote = text[open];
  for (let at = open + 1; at < end; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === "'") at++;
      else return at;
    }
  }
  return undefined;
}

/** The offset of the `#` that begins a comment behind a stretch without quotes; `end` where there is none. */
export function commentStart(text: string, start: number, end: number): number {
  for (let at = text.indexOf("#", start); at >= 0 && at < end; at = text.indexOf("#", at + 1))
    if (at === start || isBlank(text[at - 1])) return at;
  return end;
}
