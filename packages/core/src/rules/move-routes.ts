import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import { COMPONENT_LISTS } from "../spec/components.ts";
import type { SpecDocument } from "../spec/document.ts";
import { narrowFirst, ruleOfRoute } from "../spec/routing.ts";
import { Document, isMap, isScalar, type Node } from "../yaml.ts";
import type { Component, RuleContext } from "./context.ts";
import { fixOf } from "./fixes.ts";
import { commentAbove, insertion, removal } from "./text-edits.ts";
import { hasAliases } from "./written.ts";

/**
 * Writes the routes of all components, with their CORS, as `ingress.rules`. With half of them moved nobody knows
 * what the platform makes of the rest, so it is all or nothing, and nothing as well where the spec does not say
 * everything: beside rules that exist, for components that answer requests without a route, for a path that is taken
 * twice.
 */
export function moveRoutes(context: RuleContext, document: SpecDocument): Fix[] {
  if (document.syntaxProblems.length > 0 || hasAliases(document)) return [];
  const routed = routedComponents(context);
  if (!routed) return [];
  const rules = narrowFirst(
    routed.flatMap((component) => movedRules(component, document)),
    ({ prefix }) => prefix,
  );
  if (new Set(rules.map(({ prefix }) => prefix)).size < rules.length) return [];
  const removed = routed.map(({ path, spec }) =>
    removal(
      document,
      path,
      MOVED.filter((key) => key in spec),
      "remove",
    ),
  );
  if (removed.includes(undefined)) return [];
  const added = placed(
    document,
    rules.map(({ node }) => node),
  );
  return fixOf("Move all routes to `ingress.rules`", [added, ...removed.flatMap((edits) => edits ?? [])]);
}

/** The keys of a component that become a part of its rules. */
const MOVED = ["routes", "cors"];

type Routed = Component<"services" | "static_sites" | "functions">;

/** The components with routes; `undefined` where some component leaves open which requests are its own. */
function routedComponents(context: RuleContext): Routed[] | undefined {
  if (context.spec.ingress?.rules || context.mistaken([], "ingress")) return undefined;
  // Those of a worker are an error, and not ours to move.
  if (context.components.some(({ path }) => context.mistaken(path, "name", "routes", "cors")))
    return undefined;
  const names = context.names.map(({ name }) => name);
  const routed: Routed[] = [];
  for (const component of context.routed) {
    const { name, routes, cors } = component.spec;
    if (!routes && !cors && isInternal(component)) continue;
    const isClear = routes?.length && routes.every((route) => route?.path?.startsWith("/"));
    if (!isClear || names.filter((each) => each === name).length !== 1) return undefined;
    routed.push(component);
  }
  return routed;
}

function isInternal({ kind, spec }: Routed): boolean {
  return kind === "services" && Boolean(spec.internal_ports?.length) && !spec.http_port;
}

interface MovedRule {
  readonly prefix: string;
  readonly node: Node | null;
}

/** A component's routes as rules that keep the document's quotes and comments. */
function movedRules({ path, spec }: Routed, document: SpecDocument): MovedRule[] {
  const cors = document.nodeAt([...path, "cors"]);
  const list = document.nodeAt([...path, "routes"]);
  return (spec.routes ?? []).map((route, index) => {
    const at = [...path, "routes", index];
    const above = index === 0 ? MOVED.map((key) => commentAbove(document, [...path, key])) : [];
    const [prefix, preserve] = ["path", "preserve_path_prefix"].map((key) => document.nodeAt([...at, key]));
    const rule = ruleOfRoute(spec.name, { path: prefix, preserve_path_prefix: preserve }, cors);
    const node = new Document<Node>(rule).contents;
    const item = document.nodeAt(at);
    // The parser keeps what stands above the first item with the list.
    const comments = [
      ...above,
      index === 0 && list?.commentBefore,
      item?.commentBefore,
      ...keyComments(item),
    ];
    if (node) node.commentBefore = comments.filter(Boolean).join("\n") || null;
    return { prefix: route?.path ?? "", node };
  });
}

function keyComments(item: Node | undefined): unknown[] {
  return isMap(item) ? item.items.map(({ key }) => isScalar(key) && key.commentBefore) : [];
}

/** In the `ingress` that there is, or in one before the components. */
function placed(document: SpecDocument, rules: readonly (Node | null)[]): TextEdit | undefined {
  if (document.pairAt(["ingress", "rules"])) return undefined;
  if (document.pairAt(["ingress"])) return insertion(document, ["ingress"], "rules", rules);
  const root = document.nodeAt([]);
  const lists = isMap(root) ? root.items.map(({ key }) => String(isScalar(key) ? key.value : "")) : [];
  const before = lists.find((key) => (COMPONENT_LISTS as readonly string[]).includes(key));
  return insertion(document, [], "ingress", { rules }, before);
}
