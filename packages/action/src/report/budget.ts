import { inlineText } from "../github/markdown.ts";
import type { JudgedLimit } from "../result.ts";

/** The limits of the budget that are not kept or could not be judged; empty where all is well. */
export function budgetLines(limits: readonly JudgedLimit[] = []): string {
  return limits
    .filter(({ verdict }) => verdict !== "within")
    .map((limit) => `- ${icon(limit)}${inlineText(limit.message)}`)
    .join("\n");
}

/** How the budget is kept, in two words; empty where there is nothing to judge. */
export function budgetWords(limits: readonly JudgedLimit[] = []): string {
  const judged = limits.filter(({ verdict }) => verdict !== "not-judged");
  const worst = judged.find(({ fails }) => fails) ?? judged.find(({ verdict }) => verdict !== "within");
  if (worst) return `${icon(worst)}over budget`;
  return judged.length > 0 ? "✅ within budget" : "";
}

function icon({ verdict, fails }: JudgedLimit): string {
  if (verdict === "not-judged") return "";
  return fails ? "❌ " : "⚠️ ";
}
