import { type FieldNode, nodeAt } from "../../spec/schema/fields.ts";
import type { BlockPlace, ListPlace } from "../place.ts";
import { keysOf, SnippetWriter, type Writing } from "./draft.ts";
import { leadOf } from "./lead.ts";
import type { Scene } from "./scene.ts";
import { itemStarter } from "./starters.ts";
import { indentTo } from "./style.ts";
import { KIND, type Suggestion } from "./suggestion.ts";

/** Another item of a list, on a line that has no dash yet. */
export function itemSuggestions(
  scene: Scene,
  list: ListPlace,
  { lineStart }: BlockPlace,
  writing: Writing,
): Suggestion[] {
  const item = nodeAt(list.path)?.item;
  if (!item) return [];
  const { token } = scene.place;
  const starter = itemStarter(item, scene);
  const indent = indentTo(scene.text, lineStart, list.column);
  const isShifted = token.start - lineStart !== list.column;
  const text = new SnippetWriter(writing).blockFrom([starter], indent);
  return [
    {
      label: itemLabel(keysOf(starter)),
      kind: KIND.snippet,
      text: isShifted ? indent + text : text,
      isSnippet: true,
      span: [isShifted ? lineStart : token.start, token.end],
      detail: item.field.kind ?? "an item",
      documentation: item.field.description,
    },
  ];
}

/** A whole item behind its dash, where nothing of it is written yet. */
export function wholeItem(scene: Scene, node: FieldNode, writing: Writing): Suggestion[] {
  const { path, block, siblings, colon } = scene.place;
  if (typeof path.at(-1) !== "number" || !block || siblings.length > 0 || colon !== undefined) return [];
  const starter = itemStarter(node, scene);
  const keys = keysOf(starter);
  // What is a single key is among the keys.
  if (keys.length < 2) return [];
  const { span, lead, indent } = leadOf(scene);
  return [
    {
      label: keys.join(", "),
      kind: KIND.snippet,
      text: lead + new SnippetWriter(writing).blockFrom(starter, indent),
      isSnippet: true,
      span,
      detail: node.field.kind,
      documentation: node.field.description,
    },
  ];
}

/** An item by its first key: `- name`. */
export function itemLabel([first]: readonly string[]): string {
  return first === undefined ? "-" : `- ${first}`;
}

/** Where the dashes of a list go that has none yet: as those of the file's other lists do. */
export function newList(
  scene: Scene,
  { column, parentColumn }: BlockPlace,
  { indentsLists }: Writing,
): ListPlace {
  return { path: scene.place.path, index: 0, column: indentsLists ? column : parentColumn };
}
