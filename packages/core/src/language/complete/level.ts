import type { FieldNode } from "../../spec/schema/fields.ts";
import { itemSuggestions, newList } from "./item.ts";
import { keySuggestions } from "./key.ts";
import { leadOf } from "./lead.ts";
import { scalarSuggestions } from "./scalar.ts";
import type { Scene } from "./scene.ts";
import { writingOf } from "./style.ts";
import type { Suggestion } from "./suggestion.ts";

/** What a line, or an entry between braces, can begin with: the keys of a map, a list's next item, a value. */
export function levelSuggestions(scene: Scene, node: FieldNode, cursor: number): Suggestion[] {
  const { text, place } = scene;
  const { block, colon } = place;
  const writing = writingOf(text, place);
  const isOpen = colon === undefined;
  const items = block?.list && isOpen ? itemSuggestions(scene, block.list, block, writing) : [];
  if (block?.itemsOnly) return items;
  switch (node.field.type) {
    case "object":
      return [...keySuggestions(scene, writing), ...items];
    case "array":
      return block && isOpen ? itemSuggestions(scene, newList(scene, block, writing), block, writing) : [];
    default:
      return isOpen ? scalarSuggestions(scene, node, cursor, leadOf(scene)) : [];
  }
}
