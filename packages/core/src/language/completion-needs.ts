import type { Position } from "vscode-languageserver-types";
import type { SpecDocument } from "../spec/document.ts";
import { nodeAt } from "../spec/schema/fields.ts";
import { Scene } from "./complete/scene.ts";
import { neededFor } from "./complete/values.ts";
import type { Need } from "./context.ts";
import { placeAt } from "./place.ts";

/**
 * What `complete` would use at a position if the context had it: the workspace's paths, a repository's branches, the
 * account's clusters. Nothing at a key, in a comment, or where the schema alone knows the values.
 */
export function completionNeeds(source: string | SpecDocument, position: Position): Need[] {
  const place = placeAt(typeof source === "string" ? source : source.text, position);
  const field = place && nodeAt(place.path)?.field;
  if (!place || !field || field.type === "object" || field.type === "array") return [];
  if (place.kind === "key" && place.colon !== undefined) return [];
  return neededFor(field.path, new Scene(source, place, {}));
}
