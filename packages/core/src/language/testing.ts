import type { CompletionItem, Position } from "vscode-languageserver-types";
import { offsetAt } from "./place.ts";

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

/** For tests: the text after a completion was accepted, places to type in left as they are. */
export function accepted(text: string, item: CompletionItem): string {
  const edits = [...(item.additionalTextEdits ?? [])];
  if (item.textEdit && "range" in item.textEdit) {
    const { range, newText } = item.textEdit;
    edits.push({ range, newText: item.insertTextFormat === 2 ? withoutSlots(newText) : newText });
  }
  return edits
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, newText }) => whole.slice(0, start) + newText + whole.slice(end), text);
}

/** A snippet with each place at its first value. */
function withoutSlots(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\{\d+:((?:\\.|[^\\}])*)\}|\$\{\d+\|((?:\\.|[^\\|])*)\|\}|\$\d+/g,
    (_, escaped?: string, first?: string, choices?: string) => {
      if (escaped !== undefined) return escaped;
      const chosen = choices === undefined ? (first ?? "") : (/^(?:\\.|[^\\,])*/.exec(choices)?.[0] ?? "");
      return chosen.replace(/\\(.)/g, "$1");
    },
  );
}
