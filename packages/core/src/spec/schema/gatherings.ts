import { groupBy } from "../plain.ts";
import type { FieldNode } from "./fields.ts";
import type { UnknownKey } from "./misfits.ts";
import type { SchemaProblem } from "./problems.ts";
import { repositories } from "./source.ts";
import { kindOf } from "./unknown-keys.ts";
import { code } from "./words.ts";

/** Unknown keys of one object that belong together below another key of it: one problem for each such key. */
export function gatherings(keys: readonly UnknownKey[]): SchemaProblem[] {
  const unindented = unindentedProblems(keys);
  if (unindented.some(({ gather }) => gather && SOURCES.includes(gather.into))) return unindented;
  const indented = new Set(unindented.flatMap(({ gather }) => gather?.keys.map(([written]) => written)));
  const source = sourceProblem(keys.filter(({ key }) => !indented.has(key)));
  return source ? [...unindented, source] : unindented;
}

/** Fields of a map whose key is there and empty, since they stand at its level: they only need to be indented. */
function unindentedProblems(keys: readonly UnknownKey[]): SchemaProblem[] {
  const [first] = keys;
  const empty = first ? emptyKeys(first) : [];
  if (!first || empty.length === 0) return [];
  const order = new Map(Object.keys(first.object).map((name, index) => [name, index]));
  const groups = groupBy(keys, (stray) => emptyKeyAbove(stray, empty, order));
  return [...groups].flatMap(([into, strays]) => {
    if (typeof into !== "string") return [];
    const pairs = named(strays, strays[0]?.node.keys.get(into));
    // A key that may as well be a slip of the pen says nothing of the empty one: `port` beside `health_check`.
    if (!pairs || !strays.some((stray) => nameIn(freeNode(stray), stray.key) === undefined)) return [];
    const problem = gathering(strays, into, pairs);
    const it = pairs.length === 1 ? "it, so that it stands" : "them, so that they stand";
    return { ...problem, message: `${problem.message} Indent ${it} below ${code(into)}.` };
  });
}

/** The fields of an object that are written without a value and could be a map. */
function emptyKeys({ object, node }: UnknownKey): string[] {
  return [...node.keys].flatMap(([name, { item }]) => (object[name] === null && !item ? [name] : []));
}

/** The nearest empty key above that is a map with such a field, or else the first below. */
function emptyKeyAbove(
  { key, node }: UnknownKey,
  empty: readonly string[],
  order: ReadonlyMap<string, number>,
): string | undefined {
  const place = (name: string) => order.get(name) ?? 0;
  const holders = empty
    .filter((name) => nameIn(node.keys.get(name), key) !== undefined)
    .sort((a, b) => place(a) - place(b));
  return holders.findLast((name) => place(name) < place(key)) ?? holders[0];
}

/** An object without the fields that it has. */
function freeNode({ node, object }: UnknownKey): FieldNode {
  return { ...node, keys: new Map([...node.keys].filter(([name]) => !(name in object))) };
}

/** A repository whose fields stand in the component itself, of which nothing says where it is hosted. */
function sourceProblem(keys: readonly UnknownKey[]): SchemaProblem | undefined {
  const [first] = keys;
  const { keys: fields } = first?.node ?? {};
  if (!first || !fields?.has("github") || SOURCES.some((source) => first.object[source] != null))
    return undefined;
  const repo = keys.find(({ key }) => nameIn(fields.get("github"), key) === "repo")?.object;
  if (!repo) return undefined;
  const address = JSON.stringify(Object.values(repo).filter((value) => typeof value === "string"));
  const into = /gitlab\.com/.test(address)
    ? "gitlab"
    : /bitbucket\.org/.test(address)
      ? "bitbucket"
      : "github";
  const pairs = named(keys, fields.get(into));
  if (!pairs) return undefined;
  const problem = gathering(keys, into, pairs);
  return {
    ...problem,
    message: `${problem.message} Put ${pairs.length === 1 ? "it" : "them"} below \`${into}:\`.`,
  };
}

const SOURCES = [...Object.keys(repositories), "image"];

/**
 * The keys that are fields of an object, each with its name there; none where two are the same field, but for one
 * that has its very name.
 */
function named(
  keys: readonly UnknownKey[],
  node: FieldNode | undefined,
): [written: string, name: string][] | undefined {
  const pairs = keys.flatMap(({ key }): [string, string][] => {
    const name = nameIn(node, key);
    const isTaken = name !== key && keys.some((other) => other.key === name);
    return name === undefined || isTaken ? [] : [[key, name]];
  });
  return new Set(pairs.map(([, name]) => name)).size < pairs.length ? undefined : pairs;
}

function gathering(
  keys: readonly UnknownKey[],
  into: string,
  pairs: [written: string, name: string][],
): SchemaProblem {
  const first = keys.find(({ key }) => key === pairs[0]?.[0]) as UnknownKey;
  const names = pairs.map(([written]) => code(written)).join(", ");
  const are = pairs.length === 1 ? "is not a field" : "are not fields";
  return {
    path: first.path,
    at: "key",
    code: "unknown-field",
    severity: "error",
    message: `${names.replace(/, (?=[^,]*$)/, " and ")} ${are} of ${kindOf(first.node)}.`,
    suggestion: into,
    gather: { into, keys: pairs },
  };
}

/** What a key is called among the fields of an object, by its name or by what people write for it. */
function nameIn(node: FieldNode | undefined, key: string): string | undefined {
  if (node?.keys.has(key)) return key;
  for (const [name, { field }] of node?.keys ?? []) if (field.alsoWritten?.includes(key)) return name;
  return undefined;
}
