import * as vscode from "vscode";
import type { AccountKnowledge } from "./context.ts";
import { isRulesFile, isSpec } from "./recognise.ts";

/**
 * All that helps to write a spec. It needs no account, no network and no Node: it runs in a browser, too. Most YAML
 * files are no specs, and cost nothing but a look: the rest is loaded with the first that is one.
 */
export function registerLanguage(context: vscode.ExtensionContext, account?: AccountKnowledge): void {
  const { workspace } = vscode;
  let waiting: vscode.Disposable | undefined;
  const begin = async () => {
    const { registerFeatures } = await import("./features.ts");
    registerFeatures(context, account);
  };
  const look = (document: vscode.TextDocument) => {
    if (!waiting || !(isSpec(document) || isRulesFile(document))) return;
    waiting.dispose();
    waiting = undefined;
    // Not within the activation, so that nobody waits for us who has nothing to do with specs.
    setTimeout(() => void begin());
  };
  const lookAtAll = () => workspace.textDocuments.forEach(look);
  waiting = vscode.Disposable.from(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("appPlatform.specFiles")) lookAtAll();
    }),
  );
  context.subscriptions.push({ dispose: () => waiting?.dispose() });
  lookAtAll();
}
