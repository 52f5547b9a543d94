import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import type { Gathering } from "../spec/schema/index.ts";
import { isMap, isScalar, type Pair } from "../yaml.ts";
import { fixOf } from "./fixes.ts";
import {
  editOf,
  emptyLineEnd,
  lineEndOf,
  lineStarts,
  removal,
  renaming,
  spanOf,
  spanOfPair,
} from "./text-edits.ts";
import { code } from "./words.ts";
import { hasAliases, indentOf, writtenBlock } from "./written.ts";

/** `repo` and `branch` of a component as `github: {repo: …, branch: …}`, below a `github` that is there and empty. */
export function gatherKeys(document: SpecDocument, path: Path, gathering: Gathering): Fix[] {
  if (hasAliases(document)) return [];
  const { into, keys } = gathering;
  const owner = path.slice(0, -1);
  const title = `Put ${keys.length === 1 ? "it" : "them"} below ${code(into)}`;
  const empty = document.pairAt([...owner, into]);
  if (empty) {
    const edits = indentKeys(document, owner, empty, gathering) ?? [
      fillKey(document, owner, empty, gathering),
      ...(removal(
        document,
        owner,
        keys.map(([written]) => written),
      ) ?? [undefined]),
    ];
    return fixOf(title, edits);
  }
  const others = keys.map(([written]) => written).filter((written) => written !== path.at(-1));
  const removed = others.length === 0 ? [] : (removal(document, owner, others) ?? [undefined]);
  return fixOf(title, [renaming(document, path, into, fieldsFor(document, owner, gathering)), ...removed]);
}

function fieldsFor(document: SpecDocument, owner: Path, { keys }: Gathering): object {
  return Object.fromEntries(keys.map(([written, name]) => [name, document.nodeAt([...owner, written])]));
}

/** Keys that stand directly below the empty one are indented as they are, with their comments. */
function indentKeys(
  document: SpecDocument,
  owner: Path,
  empty: Pair,
  { keys }: Gathering,
): TextEdit[] | undefined {
  const map = document.nodeAt(owner);
  if (!isMap(map) || map.flow) return undefined;
  const at = (map.items as readonly Pair[]).indexOf(empty) + 1;
  const below = (map.items as readonly Pair[]).slice(at, at + keys.length);
  const names = new Map(keys);
  const [start, end] = [emptyLineEnd(document, empty), spanOfPair(below.at(-1))?.[1]];
  if (start === undefined || end === undefined) return undefined;
  const renamed: TextEdit[] = [];
  for (const { key } of below) {
    const [name, span] = [isScalar(key) ? names.get(String(key.value)) : undefined, spanOf(key)];
    if (name === undefined || !isScalar(key) || !span) return undefined;
    if (name !== key.value) renamed.push(editOf(document, span, name));
  }
  const indent = indentOf(document);
  const firstLine = document.text.indexOf("\n", start) + 1;
  const lines = lineStarts(document.text, firstLine, end);
  return [...lines.map((line) => editOf(document, [line, line], indent)), ...renamed];
}

/** The keys as they stand elsewhere, below the empty one, whose comment stays. */
function fillKey(
  document: SpecDocument,
  owner: Path,
  empty: Pair,
  gathering: Gathering,
): TextEdit | undefined {
  const { into } = gathering;
  const [value, key] = [fieldsFor(document, owner, gathering), spanOf(empty.key)];
  const lineEnd = emptyLineEnd(document, empty);
  const map = document.nodeAt(owner);
  if (lineEnd === undefined || !key || !isMap(map) || map.flow)
    return renaming(document, [...owner, into], into, value);
  const indent = " ".repeat(document.rangeBetween(...key).start.character);
  const text = writtenBlock(document, into, value, indent);
  return editOf(document, [lineEnd, lineEnd], text.slice(lineEndOf({ text }, 0)));
}
