import type { FieldNode } from "../../spec/schema/fields.ts";
import { references } from "./bindables.ts";
import { type Literal, scalarText } from "./draft.ts";
import type { Lead } from "./lead.ts";
import type { Scene } from "./scene.ts";
import { KIND, type Suggestion } from "./suggestion.ts";
import { offeredValues } from "./values.ts";

/** The values of a text, a number or a boolean, in the quotes that the token has or the value needs. */
export function scalarSuggestions(
  scene: Scene,
  node: FieldNode,
  cursor: number,
  { span, lead }: Pick<Lead, "span" | "lead">,
): Suggestion[] {
  const { token, style } = scene.place;
  const written = (value: Literal) => {
    if (typeof value !== "string" || token.quote === "") return scalarText(value, style);
    if (token.quote === "'") return `'${value.replaceAll("'", "''")}'`;
    return JSON.stringify(value);
  };
  const offered = offeredValues(node, scene).map(
    ({ value, kind, detail, aside, documentation, deprecated = false }): Suggestion => {
      const text = written(value);
      return {
        label: String(value),
        kind: kind ?? KIND.value,
        text: lead + text,
        span,
        filter: token.quote === "" ? String(value) : text,
        detail,
        aside,
        documentation,
        deprecated,
      };
    },
  );
  if (!/(^|\.)envs\[\]\.value$/.test(node.field.path)) return offered;
  return [...offered, ...references(scene, cursor, (text) => lead + written(text))];
}
