import type { FieldNode } from "../../spec/schema/fields.ts";
import { itemSuggestions, newList, wholeItem } from "./item.ts";
import { keySuggestions } from "./key.ts";
import { leadOf } from "./lead.ts";
import { scalarSuggestions } from "./scalar.ts";
import type { Scene } from "./scene.ts";
import { writingOf } from "./style.ts";
import { KIND, type Suggestion } from "./suggestion.ts";

/** The key that the spec stands below in the template form. */
const TEMPLATE: Suggestion = {
  label: "spec",
  kind: KIND.property,
  text: "spec:\n  name: ${1:my-app}",
  isSnippet: true,
  detail: "template form",
  documentation: "The app spec, in the form of a Deploy to DigitalOcean button.",
};

/** Whether the file is one of the template form that holds nothing yet. */
function wantsTemplate({ text, place, context }: Scene): boolean {
  const { path, siblings, style, token } = place;
  if (!/deploy\.template\.ya?ml$/i.test(context.fileName ?? "")) return false;
  const isRoot = path.length === 0 && siblings.length === 0 && style === "block";
  return isRoot && !/^spec:/m.test(text) && token.quote === "";
}

/** What a line, or an entry between braces, can begin with: the keys of a map, a list's next item, a value. */
export function levelSuggestions(scene: Scene, node: FieldNode, cursor: number): Suggestion[] {
  const { text, place } = scene;
  const { block, colon } = place;
  const writing = writingOf(text, place);
  const isOpen = colon === undefined;
  const items = block?.list && isOpen ? itemSuggestions(scene, block.list, block, writing) : [];
  if (block?.itemsOnly) return items;
  if (wantsTemplate(scene)) return [TEMPLATE, ...keySuggestions(scene, writing)];
  switch (node.field.type) {
    case "object":
      return [...wholeItem(scene, node, writing), ...keySuggestions(scene, writing), ...items];
    case "array":
      return block && isOpen ? itemSuggestions(scene, newList(scene, block, writing), block, writing) : [];
    default:
      return isOpen ? scalarSuggestions(scene, node, cursor, leadOf(scene)) : [];
  }
}
