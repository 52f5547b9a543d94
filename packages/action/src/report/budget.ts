import type { BudgetVerdict } from "@app-platform-toolkit/core";
import { inlineText } from "../github/markdown.ts";

const ICONS: Partial<Record<BudgetVerdict["verdict"], string>> = {
  over: "❌ ",
  tolerated: "⚠️ ",
  "not-judged": "",
};

/** The limits of the budget that are not kept or could not be judged; empty where all is well. */
export function budgetLines(verdicts: readonly BudgetVerdict[] = []): string {
  return verdicts
    .filter(({ verdict }) => verdict in ICONS)
    .map(({ verdict, message }) => `- ${ICONS[verdict]}${inlineText(message)}`)
    .join("\n");
}
