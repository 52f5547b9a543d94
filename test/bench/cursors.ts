// Cursor cases from real specs: every key and every enumerated value that an author typed is taken away, with the rest
// of its line, and an editor is asked for it.
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from "yaml";

export interface CursorCase {
  readonly text: string;
  readonly line: number;
  readonly character: number;
  /** What the author wrote. */
  readonly want: string;
  readonly kind: "key" | "value";
  /** What is typed of it: nothing, or its first letter. */
  readonly prefix: string;
  /** The keys and indexes that lead to the map that the key belongs to, or to the value. */
  readonly path: readonly (string | number)[];
}

const ENUM_KEYS = new Set([
  "instance_size_slug",
  "environment_slug",
  "engine",
  "type",
  "scope",
  "kind",
  "rule",
  "operator",
  "window",
  "region",
  "registry_type",
  "protocol",
  "minimum_tls_version",
]);

/** The cases of a text; none where it is not YAML. */
export function cursors(text: string): CursorCase[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) return [];
  const found: CursorCase[] = [];
  const lineOf = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  const lineEnd = (offset: number) => {
    const end = text.indexOf("\n", offset);
    if (end < 0) return text.length;
    return text[end - 1] === "\r" ? end - 1 : end;
  };
  const add = (node: Scalar, kind: CursorCase["kind"], path: CursorCase["path"]) => {
    const start = node.range?.[0] ?? 0;
    const want = String(node.value);
    for (const typed of [0, 1]) {
      const prefix = want.slice(0, typed);
      const { line, col } = lines.linePos(start);
      found.push({
        text: text.slice(0, start) + prefix + text.slice(lineEnd(start)),
        line: line - 1,
        character: col - 1 + typed,
        want,
        kind,
        prefix,
        path,
      });
    }
  };
  const walk = (node: unknown, path: CursorCase["path"]): void => {
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || key.type !== "PLAIN" || node.flow) continue;
      // A value on lines of its own would lose its key.
      const isOnLine =
        isScalar(value) &&
        value.range &&
        value.type !== "BLOCK_LITERAL" &&
        value.type !== "BLOCK_FOLDED" &&
        lineOf(value) === lineOf(key);
      const below = [...path, String(key.value)];
      if (isOnLine) add(key, "key", path);
      if (
        isOnLine &&
        ENUM_KEYS.has(String(key.value)) &&
        value.type === "PLAIN" &&
        typeof value.value === "string"
      )
        add(value, "value", below);
      walk(value, below);
    }
  };
  walk(document.contents, []);
  return found;
}
