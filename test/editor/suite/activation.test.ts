import assert from "node:assert/strict";
import * as vscode from "vscode";
import { ID } from "./scene.ts";

suite("activation", () => {
  test("opening a YAML file activates the extension", async () => {
    const [file] = await vscode.workspace.findFiles(".do/app.yaml");
    assert.ok(file);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension, `${ID} is not there`);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
