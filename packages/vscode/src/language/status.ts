import { estimateCost, formatRange } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { LanguageContexts } from "./context.ts";
import type { Problems } from "./diagnostics.ts";
import { parsedSpec } from "./spec-documents.ts";

/** While a spec is in front: what it costs a month, and how many problems it has. A click shows the problems. */
export class CostStatus implements vscode.Disposable {
  readonly #contexts: LanguageContexts;
  readonly #problems: Problems;
  readonly #item = vscode.window.createStatusBarItem(
    "appPlatform.cost",
    vscode.StatusBarAlignment.Right,
    100,
  );
  readonly #subscriptions: vscode.Disposable;

  constructor(contexts: LanguageContexts, problems: Problems) {
    this.#contexts = contexts;
    this.#problems = problems;
    this.#item.name = vscode.l10n.t("App Platform: Monthly Cost");
    this.#item.command = "workbench.actions.view.problems";
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
      problems.onDidChange((document) => {
        if (document === vscode.window.activeTextEditor?.document) this.#show();
      }),
    );
    this.#show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const spec = document && parsedSpec(document);
    void vscode.commands.executeCommand("setContext", "appPlatform.specInFront", spec !== undefined);
    if (!document || !spec) {
      this.#item.hide();
      return;
    }
    const { catalog } = this.#contexts;
    const { monthly, notes, catalog: prices } = estimateCost(spec.spec, catalog ? { catalog } : {});
    const problems = this.#problems.of(document);
    const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
    const [errors, warnings] = [count("error"), count("warning")];
    const found = [
      errors > 0 ? ` $(error) ${errors}` : "",
      warnings > 0 ? ` $(warning) ${warnings}` : "",
    ].join("");
    const price = `${formatRange(monthly)}/mo`;
    this.#item.text = `$(rocket) ${price}${found}`;
    const told = vscode.l10n.t("{0} errors, {1} warnings", errors, warnings);
    const notCounted = notes.map(({ message }) => message);
    const tooltip = [vscode.l10n.t("App Platform: {0}", price), told, ...notCounted];
    this.#item.tooltip = [...tooltip, vscode.l10n.t("Prices of {0}.", prices.asOf)].join("\n\n");
    this.#item.accessibilityInformation = { label: `${vscode.l10n.t("App Platform: {0}", price)}, ${told}` };
    this.#item.show();
  }
}
