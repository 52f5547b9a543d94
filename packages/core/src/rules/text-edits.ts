import type { TextEdit } from "vscode-languageserver-types";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { isCollection, isMap, isNode, isScalar, type Pair, type YAMLMap } from "../yaml.ts";
import { hasAliases, newlineOf, type Writable, writtenBlock, writtenPair } from "./written.ts";

/**
 * Edits that put keys into maps and take them out, as the text around them is written. Each is `undefined` where the
 * place is written in a way (tabs, several things on a line) that a small edit would spoil.
 */

export type Span = readonly [start: number, end: number];

/** What an item is called by stands first in it; another key comes behind that. */
const FIRST_KEYS: readonly string[] = ["name", "key", "domain"];

/** Puts `key: value` into the map at a path: behind what it is called by, or before another of its keys. */
export function insertion(
  document: SpecDocument,
  path: Path,
  key: string,
  value: Writable,
  before?: string,
): TextEdit | undefined {
  const map = document.nodeAt(path);
  const span = spanOf(map);
  if (!isMap(map) || !span) return undefined;
  const next = map.items.find(({ key }) => isScalar(key) && key.value === before);
  const first = map.items[0];
  const name = isScalar(first?.value) && !FIRST_KEYS.includes(key) ? spanOf(first.value) : undefined;
  const place = { next: next ?? first, behind: next ? undefined : name, isFirst: !next || next === first };
  return map.flow
    ? betweenBraces(document, span, key, value, place)
    : onOwnLines(document, key, value, place);
}

interface Place {
  readonly next: Pair | undefined;
  /** The scalar value that it comes behind; otherwise it comes before `next`. */
  readonly behind: Span | undefined;
  readonly isFirst: boolean;
}

function betweenBraces(
  document: SpecDocument,
  span: Span,
  key: string,
  value: Writable,
  { next, behind }: Place,
): TextEdit {
  const at = spanOf(next?.key)?.[0];
  const indent = at === undefined ? undefined : beforeOnLine(document, at, /^ *$/);
  const text = writtenPair(document, key, value, indent);
  if (at === undefined) return editOf(document, [span[0] + 1, span[0] + 1], text);
  const comma = indent === undefined ? ", " : `,${newlineOf(document)}${indent}`;
  return behind
    ? editOf(document, [behind[1], behind[1]], `${comma}${text}`)
    : editOf(document, [at, at], `${text}${comma}`);
}

function onOwnLines(
  document: SpecDocument,
  key: string,
  value: Writable,
  { next, behind, isFirst }: Place,
): TextEdit | undefined {
  const at = spanOf(next?.key)?.[0];
  // Only spaces and the dashes of a list may stand before: what follows must line up with the first key.
  const before = at === undefined ? undefined : beforeOnLine(document, at, /^[ -]*$/);
  if (at === undefined || before === undefined) return undefined;
  const indent = " ".repeat(before.length);
  const text = writtenBlock(document, key, value, indent);
  const newline = newlineOf(document);
  if (behind && !document.text.slice(...behind).includes("\n")) {
    const lineEnd = lineEndOf(document, behind[1]);
    return editOf(document, [lineEnd, lineEnd], `${newline}${indent}${text}`);
  }
  if (isFirst) return editOf(document, [at, at], `${text}${newline}${indent}`);
  const start = commentsAbove(document, at - before.length, indent);
  return editOf(document, [start, start], `${indent}${text}${newline}`);
}

/** Where the comments begin that stand directly above a line and belong to it. */
export function commentsAbove({ text }: SpecDocument, lineStart: number, indent: string): number {
  let start = lineStart;
  while (start > 1) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!text.startsWith(`${indent}#`, above)) return start;
    start = above;
  }
  return start;
}

