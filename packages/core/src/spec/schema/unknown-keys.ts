import { NAMED_LISTS } from "../components.ts";
import { isRecord, type PlainRecord } from "../plain.ts";
import { invisibleIn } from "../syntax/foreign-text.ts";
import { allNodes, type FieldNode, type FieldType, rootNode } from "./fields.ts";
import type { UnknownKey } from "./misfits.ts";
import { nearest } from "./nearest.ts";
import type { SchemaProblem } from "./problems.ts";
import { code, oneOf } from "./words.ts";

/** What is wrong with a key that the platform does not know: the key that was meant, or the place it belongs to. */
export function unknownKeyProblem(unknown: UnknownKey): SchemaProblem {
  const { path, key, object, node } = unknown;
  const problem: SchemaProblem = {
    path,
    at: "key",
    code: node.field.foreign?.[key] ?? "unknown-field",
    severity: "error",
    message: `${code(key)} is not a field of ${kindOf(node)}`,
  };
  if (isWrapper(unknown))
    return {
      ...problem,
      message: `The whole spec stands below ${code(key)}, where nothing is read. Write its fields at the top, without ${code(key)}.`,
      isWrapper: true,
    };
  const slip = slipIn(unknown);
  if (slip) return { ...problem, ...slip };
  const owners = ownersOf(key, node);
  const meant = meantKey(key, object, node, owners.length > 0);
  if (meant)
    return { ...problem, message: `${problem.message}. Did you mean ${code(meant)}?`, suggestion: meant };
  const where = owners.length > 0 && owners.length <= MAX_OWNERS ? ` (it belongs to ${oneOf(owners)})` : "";
  return { ...problem, message: `${problem.message}${where}.` };
}

/** A key of another tool above the whole spec, as `spec` may stand there. */
function isWrapper({ key, object, node }: UnknownKey): boolean {
  return node === rootNode() && holdsComponents(object[key]) && !holdsComponents(object);
}

/** Whether a map is an app, or has one below `spec`. */
export function holdsComponents(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { spec } = value;
  return NAMED_LISTS.some((list) => list in value || (isRecord(spec) && list in spec));
}

type Slip = Pick<
  SchemaProblem,
  "message" | "suggestion" | "keyText" | "isVariable" | "isComment" | "isStranger" | "pair"
>;

/** What is no other key, but a key with something at its beginning or end that YAML takes for a part of it. */
function slipIn({ key, object, node }: UnknownKey): Slip | undefined {
  const isFree = (name: string) => node.keys.has(name) && !(name in object);
  const hidden = invisibleIn(key);
  if (hidden) {
    const rest = key.replaceAll(INVISIBLE, "");
    const keyText = isFree(rest) ? rest : key.replaceAll(INVISIBLE, hidden.written === "" ? "" : " ");
    return {
      message: `There is ${hidden.name} in this key, which nobody can see and YAML reads as a letter. ${keyText === rest ? `Write ${code(rest)} without it` : "Write plain spaces"}.`,
      ...(isFree(rest) && { suggestion: rest }),
      keyText,
    };
  }
  const dash = /^-(\w+)$/.exec(key)?.[1];
  if (dash !== undefined)
    return {
      message: `The dash of a list needs a space behind it, or it is a part of the key. Write ${code(`- ${dash}`)}.`,
      keyText: `- ${dash}`,
    };
  // In JSON the key goes on over the lines of a comment that is none.
  if (/^(?:\/\/|\/\*)/.test(key)) {
    const rest = /"([^"]*)"$/.exec(key)?.[1];
    return {
      message:
        "A comment begins with `#`, in JSON as well: this is read as a part of the key below. Write `#`, or remove it.",
      ...(rest !== undefined && { suggestion: rest }),
      isComment: true as const,
    };
  }
  const tight = /^["']?(\w+)["']?:(?=\S)/.exec(key);
  if (tight?.[1] !== undefined && isFree(tight[1]))
    return {
      message: `A colon needs a space behind it to end a key. Write ${code(`${tight[1]}: …`)}.`,
      suggestion: tight[1],
      keyText: key.replace(tight[0], `${tight[0]} `),
    };
  const assigned = isFree("key") && isEnv(node) ? /^([A-Za-z_]\w*)=/.exec(key)?.[1] : undefined;
  // What stands behind the sign may be a secret, though it was read as a key.
  if (assigned !== undefined)
    return {
      message: `An item of \`envs\` has its name and its value behind keys of their own. Write ${code(`key: ${assigned}`)}, and what stands behind the \`=\` in quotes behind \`value:\`.`,
      suggestion: "key",
      isStranger: true,
    };
  if (isFree("key") && isEnv(node) && /^[A-Z][A-Z\d_]*$/.test(key))
    return {
      message: `The name of a variable is the value of \`key\`. Write \`key: ${key}\`, and what it holds behind \`value:\` on the next line.`,
      suggestion: "key",
      isVariable: true,
    };
  if (isFree("type") && isEnv(node) && /^(?:is_)?(?:secret|sensitive|encrypted)$/.test(key))
    return {
      message: `${code(key)} is not a field of ${kindOf(node)}. Write \`type: SECRET\`.`,
      suggestion: "type",
      ...(object[key] === true && { pair: { key: "type", value: "SECRET" } }),
    };
  if (key === "spec" && object[key] === null && node.keys.has("services"))
    return {
      message:
        "Nothing stands below `spec:`, since the lines that follow are not indented. Remove this line, or indent all of them by two spaces.",
    };
  // The habit of `routes`.
  if ((key === "path" || key === "prefix") && typeof object[key] === "string" && isFree("match"))
    return {
      message: `${code(key)} is not a field of ${kindOf(node)}. Write ${code(`match: {path: {prefix: ${object[key]}}}`)}.`,
      suggestion: "match",
      pair: { key: "match", value: { path: { prefix: object[key] } } },
    };
  const nested = nestedIn(key, node);
  if (nested && isFree(nested.outer))
    return {
      message: `${code(key)} is not a field of ${kindOf(node)}. Write \`${nested.inner}:\` below \`${nested.outer}:\`.`,
      suggestion: `${nested.outer}.${nested.inner}`,
    };
  return undefined;
}

