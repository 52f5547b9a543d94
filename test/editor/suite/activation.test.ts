import assert from "node:assert/strict";
import * as vscode from "vscode";
import { admin, hasUi } from "./environment.ts";
import { ID, until } from "./scene.ts";

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

  test("checking and pricing a spec asks the network nothing", async function () {
    if (!hasUi) this.skip();
    const [file] = await vscode.workspace.findFiles(".do/app.yaml");
    assert.ok(file);
    const lenses = () =>
      vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", file);
    await until("the prices", async () => (await lenses()).length > 0);
    const { requests } = (await admin("requests", undefined, "GET")) as { requests: unknown[] };
    assert.deepEqual(requests, []);
  });
});
