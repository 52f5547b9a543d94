import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import { childFields, nearest } from "../spec/schema/index.ts";
import { nameOf } from "../spec/tree-key.ts";
import { isMap, type Node, type Pair, type YAMLMap } from "../yaml.ts";
import { fixOf } from "./fixes.ts";
import type { Problem } from "./rule.ts";
import {
  commentsAbove,
  editOf,
  holdsAnchor,
  insertion,
  lineEndOf,
  lineStarts,
  removalFrom,
  spanOf,
  spanOfPair,
} from "./text-edits.ts";
import { code } from "./words.ts";
import { hasAliases, newlineOf } from "./written.ts";

/** A key on top of the template form, where only `spec` is read. */
export interface StrayKey {
  readonly key: string;
  readonly problem: Problem;
}

/** What stands beside `spec:` in the template form. What is written there to be used elsewhere is none of it. */
export function strayKeys(document: SpecDocument): StrayKey[] {
  const root = document.yaml?.contents;
  if (document.form !== "template" || !isMap(root)) return [];
  const keys = root.items.map((pair) => keyOf(document, pair));
  // A manifest of Kubernetes has other mistakes than this.
  if (keys.includes("apiVersion")) return [];
  const fields = childFields([]).map(({ name }) => name);
  return root.items.flatMap((pair) => {
    const [key, span] = [keyOf(document, pair), spanOf(pair.key)];
    if (
      key === "spec" ||
      key === "<<" ||
      !span ||
      /&/.test(document.text.slice(...(spanOfPair(pair) ?? span)))
    )
      return [];
    // The body of a request has other keys, which are no fields and not read from a file.
    const isField = nearest(key, fields) !== undefined;
    const beside = `${code(key)} stands beside \`spec:\`, where nothing is read.`;
    const isTaken = document.pairAt([key]) !== undefined;
    const advice = isTaken
      ? `Remove it: there is one below \`spec\`.`
      : isField
        ? "Indent it, so that it stands below `spec`."
        : "Remove it, or write it below `spec` if it is a field of the app.";
    const problem: Problem = {
      path: [key],
      at: "key",
      range: document.rangeBetween(...span),
      message: `${beside} ${advice}`,
      severity: isField ? "error" : "warning",
      fixes: () => (isField && !isTaken ? moveBelowSpec(document, root, pair) : []),
    };
    return [{ key, problem }];
  });
}

function keyOf({ text }: SpecDocument, { key }: Pair): string {
  return nameOf((key as Node | null) ?? undefined, text);
}

function moveBelowSpec(document: SpecDocument, root: YAMLMap, pair: Pair): Fix[] {
  const spec = document.nodeAt([]);
  if (!isMap(spec) || Boolean(spec.flow) !== Boolean(root.flow) || hasAliases(document)) return [];
  const edits = root.flow
    ? [
        insertion(document, [], keyOf(document, pair), pair.value),
        ...(removalFrom(document, root, [pair]) ?? [undefined]),
      ]
    : moveLines(document, root, spec, pair);
  return fixOf("Move below `spec`", edits);
}

/** As it is written: what follows `spec` is indented where it stands, and the rest goes to its end. */
function moveLines(
  document: SpecDocument,
  root: YAMLMap,
  spec: YAMLMap,
  pair: Pair,
): (TextEdit | undefined)[] {
  const { text } = document;
  const [own, below, first] = [spanOfPair(pair), spanOf(spec), spanOf(spec.items[0]?.key)];
  if (!own || !below || !first || holdsAnchor(document, own)) return [undefined];
  const indent = " ".repeat(document.rangeBetween(first[0], first[0]).start.character);
  const at = root.items.indexOf(pair as YAMLMap["items"][number]);
  // A comment on top of the file is about the file.
  const start = at === 0 ? own[0] : commentsAbove(document, own[0], "");
  const end = text[own[1] - 1] === "\n" ? own[1] : lineEndOf(document, own[1]);
  const before = root.items[at - 1];
  if (before && keyOf(document, before) === "spec")
    return lineStarts(text, start, end).map((line) => editOf(document, [line, line], indent));
  const lines = text
    .slice(start, end)
    .trimEnd()
    .replaceAll(/^(?=.)/gm, indent);
  const newline = newlineOf(document);
  const target = text[below[1] - 1] === "\n" ? below[1] : lineEndOf(document, below[1]);
  const added = text[target - 1] === "\n" ? `${lines}${newline}` : `${newline}${lines}`;
  const next = end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0);
  return [editOf(document, [target, target], added), editOf(document, [start, next], "")];
}
