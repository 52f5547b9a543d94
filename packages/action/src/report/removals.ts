import type { Removal } from "../commands/remove-preview.ts";
import { code, tableCell } from "../github/markdown.ts";

const WORDS: Record<Removal["outcome"], string> = {
  removed: "🧹 removed",
  gone: "🧹 gone already",
  planned: "would be removed",
  kept: "stays",
  failed: "❌ not removed",
};

/** What became of each preview, what goes first. */
export function renderRemovals(removals: readonly Removal[]): string {
  if (removals.length === 0) return "### Previews\n\nThere was no preview to remove.";
  const order = Object.keys(WORDS);
  const rows = removals
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
    .map(
      ({ name, appId, outcome, reason }) =>
        `| ${code(name)} | ${WORDS[outcome]} | ${tableCell(`It ${reason}.`)} | ${code(appId)} |`,
    );
  return ["### Previews", "", "| Preview | | Why | App |", "| :-- | :-- | :-- | :-- |", ...rows].join("\n");
}
