import type { Path } from "../../spec/path.ts";
import { isRecord, valueAt } from "../../spec/plain.ts";
import { type FieldNode, nodeAt } from "../../spec/schema/fields.ts";
import { fieldText } from "../hover/field.ts";
import { KEY_USAGE } from "../usage.ts";
import { keyName } from "./repair.ts";
import type { Scene } from "./scene.ts";

/** A key that may be written at a place. */
export interface OfferedKey {
  readonly name: string;
  readonly node: FieldNode;
  readonly documentation: string | undefined;
}

/** Keys of which a map has one: once it is there, the others come last. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  ["github", "git", "gitlab", "bitbucket", "image"],
  ["instance_count", "autoscaling"],
  ["tag", "digest"],
  ["component", "redirect"],
  ["error_document", "catchall_document"],
];

/** The keys that a map may have and has not: the required ones first, then by how often they are written. */
export function offeredKeys(path: Path, written: readonly string[]): OfferedKey[] {
  return rankedKeys(path).flatMap((group) => {
    const open = group.filter(({ name }) => !written.includes(name));
    const isOther = ({ name }: OfferedKey) =>
      ALTERNATIVES.some((names) => names.includes(name) && names.some((one) => written.includes(one)));
    return [...open.filter((key) => !isOther(key)), ...open.filter(isOther)];
  });
}

const RANKED = new WeakMap<FieldNode, readonly (readonly OfferedKey[])[]>();

/** All keys of a map that are offered at all, those that are no longer to be written apart. */
function rankedKeys(path: Path): readonly (readonly OfferedKey[])[] {
  const node = nodeAt(path);
  if (!node) return [];
  const known = RANKED.get(node);
  if (known) return known;
  const usage = KEY_USAGE[node.field.kind ?? ""] ?? {};
  const rank = ({ name, node: { field } }: OfferedKey) => (field.required ? -Infinity : -(usage[name] ?? 0));
  const all = [...node.keys]
    .filter(([, { field }]) => !field.suspect && !field.readOnly)
    .map(([name, child]) => ({ name, node: child, documentation: fieldText([...path, name]) }))
    .sort((a, b) => rank(a) - rank(b) || 0);
  const isOld = ({ node: { field } }: OfferedKey) => field.deprecated !== undefined;
  const groups = [all.filter((key) => !isOld(key)), all.filter(isOld)];
  RANKED.set(node, groups);
  return groups;
}

/** Whether a value could stand under another key: what is written stays as it is when its key is exchanged. */
export function fits({ field, keys, item }: FieldNode, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  switch (field.type) {
    case "array":
      return Array.isArray(value) && item !== undefined && value.every((one) => fits(item, one));
    case "object":
      return (
        isRecord(value) &&
        Object.entries(value).every(([name, below]) => {
          const child = keys.get(name);
          return child !== undefined && fits(child, below);
        })
      );
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return (
        typeof value === "string" &&
        (field.enum ?? field.offered ?? [value]).includes(value) &&
        (field.pattern === undefined || new RegExp(field.pattern).test(value))
      );
    default:
      return (
        typeof value === "number" &&
        (field.type === "number" || Number.isInteger(value)) &&
        (field.enum === undefined || field.enum.includes(value))
      );
  }
}

/** What stands under the key at a place, in the spec as it is. */
export function valueUnder({ spec, place }: Scene): unknown {
  return valueAt(spec, [...place.path, keyName(place)]);
}
