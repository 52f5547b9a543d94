import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { quoted } from "../spec/syntax/torn-text.ts";
import { isMap, isScalar, isSeq, Scalar } from "../yaml.ts";
import {
  complete,
  editOf,
  holdsAnchor,
  insertion,
  linesOf,
  removal,
  renaming,
  spanOf,
} from "./text-edits.ts";
import { code } from "./words.ts";
import { writtenInline, writtenKey } from "./written.ts";

/**
 * Changes of the text that mend a problem, each as a list of none or one: none where the place is written in a way
 * (a block of text, an anchor elsewhere) that a small edit would spoil.
 */

/** A fix of edits that only make sense together: none where one of them cannot be made. */
export function fixOf(title: string, edits: readonly (TextEdit | undefined)[] | undefined): Fix[] {
  const all = edits && complete(edits);
  return all ? [{ title, edits: all }] : [];
}

/** Replaces a part of a scalar as it stands in the text; its quotes stay. */
export function replaceInValue(document: SpecDocument, path: Path, from: string, to: string): Fix[] {
  const node = document.nodeAt(path);
  const span = spanOf(node);
  // These would have to be escaped as the value is quoted.
  if (!span || node?.tag || /["'\\\n]/.test(to)) return [];
  const at = document.text.slice(...span).indexOf(from);
  if (at < 0) return [];
  const start = span[0] + at;
  return fixOf(`Change ${code(from)} to ${code(to)}`, [editOf(document, [start, start + from.length], to)]);
}

/** Replaces a whole value that stands on one line. */
export function replaceValue(
  document: SpecDocument,
  path: Path,
  value: unknown,
  title = `Write ${code(writtenInline(document, value))}`,
): Fix[] {
  return fixOf(title, [replacement(document, path, value)]);
}

/** The edit of {@link replaceValue}. A text keeps the quotes that were there. */
export function replacement(document: SpecDocument, path: Path, value: unknown): TextEdit | undefined {
  const node = document.nodeAt(path);
  const span = spanOf(node);
  // What a tag makes of another value is not known.
  if (!span || node?.tag || document.text.slice(...span).includes("\n")) return undefined;
  if (typeof value !== "string") return editOf(document, span, writtenInline(document, value));
  const scalar = new Scalar(value);
  if (isScalar(node) && node.type?.startsWith("QUOTE")) scalar.type = node.type;
  // Between brackets these end a text that is not quoted.
  else if (/[,[\]{}]/.test(value)) scalar.type = "QUOTE_DOUBLE";
  return editOf(document, span, writtenInline(document, scalar));
}

/** Puts a number, boolean or date in quotes, as it is written. */
export function quoteValue(document: SpecDocument, path: Path): Fix[] {
  const node = document.nodeAt(path);
  const span = spanOf(node);
  if (!span) return [];
  const text = document.text.slice(...span);
  // A template without quotes is a map whose key is a map.
  if (isMap(node) && /^\{\{.*\}\}$/.test(text))
    return fixOf("Put it in quotes", [editOf(document, span, quoted(text))]);
  if (!isScalar(node) || node.type !== "PLAIN") return [];
  return /^[\w.+:-]+$/.test(text) ? fixOf(`Write \`"${text}"\``, [editOf(document, span, `"${text}"`)]) : [];
}

export function renameKey(document: SpecDocument, path: Path, name: string): Fix[] {
  // `<<` merges the pair in from another map, where the edit is as right.
  const span = spanOf(document.pairAt(path)?.key);
  return fixOf(`Rename to ${code(name)}`, [span && editOf(document, span, writtenKey(document, name))]);
}

/** Writes `key: value` into the map at a path; a key without a value yet gets it. */
export function insertKey(document: SpecDocument, path: Path, key: string, value: unknown): Fix[] {
  const title = `Add \`${key}: ${writtenInline(document, value)}\``;
  const map = document.nodeAt(path);
  const empty = isMap(map) && map.items.some((pair) => isScalar(pair.key) && pair.key.value === key);
  return fixOf(title, [
    empty ? renaming(document, [...path, key], key, value) : insertion(document, path, key, value),
  ]);
}

/** Removes a list's item with its lines and the comment above it, or its place between the commas. */
export function removeItem(document: SpecDocument, path: Path, title: string): Fix[] {
  const list = document.nodeAt(path.slice(0, -1));
  const index = Number(path.at(-1));
  if (!isSeq(list) || list.items.length < 2) return [];
  const span = spanOf(list.items[index]);
  if (holdsAnchor(document, span)) return [];
  if (!list.flow) return fixOf(title, [linesOf(document, span, /^ *- *$/, "remove")]);
  const previous = spanOf(list.items[index - 1]);
  return fixOf(title, [previous && span && editOf(document, [previous[1], span[1]], "")]);
}

/** Removes `key: value` with its lines, or its place between the commas. */
export function removeKey(document: SpecDocument, path: Path): Fix[] {
  const key = String(path.at(-1));
  return fixOf(`Remove ${code(key)}`, removal(document, path.slice(0, -1), [key]));
}
