import type { FieldNode } from "../../spec/schema/fields.ts";
import { keysOf, SnippetWriter } from "./draft.ts";
import { itemLabel } from "./item.ts";
import { newKey } from "./key.ts";
import { offeredKeys } from "./keys.ts";
import { leadOf } from "./lead.ts";
import type { Scene } from "./scene.ts";
import { starterOf } from "./starters.ts";
import { indentTo, writingOf } from "./style.ts";
import { KIND, type Suggestion } from "./suggestion.ts";

/** What a map or a list begins with: behind its key on the lines below, between brackets in brackets. */
export function emptyValue(scene: Scene, node: FieldNode): Suggestion[] {
  const { field, item } = node;
  const { text, place } = scene;
  const { token, block, colon } = place;
  const writing = writingOf(text, place);
  const writer = new SnippetWriter(writing);
  const starter = starterOf(node, scene);
  const common = { kind: KIND.snippet, isSnippet: true, documentation: field.description };
  if (!block || colon === undefined) {
    const label = field.type === "array" ? "[…]" : "{…}";
    const { lead, indent } = leadOf(scene);
    return [{ ...common, label, text: lead + writer.brackets(starter, indent), detail: field.kind }];
  }
  const indent = indentTo(text, block.lineStart, block.column);
  const span = [colon + 1, token.end] as const;
  if (field.type === "array") {
    const first = Array.isArray(starter) ? starter[0] : undefined;
    const label = itemLabel(keysOf(first));
    return [{ ...common, label, text: writer.afterKey(starter, indent), span, detail: item?.field.kind }];
  }
  const below = indent + writing.unit;
  return offeredKeys(place.path, []).map((key) =>
    newKey(key, scene, writing, below, writing.newline + below, span),
  );
}
