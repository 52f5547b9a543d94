import type * as vscode from "vscode";
import { type AccountKnowledge, LanguageContexts } from "./context.ts";
import { Problems } from "./diagnostics.ts";
import { registerProviders } from "./providers.ts";
import { SpecDocuments } from "./spec-documents.ts";
import { CostStatus } from "./status.ts";

/** All that helps to write a spec. It needs no account, no network and no Node: it runs in a browser, too. */
export function registerLanguage(
  context: vscode.ExtensionContext,
  account?: AccountKnowledge,
): SpecDocuments {
  const specs = new SpecDocuments();
  const contexts = new LanguageContexts(account);
  const problems = new Problems(specs, contexts);
  context.subscriptions.push(
    problems,
    registerProviders(specs, contexts, (document) => problems.of(document)),
    new CostStatus(specs, contexts, problems),
  );
  return specs;
}
