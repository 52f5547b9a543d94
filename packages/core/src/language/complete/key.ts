import type { Place } from "../place.ts";
import { isBlank, SnippetWriter, type Writing } from "./draft.ts";
import { fits, type OfferedKey, offeredKeys, valueUnder } from "./keys.ts";
import { leadOf } from "./lead.ts";
import { isKeyOfBelow } from "./repair.ts";
import type { Scene } from "./scene.ts";
import { starterOf } from "./starters.ts";
import { KIND, type Suggestion } from "./suggestion.ts";
import { hasValues } from "./values.ts";

/** The keys of the map at the place: with a value to begin with, or for the value that is there. */
export function keySuggestions(scene: Scene, writing: Writing): Suggestion[] {
  const { place } = scene;
  const offered = offeredKeys(place.path, place.siblings);
  if (place.colon !== undefined || isKeyOfBelow(place)) {
    const value = valueUnder(scene);
    // A value that is written and that the parser has not found is better left alone.
    if (value === undefined && (place.block?.below || place.flow?.value)) return [];
    return offered.filter(({ node }) => fits(node, value)).map((key) => exchangedKey(key, place, writing));
  }
  const { span, lead, indent } = leadOf(scene);
  return offered.map((key) => newKey(key, scene, writing, indent, lead, span));
}

/** A key with a value to begin with. */
export function newKey(
  key: OfferedKey,
  scene: Scene,
  writing: Writing,
  indent: string,
  lead: string,
  span: Suggestion["span"],
): Suggestion {
  const { token } = scene.place;
  const starter = starterOf(key.node, scene);
  const writer = new SnippetWriter(writing);
  const name = inQuotes(key.name, scene.place, writing);
  const value = writer.afterKey(starter, indent);
  const isOpen = isBlank(starter) && writing.style !== "json";
  return {
    ...describedKey(key),
    text: lead + (isOpen ? `${name}: ` : `${writer.literal(name)}:${value}`),
    isSnippet: !isOpen,
    ...(span && { span }),
    filter: `${token.quote}${key.name}${token.quote}`,
    goesOn: isBlank(starter) && hasValues(key.node),
  };
}

/** A key whose value is there already; its colon may be too. */
function exchangedKey(key: OfferedKey, place: Place, writing: Writing): Suggestion {
  const { token, colon, flow } = place;
  const behind = colon !== undefined ? "" : flow ? ": " : ":";
  return {
    ...describedKey(key),
    text: inQuotes(key.name, place, writing) + behind,
    filter: `${token.quote}${key.name}${token.quote}`,
  };
}

function inQuotes(name: string, { token }: Place, { style }: Writing): string {
  const quote = token.quote || (style === "json" ? '"' : "");
  return `${quote}${name}${quote}`;
}

function describedKey({ name, node: { field }, documentation }: OfferedKey) {
  const { deprecated, required, preview } = field;
  return {
    label: name,
    kind: KIND.property,
    detail: deprecated ? "deprecated" : required ? "required" : preview ? "preview" : undefined,
    documentation,
    deprecated: deprecated !== undefined,
  };
}
