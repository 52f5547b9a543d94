import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { SchemaProblem } from "../spec/schema/index.ts";
import { insertKey, quoteValue, renameKey, replaceValue } from "./fixes.ts";

/** What an editor can offer for a problem that the schema found. */
export function schemaFixes(document: SpecDocument, problem: SchemaProblem): Fix[] {
  const { path, code, suggestion, at } = problem;
  if (code === "required") return insertKey(document, path, String(suggestion ?? "name"), "my-app");
  if (suggestion !== undefined)
    return at === "key" ? renameKey(document, path, suggestion) : replaceValue(document, path, suggestion);
  return typeof valueAt(document, path) === "object" ? [] : quoteValue(document, path);
}

function valueAt(document: SpecDocument, path: SchemaProblem["path"]): unknown {
  const node = document.nodeAt(path);
  return node && "value" in node ? node.value : {};
}
