import assert from "node:assert/strict";
import * as vscode from "vscode";
import { admin, hasUi, ui } from "./environment.ts";
import { activate, liveApp, platform, signIn, signOutOfAll, until } from "./scene.ts";

suite("what is live", () => {
  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
    await signIn();
  });
  suiteTeardown(async () => {
    await signOutOfAll();
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("is what runs, and not what a deployment that failed was to bring", async () => {
    const { id = "", spec = {} } = await liveApp();
    const [file] = await vscode.workspace.findFiles(".do/app.yaml");
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    const broken = (text: string) => text.replace("npm run build", "npm run build && exit 1");
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(file, all, broken(document.getText()));
    await vscode.workspace.applyEdit(edit);

    await platform().apps.update(id, { spec: JSON.parse(broken(JSON.stringify(spec))) });
    await admin("clock", { ms: 30 * 60_000 });
    const { active_deployment: active, spec: asked } = await platform().apps.get(id);
    assert.notDeepEqual(active?.spec, asked, "The deployment was to fail.");

    await vscode.commands.executeCommand("appPlatform.apps.focus");
    await vscode.commands.executeCommand("appPlatform.refresh");
    const lens = async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        file,
      );
      return lenses.map(({ command }) => command?.title ?? "").find((title) => title.includes("live"));
    };
    await until("the lens", async () => (await lens()) !== undefined);
    assert.equal(await lens(), "1 difference from live");
    await vscode.commands.executeCommand("appPlatform.compare", file);
    await ui.wait('.modified-in-monaco-diff-editor .view-line:has-text("exit")');
    await platform().apps.update(id, { spec });
    await admin("clock", { ms: 30 * 60_000 });
  });
});
