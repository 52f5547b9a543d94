import type * as vscode from "vscode";
import { type AccountKnowledge, LanguageContexts } from "./context.ts";
import { Problems } from "./diagnostics.ts";
import { registerProviders } from "./providers.ts";
import { CostStatus } from "./status.ts";

/** Problems, completion, hover, outline, navigation, lenses and the monthly cost. Loaded with the first spec. */
export function registerFeatures(context: vscode.ExtensionContext, account?: AccountKnowledge): void {
  const contexts = new LanguageContexts(account);
  const problems = new Problems(contexts);
  context.subscriptions.push(
    problems,
    registerProviders(contexts, (document) => problems.of(document)),
    new CostStatus(contexts, problems),
  );
}