function isEnv({ keys }: FieldNode): boolean {
  return keys.get("key")?.field.rules?.pattern === "env-key";
}

const INVISIBLE = /[\u00a0\u2007\u202f\u3000\u200b\u2060\ufeff]/g;

/** `component_name` is what stands as `name` below `component`. */
function nestedIn(key: string, { keys }: FieldNode): { outer: string; inner: string } | undefined {
  for (const [outer, child] of keys) {
    const inner = key.startsWith(`${outer}_`) ? key.slice(outer.length + 1) : "";
    if (!child.item && child.keys.has(inner)) return { outer, inner };
  }
  return undefined;
}

/** Where a key has so many places, naming them tells an author nothing. */
const MAX_OWNERS = 4;

/** A key that is written well, only elsewhere, is no slip of the pen but for the smallest. */
function meantKey(
  key: string,
  object: PlainRecord,
  { keys }: FieldNode,
  isKeyElsewhere: boolean,
): string | undefined {
  const free = [...keys].filter(
    ([name, { field }]) => !(name in object) && !field.suspect && !field.deprecated,
  );
  const alias = free.find(([, { field }]) => field.alsoWritten?.includes(key));
  if (alias) return alias[0];
  const names = free.map(([name]) => name);
  const near = nearest(key, names, isKeyElsewhere ? 1 : undefined);
  if (near !== undefined || isKeyElsewhere) return near;
  // A slip of the pen in what people write, and what is cut short: `prots`, `run`.
  const habit = nearest(
    key,
    free.flatMap(([, { field }]) => field.alsoWritten ?? []),
    1,
  );
  const longer = free.filter(
    ([name, { field }]) => name.startsWith(`${key}_`) && field.type === typeName(object[key]),
  );
  return (
    (habit && free.find(([, { field }]) => field.alsoWritten?.includes(habit))?.[0]) ??
    (longer.length === 1 ? longer[0]?.[0] : undefined)
  );
}

/** The type of a field that such a value fits. */
function typeName(value: unknown): FieldType | undefined {
  if (typeof value === "number") return "integer";
  return typeof value === "string" || typeof value === "boolean"
    ? (typeof value as "string" | "boolean")
    : undefined;
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

export function kindOf({ field, item }: FieldNode): string {
  return (item?.field ?? field).kind ?? code(field.path);
}
