import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { isMap } from "../yaml.ts";
import { fixOf } from "./fixes.ts";
import { editOf, emptyLineEnd, lineStarts, spanOf } from "./text-edits.ts";
import { code } from "./words.ts";
import { hasAliases } from "./written.ts";

/** Takes off the only key of a map, and leaves the map that stands below it in its place, with its comments. */
export function unwrap(document: SpecDocument, path: Path): Fix[] {
  const [outer, inner] = [document.nodeAt(path.slice(0, -1)), document.nodeAt(path)];
  if (!isMap(outer) || !isMap(inner) || outer.items.length !== 1 || hasAliases(document)) return [];
  const [around, within] = [spanOf(outer), spanOf(inner)];
  if (!around || !within || Boolean(outer.flow) !== Boolean(inner.flow)) return [];
  const title = `Take ${code(path.at(-1))} off`;
  return outer.flow
    ? fixOf(title, [editOf(document, around, document.text.slice(...within))])
    : fixOf(title, outdent(document, path, within));
}

/** The line of the key goes, but for its comment, and those below begin where it did. */
function outdent(
  document: SpecDocument,
  path: Path,
  [first, end]: readonly [number, number],
): (TextEdit | undefined)[] {
  const { text } = document;
  const pair = document.pairAt(path);
  const [start] = spanOf(pair?.key) ?? [];
  const lineEnd = pair && emptyLineEnd(document, pair);
  if (start === undefined || lineEnd === undefined) return [undefined];
  const [line, below] = [text.lastIndexOf("\n", start - 1) + 1, text.indexOf("\n", lineEnd) + 1];
  const depth = first - text.lastIndexOf("\n", first - 1) - 1 - (start - line);
  const comment = text.indexOf("#", start);
  const isCommented = comment >= 0 && comment < lineEnd;
  return [
    editOf(document, isCommented ? [start, comment] : [line, below], ""),
    ...lineStarts(text, below, end).map((at) => {
      const spaces = /^ */.exec(text.slice(at, at + depth))?.[0].length ?? 0;
      return editOf(document, [at, at + spaces], "");
    }),
  ];
}
