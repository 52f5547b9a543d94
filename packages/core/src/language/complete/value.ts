import type { FieldNode } from "../../spec/schema/fields.ts";
import { emptyValue } from "./empty-value.ts";
import { scalarSuggestions } from "./scalar.ts";
import type { Scene } from "./scene.ts";
import type { Suggestion } from "./suggestion.ts";

/** What can stand behind a colon, or as an item between brackets. */
export function valueSuggestions(scene: Scene, node: FieldNode, cursor: number): Suggestion[] {
  const { text, place } = scene;
  const { token, block, style } = place;
  if (block?.below) return [];
  if (node.field.type === "object" || node.field.type === "array") return emptyValue(scene, node);
  const isTight = style !== "json" && text[token.start - 1] === ":";
  const span = [token.start, token.end] as const;
  return scalarSuggestions(scene, node, cursor, { span, lead: isTight ? " " : "" });
}