/** Writes another pair in the place of the one at a path. */
export function renaming(
  document: SpecDocument,
  path: Path,
  key: string,
  value: Writable,
): TextEdit | undefined {
  const map = document.nodeAt(path.slice(0, -1));
  const pair = document.pairAt(path);
  const span = spanOfPair(pair);
  if (!isMap(map) || !pair || !span) return undefined;
  const before = beforeOnLine(document, span[0], /^[ -]*$/);
  if (!map.flow && before === undefined) return undefined;
  const indent = " ".repeat(before?.length ?? 0);
  const text = map.flow
    ? writtenPair(document, key, value, before)
    : writtenBlock(document, key, value, indent);
  return editOf(document, [span[0], map.flow ? span[1] : lastLineEnd(document, pair, span)], text);
}

/** Where the last line of a pair ends that stands on lines of its own, with the comments that go along with its value. */
function lastLineEnd(document: SpecDocument, { value }: Pair, [start, valueEnd]: Span): number {
  const isBlock = isCollection(value) && !value.flow;
  const end = (isBlock && value.range?.[2]) || valueEnd;
  // A value on several lines ends where the next line begins, which is none of it.
  return lineEndOf(document, start + document.text.slice(start, end).trimEnd().length);
}

/**
 * Takes keys out of the map at a path, with their lines or their places between the commas. A key that `<<` merges
 * in belongs to another map, which others may use as well.
 */
export function removal(
  document: SpecDocument,
  path: Path,
  keys: readonly string[],
  comments: "keep" | "remove" = "keep",
): TextEdit[] | undefined {
  const map = document.nodeAt(path);
  const pairs = keys.flatMap((key) => document.pairAt([...path, key]) ?? []);
  return isMap(map) && pairs.length === keys.length ? removalFrom(document, map, pairs, comments) : undefined;
}

/** As {@link removal}, of pairs that are known. */
export function removalFrom(
  document: SpecDocument,
  map: YAMLMap,
  pairs: readonly Pair[],
  comments: "keep" | "remove" = "keep",
): TextEdit[] | undefined {
  if (pairs.some((pair) => !(map.items as readonly Pair[]).includes(pair))) return undefined;
  if (pairs.some((pair) => holdsAnchor(document, spanOfPair(pair)))) return undefined;
  return complete(map.flow ? fromBraces(document, map, pairs) : fromLines(document, map, pairs, comments));
}

function fromBraces(document: SpecDocument, map: YAMLMap, gone: readonly Pair[]) {
  const { items } = map;
  // `[key: value]` is a map without braces: nothing may be left of it.
  if (document.text[map.range?.[0] ?? 0] !== "{") return [undefined];
  const places = gone.map((pair) => items.indexOf(pair as YAMLMap["items"][number]));
  const isGone = (at: number) => places.includes(at);
  return places.flatMap((at) => {
    // Neighbours that go together are one edit.
    if (isGone(at - 1)) return [];
    let last = at;
    while (isGone(last + 1)) last++;
    const [from, to] = [spanOfPair(items[at]), spanOfPair(items[last])];
    const [previous, next] = [spanOfPair(items[at - 1]), spanOfPair(items[last + 1])];
    if (!from || !to) return [undefined];
    return [editOf(document, next ? [from[0], next[0]] : [previous?.[1] ?? from[0], to[1]], "")];
  });
}

function fromLines(
  document: SpecDocument,
  { items }: YAMLMap,
  gone: readonly Pair[],
  comments: "keep" | "remove",
) {
  const kept = items.findIndex((item) => !gone.includes(item));
  const [first, next] = [spanOfPair(items[0]), spanOfPair(items[kept])];
  // What begins a list's item shares its line with the dash, which stays for the next key.
  const behindDash =
    kept > 0 && first && next && beforeOnLine(document, first[0], /^ *(- *)+$/) !== undefined;
  const leading: readonly Pair[] = behindDash ? items.slice(0, kept) : [];
  const edits = gone
    .filter((pair) => !leading.includes(pair))
    .map((pair) => linesOf(document, spanOfPair(pair), /^ *$/, comments));
  return behindDash ? [editOf(document, [first[0], next[0]], ""), ...edits] : edits;
}

