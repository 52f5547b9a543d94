import type { Position } from "vscode-languageserver-types";

/** For tests: a text without its `|`, and where that stood. */
export function atCursor(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf("|");
  if (offset < 0) throw new Error("The text has no cursor.");
  const before = marked.slice(0, offset).split("\n");
  return {
    text: marked.slice(0, offset) + marked.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
