import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { code } from "./words.ts";

/**
 * Changes of the text that mend a problem, each as a list of none or one: none where the place is written in a way
 * (a block of text, an anchor elsewhere) that a small edit would spoil.
 */

/** Replaces a part of a scalar as it stands in the text; its quotes stay. */
export function replaceInValue(document: SpecDocument, path: Path, from: string, to: string): Fix[] {
  const span = spanOf(document.nodeAt(path));
  if (!span) return [];
  const at = document.text.slice(...span).indexOf(from);
  if (at < 0) return [];
  const start = span[0] + at;
  return [edit(document, `Change ${code(from)} to ${code(to)}`, start, start + from.length, to)];
}

/** Replaces a whole value that stands on one line. */
export function replaceValue(document: SpecDocument, path: Path, text: string): Fix[] {
  const span = spanOf(document.nodeAt(path));
  if (!span || document.text.slice(...span).includes("\n")) return [];
  return [edit(document, `Write ${code(text)}`, ...span, text)];
}

/** Puts a number, boolean or date in quotes, as it is written. */
export function quoteValue(document: SpecDocument, path: Path): Fix[] {
  const node = document.nodeAt(path);
  const span = spanOf(node);
  if (!span || !isScalar(node) || node.type !== "PLAIN") return [];
  const text = document.text.slice(...span);
  return /^[\w.+:-]+$/.test(text) ? [edit(document, `Write \`"${text}"\``, ...span, `"${text}"`)] : [];
}

export function renameKey(document: SpecDocument, path: Path, name: string): Fix[] {
  const key = document.pairAt(path)?.key as Node | undefined;
  const span = spanOf(key);
  // `<<` merges the pair in from another map, where the edit is as right.
  return span ? [edit(document, `Rename to ${code(name)}`, ...span, name)] : [];
}

/** What an item is called by stands first in it; another key comes behind that. */
const FIRST_KEYS: readonly string[] = ["name", "key", "domain"];

/** Writes `key: value` into the map at a path. */
export function insertKey(document: SpecDocument, path: Path, key: string, value: string): Fix[] {
  const map = document.nodeAt(path);
  const span = spanOf(map);
  if (!isMap(map) || !span) return [];
  const title = `Add \`${key}: ${value}\``;
  const first = map.items[0];
  const firstKey = spanOf(first?.key as Node | undefined);
  const firstValue = isScalar(first?.value) && !FIRST_KEYS.includes(key) ? spanOf(first.value) : undefined;
  if (map.flow) {
    if (firstValue) return [edit(document, title, firstValue[1], firstValue[1], `, ${key}: ${value}`)];
    const separator = firstKey ? ", " : "";
    return [edit(document, title, span[0] + 1, span[0] + 1, `${key}: ${value}${separator}`)];
  }
  if (!firstKey) return [];
  const { text } = document;
  const before = text.slice(text.lastIndexOf("\n", firstKey[0] - 1) + 1, firstKey[0]);
  // Only spaces and the dashes of a list may stand before: what follows must line up with the first key.
  if (!/^[ -]*$/.test(before)) return [];
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = " ".repeat(before.length);
  if (firstValue && !text.slice(...firstValue).includes("\n")) {
    const lineEnd = /\r?\n|$/.exec(text.slice(firstValue[1]))?.index ?? 0;
    const at = firstValue[1] + lineEnd;
    return [edit(document, title, at, at, `${newline}${indent}${key}: ${value}`)];
  }
  return [edit(document, title, firstKey[0], firstKey[0], `${key}: ${value}${newline}${indent}`)];
}

/** Removes a list's item that has its lines to itself, or its place between the commas. */
export function removeItem(document: SpecDocument, path: Path, title: string): Fix[] {
  const list = document.nodeAt(path.slice(0, -1));
  const index = Number(path.at(-1));
  if (!isSeq(list) || list.items.length < 2) return [];
  const span = spanOf(list.items[index] as Node | undefined);
  if (!span) return [];
  if (list.flow) {
    const previous = spanOf(list.items[index - 1] as Node | undefined);
    return previous ? [edit(document, title, previous[1], span[1], "")] : [];
  }
  return removeLines(document, title, span, /^ *- *$/);
}

/** Removes `key: value` with its lines, or its place between the commas; nothing where it begins a list's item. */
export function removeKey(document: SpecDocument, path: Path): Fix[] {
  const pair = document.pairAt(path);
  const key = spanOf(pair?.key as Node | undefined);
  if (!pair || !key) return [];
  const end = spanOf(pair.value as Node | undefined)?.[1] ?? key[1];
  const map = document.nodeAt(path.slice(0, -1));
  if (isMap(map) && map.flow) {
    const at = map.items.indexOf(pair as (typeof map.items)[number]);
    const next = spanOf(map.items[at + 1]?.key as Node | undefined);
    const before = map.items[at - 1];
    const previous = spanOf((before?.value ?? before?.key) as Node | undefined);
    const [from, to] = next ? [key[0], next[0]] : [previous?.[1] ?? key[0], end];
    return at < 0 ? [] : [edit(document, `Remove \`${String(path.at(-1))}\``, from, to, "")];
  }
  return removeLines(
    document,
    `Remove ${code(String(path.at(-1)))}`,
    [key[0], Math.max(end, key[1])],
    /^ *$/,
  );
}

function removeLines(document: SpecDocument, title: string, span: [number, number], before: RegExp): Fix[] {
  const { text } = document;
  const lineStart = text.lastIndexOf("\n", span[0] - 1) + 1;
  if (!before.test(text.slice(lineStart, span[0]))) return [];
  const lineBreak = text[span[1] - 1] === "\n" ? span[1] - 1 : text.indexOf("\n", span[1]);
  const end = lineBreak < 0 ? text.length : lineBreak + 1;
  return [edit(document, title, lineStart, end, "")];
}

function edit(document: SpecDocument, title: string, start: number, end: number, newText: string): Fix {
  return { title, edits: [{ range: document.rangeBetween(start, end), newText }] };
}

/** Where a node's own text begins and ends, without the blank lines and comments behind it. */
function spanOf(node: Node | null | undefined): [number, number] | undefined {
  return node?.range ? [node.range[0], node.range[1]] : undefined;
}
