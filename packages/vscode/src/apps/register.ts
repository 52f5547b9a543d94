import * as vscode from "vscode";
import type { Platform } from "../platform.ts";
import { AppsTree } from "./tree.ts";

/** The Apps view, which asks the platform for nothing until somebody opens it. */
export function registerApps(context: vscode.ExtensionContext, platform: Platform): AppsTree {
  const tree = new AppsTree(platform);
  const view = vscode.window.createTreeView("appPlatform.apps", {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const tellAccount = async () => {
    const [all, current] = await Promise.all([platform.accounts.all(), platform.accounts.current()]);
    view.description = all.length > 1 ? (current?.label ?? "") : "";
  };
  context.subscriptions.push(
    tree,
    view,
    tree.onDidStale((message) => (view.message = message)),
    view.onDidChangeVisibility(({ visible }) => tree.setVisible(visible)),
    platform.accounts.onDidChange(() => void tellAccount()),
  );
  tree.setVisible(view.visible);
  void tellAccount();
  void tree.start();
  return tree;
}
