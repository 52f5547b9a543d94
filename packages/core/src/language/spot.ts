import { type Span, spanOf } from "../rules/text-edits.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { fieldAt } from "../spec/schema/index.ts";
import { isMergeKey, nameOf } from "../spec/tree-key.ts";
import { type Alias, isAlias, isCollection, isMap, isPair, isSeq, type Node, type Pair } from "../yaml.ts";

/** The token at an offset of the text: the key or the value of a field, or an item of a list. */
export interface Spot {
  /** From the AppSpec. Below an anchor that stands outside of it, as if it stood where its first alias does. */
  readonly path: Path;
  readonly part: "key" | "value";
  /** A scalar or an alias; a list or map only as a key. */
  readonly node: Node;
  readonly span: Span;
}

/** One step of the way from the document's root to a place in it. */
export interface Step {
  /** From the document's root, which in the template form is not that of the AppSpec. */
  readonly path: Path;
  readonly node: Node;
  /** The pair whose value the node is, or its key where it has no value; absent for the root and for items. */
  readonly pair?: Pair;
}

/** Deeper than this nothing is looked at: what reads a document level by level must come to an end. */
export const MAX_DEPTH = 100;

/** The token at an offset, or right before it; `undefined` between tokens and outside of the AppSpec. */
export function spotAt(document: SpecDocument, offset: number): Spot | undefined {
  const steps = stepsAt(document, offset);
  const last = steps.at(-1);
  if (!last) return undefined;
  const key = spanOf(last.pair?.key);
  if (key && offset <= key[1]) return made(document, steps, "key", last.pair?.key as Node, key);
  const span = spanOf(last.node);
  if (!span || isCollection(last.node) || offset < span[0] || offset > span[1]) return undefined;
  return made(document, steps, "value", last.node, span);
}

function made(
  document: SpecDocument,
  steps: readonly Step[],
  part: Spot["part"],
  node: Node,
  span: Span,
): Spot | undefined {
  const path = specPath(document, steps);
  return path && { path, part, node, span };
}

/**
 * The nodes that an offset lies in, outermost first. The last is the innermost that is written there: a scalar, an
 * alias, or a collection of which the offset touches no item. On a key it is the value of the key's pair.
 */
export function stepsAt(document: SpecDocument, offset: number): Step[] {
  const steps: Step[] = [];
  const root = document.yaml?.contents;
  let step: Step | undefined = root ? { path: [], node: root } : undefined;
  while (step && steps.length < MAX_DEPTH) {
    steps.push(step);
    step = stepBelow(document, step, offset);
  }
  return steps;
}

function stepBelow(document: SpecDocument, { node, path }: Step, offset: number): Step | undefined {
  if (isMap(node)) {
    const pair = lastFrom(node.items as Pair[], offset, (item) => startOf(item.key) ?? startOf(item.value));
    const value = (pair?.value ?? pair?.key) as Node | null | undefined;
    if (!pair || !value || offset > Math.max(endOf(value) ?? 0, endOf(pair.key) ?? 0)) return undefined;
    return { path: [...path, keyOf(document, pair)], node: value, pair };
  }
  if (isSeq(node)) {
    const item = lastFrom(node.items, offset, startOf);
    // `!!omap` is a list of pairs.
    if (!item || isPair(item) || offset > (endOf(item) ?? 0)) return undefined;
    return { path: [...path, node.items.indexOf(item)], node: item as Node };
  }
  return undefined;
}

function keyOf({ yaml, text }: SpecDocument, { key }: Pair): string {
  const node = (key as Node | null) ?? undefined;
  return nameOf(isAlias(node) && yaml ? node.resolve(yaml) : node, text);
}

/** The last item that begins at an offset or before it. What has no place is passed over. */
function lastFrom<T>(items: readonly T[], offset: number, start: (item: T) => number | undefined) {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((start(items[middle] as T) ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = items[low];
  return found !== undefined && (start(found) ?? Number.POSITIVE_INFINITY) <= offset ? found : undefined;
}

/** The path from the AppSpec; `undefined` for what stands beside it. */
export function specPath(document: SpecDocument, steps: readonly Step[]): Path | undefined {
  const path = steps.at(-1)?.path ?? [];
  const own = document.form === "app" ? path : path[0] === "spec" ? path.slice(1) : undefined;
  if (own && (own.length === 0 || fieldAt(own))) return own;
  return pathByAlias(document, steps) ?? own;
}

/** Where what is written behind an anchor is used first. */
function pathByAlias(document: SpecDocument, steps: readonly Step[]): Path | undefined {
  const at = steps.findLastIndex(({ node }) => "anchor" in node && node.anchor !== undefined);
  const step = steps[at];
  if (!step || !document.yaml) return undefined;
  const { anchor } = step.node as { anchor?: string };
  const below = (steps.at(-1)?.path ?? []).slice(step.path.length);
  for (const use of aliasesIn(document)) {
    if (use.alias.source !== anchor) continue;
    const path = [...use.path, ...below];
    if (fieldAt(path)) return path;
  }
  return undefined;
}

/** Every alias of a document with the path, from the AppSpec, of the value that it stands for. */
export function* aliasesIn(document: SpecDocument): Generator<{ alias: Alias; path: Path }> {
  for (const { path, node } of nodesIn(document)) {
    if (!isAlias(node)) continue;
    const own = document.form === "app" ? path : path.slice(1);
    // What is merged in, alone or as one of a list, stands in the map itself.
    const merge = own.indexOf("<<");
    yield { alias: node, path: merge < 0 ? own : own.slice(0, merge) };
  }
}

/** Every node of a document that is not a key, parents first. Aliases are not followed. */
export function* nodesIn(document: SpecDocument): Generator<Step> {
  const root = document.yaml?.contents;
  if (!root) return;
  const stack: Step[] = [{ path: [], node: root }];
  for (let step = stack.pop(); step; step = stack.pop()) {
    yield step;
    const { node, path } = step;
    if (path.length >= MAX_DEPTH) continue;
    const below: Step[] = [];
    if (isMap(node))
      for (const pair of node.items as Pair[]) {
        const value = pair.value as Node | null;
        const key = isMergeKey(pair.key as Node) ? "<<" : keyOf(document, pair);
        if (value) below.push({ path: [...path, key], node: value, pair });
      }
    else if (isSeq(node))
      for (const [index, item] of node.items.entries())
        if (item && !isPair(item)) below.push({ path: [...path, index], node: item as Node });
    stack.push(...below.reverse());
  }
}

function startOf(node: unknown): number | undefined {
  return spanOf(node)?.[0];
}

function endOf(node: unknown): number | undefined {
  return spanOf(node)?.[1];
}
