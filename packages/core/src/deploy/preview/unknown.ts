import { isRecord } from "../../spec/plain.ts";
import { type FieldNode, rootNode } from "../../spec/schema/fields.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";

/**
 * Leaves out what nobody here can read: keys that the schema does not know, and maps and lists in each other's place.
 * The platform may read them (its parsers take `clusterName` for `cluster_name`), and comments in the spec can silence
 * what the check says of them. A key that the base commit's spec has in the same place has been reviewed, and stays.
 */
export function leaveUnknown(draft: Draft, base: AppSpec | undefined): void {
  const reviewed = new Set<string>();
  visitUnknown(base, rootNode(), "", (_, __, place) => reviewed.add(place));
  const left = new Set<string>();
  visitUnknown(draft.spec, rootNode(), "", (holder, key, place) => {
    if (reviewed.has(place)) return;
    delete holder[key];
    left.add(place);
  });
  if (left.size > 0)
    draft.notes.push(
      `Left out, for they are no fields that are known here: ${[...left].map(code).join(", ")}.`,
    );
}

type Visit = (holder: Record<string, unknown>, key: string, place: string) => void;

function visitUnknown(value: unknown, node: FieldNode, place: string, visit: Visit): void {
  if (Array.isArray(value)) {
    for (const item of value) if (node.item) visitUnknown(item, node.item, place, visit);
    return;
  }
  if (!isRecord(value)) return;
  for (const key of Object.keys(value)) {
    const below = node.keys.get(key);
    const child = value[key];
    const at = `${place === "" ? "" : `${place}.`}${key}${below?.item ? "[]" : ""}`;
    if (below && fits(child, below)) visitUnknown(child, below, at, visit);
    else visit(value, key, at);
  }
}

/** Scalars of another type than the field's are nothing that hides something below. */
function fits(value: unknown, { item, field }: FieldNode): boolean {
  if (value === undefined || value === null) return true;
  if (item) return Array.isArray(value);
  return field.type === "object" ? isRecord(value) : typeof value !== "object";
}
