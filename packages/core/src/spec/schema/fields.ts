import * as z from "zod";
import type { Path } from "../path.ts";
import { app } from "./app.ts";
import { doc, type FieldDoc } from "./doc.ts";

export type FieldType = "string" | "integer" | "number" | "boolean" | "object" | "array";

/** A field of the app spec: what a value there must be, and what an author should know of it. */
export interface Field extends Omit<FieldDoc, "id"> {
  /** As the documentation writes it: `services[].envs[].key`; a list and its items share `services[]`. */
  readonly path: string;
  readonly type: FieldType;
  /** Of a list: the type of its items. */
  readonly items?: FieldType;
  readonly required: boolean;
  readonly description: string;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression. */
  readonly pattern?: string;
}

/** A field with the fields below it. */
export interface FieldNode {
  readonly field: Field;
  /** Of an object. */
  readonly keys: ReadonlyMap<string, FieldNode>;
  /** Those of its keys that cannot be left out. */
  readonly required: readonly string[];
  /** Of a text with a pattern. */
  readonly regExp?: RegExp;
  /** Of a list. */
  readonly item?: FieldNode;
}

/** The field at a path; any list index stands for every item. `undefined` where the spec has no such field. */
export function fieldAt(path: Path): Field | undefined {
  return nodeAt(path)?.field;
}

/** The keys of the object at a path, in the order in which an author would think of them. */
export function childFields(path: Path): { name: string; field: Field }[] {
  return Array.from(nodeAt(path)?.keys ?? [], ([name, node]) => ({ name, field: node.field }));
}

/** The key of the only list that an object holds, if it has just one: `rules` of `ingress`. */
export function onlyListAt(path: Path): string | undefined {
  const lists = [...(nodeAt(path)?.keys ?? [])].filter(([, { item }]) => item !== undefined);
  return lists.length === 1 ? lists[0]?.[0] : undefined;
}

/** Every path of the spec once: `name`, `services[]`, `services[].name` … */
export function fieldPaths(): string[] {
  return Array.from(allNodes(), (node) => node.field.path);
}

/** Every key of the spec, parents first; items are not listed beside their list. */
export function* allNodes(node: FieldNode = rootNode()): Generator<FieldNode> {
  for (const child of (node.item ?? node).keys.values()) {
    yield child;
    yield* allNodes(child);
  }
}

export function nodeAt(path: Path): FieldNode | undefined {
  let node: FieldNode | undefined = rootNode();
  for (const step of path) node = typeof step === "number" ? node?.item : node?.keys.get(step);
  return node;
}

let root: FieldNode | undefined;

/** The whole spec as a tree, read once from what zod writes of the schema. */
export function rootNode(): FieldNode {
  root ??= readTree();
  return root;
}

/** A JSON schema as zod writes it, with the documentation's keys beside the standard ones. */
type Json = Omit<Partial<Field>, "items" | "required"> & {
  $ref?: string;
  properties?: Record<string, Json>;
  required?: string[];
  items?: Json;
  additionalProperties?: unknown;
};

function readTree(): FieldNode {
  const { $defs = {}, ...json } = z.toJSONSchema(app, { metadata: doc }) as unknown as Json & {
    $defs?: Record<string, Json>;
  };

  function read(written: Json, path: string, required: boolean, above: Partial<Field>): FieldNode {
    const { $ref, ...own } = written;
    const target = $ref ? $defs[$ref.slice("#/$defs/".length)] : undefined;
    const merged = { ...target, ...own };
    const { properties = {}, items, required: needed = [], ...facts } = merged;
    const { minimum, maximum, additionalProperties, ...rest } = facts;
    const field: Field = {
      ...inherited(above),
      ...rest,
      ...bounds(facts),
      path,
      required,
      type: typeOf(rest),
      description: rest.description ?? "",
    };
    const keys = new Map(
      Object.entries(properties).map(([name, child]) => {
        const below = `${path === "" ? "" : `${path}.`}${name}${isList(child) ? "[]" : ""}`;
        return [name, read(child, below, needed.includes(name), field)];
      }),
    );
    const regExp = field.pattern === undefined ? {} : { regExp: new RegExp(field.pattern) };
    if (!items) return { field, keys, required: needed, ...regExp };
    const item = read(items, path, false, field);
    return { field: { ...field, items: item.field.type }, keys, required: needed, item };
  }

  const isList = (written: Json) => written.type === "array" || refersToList(written);
  const refersToList = ({ $ref }: Json) =>
    $ref !== undefined && $defs[$ref.slice("#/$defs/".length)]?.type === "array";
  return read(json, "", true, {});
}

/** What holds for a field holds for all below it. */
function inherited({ readOnly, preview, suspect, docs }: Partial<Field>): Partial<Field> {
  return {
    ...(readOnly && { readOnly }),
    ...(preview && { preview }),
    ...(suspect && { suspect }),
    ...(docs && { docs }),
  };
}

/** The bounds that an author is told: not those of JavaScript's integers, and not the zero that means "not set". */
function bounds({ minimum, maximum, zeroIsUnset }: Json): { minimum?: number; maximum?: number } {
  const told: { minimum?: number; maximum?: number } = {};
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) told.minimum = zeroIsUnset ? 1 : minimum;
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) told.maximum = maximum;
  return told;
}

function typeOf({ type, enum: values }: Json): FieldType {
  if (type === "number" && values?.every(Number.isInteger)) return "integer";
  return type ?? "object";
}
