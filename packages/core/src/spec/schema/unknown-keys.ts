import { allNodes, type FieldNode, rootNode } from "./fields.ts";
import type { UnknownKey } from "./misfits.ts";
import { nearest } from "./nearest.ts";
import type { SchemaProblem } from "./problems.ts";
import { code, oneOf } from "./words.ts";

/** What is wrong with a key that the platform does not know: the key that was meant, or the place it belongs to. */
export function unknownKeyProblem({ path, key, object, node }: UnknownKey): SchemaProblem {
  const problem: SchemaProblem = {
    path,
    at: "key",
    code: node.field.foreign?.[key] ?? "unknown-field",
    severity: "error",
    message: `${code(key)} is not a field of ${kindOf(node)}`,
  };
  const owners = ownersOf(key, node);
  const meant = meantKey(key, object, node, owners.length > 0);
  if (meant)
    return { ...problem, message: `${problem.message}. Did you mean ${code(meant)}?`, suggestion: meant };
  const where = owners.length > 0 && owners.length <= MAX_OWNERS ? ` (it belongs to ${oneOf(owners)})` : "";
  return { ...problem, message: `${problem.message}${where}.` };
}

/** Where a key has so many places, naming them tells an author nothing. */
const MAX_OWNERS = 4;

/** A key that is written well, only elsewhere, is no slip of the pen but for the smallest. */
function meantKey(
  key: string,
  object: object,
  { keys }: FieldNode,
  isKeyElsewhere: boolean,
): string | undefined {
  const free = [...keys].filter(
    ([name, { field }]) => !(name in object) && !field.suspect && !field.deprecated,
  );
  const alias = free.find(([, { field }]) => field.alsoWritten?.includes(key));
  const names = free.map(([name]) => name);
  return alias?.[0] ?? nearest(key, names, isKeyElsewhere ? 1 : undefined);
}

/** What has such a key: the objects just below if any of them does, else every object of the spec. */
function ownersOf(key: string, node: FieldNode): string[] {
  const below = [...node.keys.values()].filter((child) => has(child, key)).map(kindOf);
  return below.length > 0 ? [...new Set(below)] : (owners().get(key) ?? []);
}

function has(node: FieldNode, key: string): boolean {
  const field = (node.item ?? node).keys.get(key)?.field;
  return field !== undefined && !field.suspect && !field.deprecated;
}

let ownersByKey: Map<string, string[]> | undefined;

function owners(): Map<string, string[]> {
  if (ownersByKey) return ownersByKey;
  ownersByKey = new Map();
  for (const node of [rootNode(), ...allNodes()])
    for (const key of (node.item ?? node).keys.keys()) {
      const known = ownersByKey.get(key) ?? [];
      ownersByKey.set(key, known);
      if (has(node, key) && !known.includes(kindOf(node))) known.push(kindOf(node));
    }
  return ownersByKey;
}

function kindOf({ field, item }: FieldNode): string {
  return (item?.field ?? field).kind ?? code(field.path);
}