/** Whether something is written there that stands elsewhere as well. */
export function holdsAnchor(document: SpecDocument, span: Span | undefined): boolean {
  return span !== undefined && hasAliases(document) && document.text.slice(...span).includes("&");
}

/** Removes the lines that a span lies on, if nothing but this stands before it, and with them what is said of it. */
export function linesOf(
  document: SpecDocument,
  span: Span | undefined,
  before: RegExp,
  comments: "keep" | "remove" = "keep",
): TextEdit | undefined {
  if (!span || beforeOnLine(document, span[0], before) === undefined) return undefined;
  const { text } = document;
  const lineBreak = text[span[1] - 1] === "\n" ? span[1] - 1 : text.indexOf("\n", span[1]);
  const line = text.lastIndexOf("\n", span[0] - 1) + 1;
  const start = comments === "keep" ? line : commentsAbove(document, line, indentAt(text, line));
  return editOf(document, [start, lineBreak < 0 ? text.length : lineBreak + 1], "");
}

/** The comments directly above a key that begins its line, as they are kept beside a node. */
export function commentAbove(document: SpecDocument, path: Path): string {
  const at = spanOf(document.pairAt(path)?.key)?.[0];
  const before = at === undefined ? undefined : beforeOnLine(document, at, /^ *$/);
  if (at === undefined || before === undefined) return "";
  const line = at - before.length;
  const lines = document.text.slice(commentsAbove(document, line, before), line).split("\n");
  return lines
    .slice(0, -1)
    .map((comment) => comment.trim().slice(1))
    .join("\n");
}

function indentAt(text: string, line: number): string {
  return /^ */.exec(text.slice(line, line + 200))?.[0] ?? "";
}

export function editOf(document: SpecDocument, span: Span, newText: string): TextEdit {
  return { range: document.rangeBetween(...span), newText };
}

/** All of the edits, or none where one of them cannot be made. */
export function complete(edits: readonly (TextEdit | undefined)[]): TextEdit[] | undefined {
  const made = edits.flatMap((edit) => edit ?? []);
  return made.length > 0 && made.length === edits.length ? made : undefined;
}

/** Where a node's own text begins and ends, without the blank lines and comments behind it. */
export function spanOf(node: unknown): Span | undefined {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

/** From a key to the end of its value. */
export function spanOfPair(pair: Pair | undefined): Span | undefined {
  const key = spanOf(pair?.key);
  return key && [key[0], Math.max(key[1], spanOf(pair?.value)?.[1] ?? 0)];
}

export function lineEndOf({ text }: Pick<SpecDocument, "text">, offset: number): number {
  return offset + (/\r?\n|$/.exec(text.slice(offset))?.index ?? 0);
}

/** Where the line of a key ends that has nothing behind it but a comment. */
export function emptyLineEnd(document: SpecDocument, { key }: Pair): number | undefined {
  const end = spanOf(key)?.[1];
  if (end === undefined) return undefined;
  const lineEnd = lineEndOf(document, end);
  return /^ *:\s*(?:\s#.*)?$/.test(document.text.slice(end, lineEnd)) ? lineEnd : undefined;
}

/** Where lines begin that have something on them. */
export function lineStarts(text: string, start: number, end: number): number[] {
  const starts: number[] = [];
  for (let at = start; at < end; at = text.indexOf("\n", at) + 1) {
    if (/[^\r\n]/.test(text[at] ?? "")) starts.push(at);
    if (text.indexOf("\n", at) < 0) break;
  }
  return starts;
}

/** What stands before an offset on its line, if it is nothing but this. */
function beforeOnLine(document: SpecDocument, offset: number, allowed: RegExp): string | undefined {
  const { character } = document.rangeBetween(offset, offset).start;
  const before = document.text.slice(offset - character, offset);
  return allowed.test(before) ? before : undefined;
}
