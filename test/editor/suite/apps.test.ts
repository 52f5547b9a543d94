import assert from "node:assert/strict";
import type { App } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { admin, hasUi, ui } from "./environment.ts";
import { activate, liveApp, signIn, signOutOfAll, until } from "./scene.ts";

const ROW = ".sidebar .monaco-list-row";

suite("apps view", () => {
  let app: App;

  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
    app = await liveApp();
    await vscode.commands.executeCommand("appPlatform.apps.focus");
  });
  suiteTeardown(signOutOfAll);

  test("says how to begin where nobody is signed in", async () => {
    await ui.wait('.sidebar .welcome-view-content:has-text("Sign in to see your apps")');
    await ui.screenshot("apps-signed-out");
  });

  test("lists the apps of the account with phase and price", async () => {
    await signIn();
    await ui.wait(`${ROW}:has-text("web-shop"):has-text("ACTIVE")`);
    const rows = await ui.texts(ROW);
    assert.match(rows.join("\n"), /web-shop ?ACTIVE · \$[\d.]+\/mo/);
  });

  test("shows components with health and price, and what else belongs to an app", async () => {
    await ui.click(`${ROW}:has-text("web-shop")`);
    await ui.wait(`${ROW}:has-text("mailer")`);
    const rows = (await ui.texts(ROW)).join("\n");
    assert.match(rows, /api ?1\/1 · \$12\.00\/mo · apps-s-1vcpu-1gb × 1/);
    for (const section of ["Deployments", "Alerts", "Domains", "Events", "Bandwidth"])
      assert.ok(rows.includes(section), `${section} in\n${rows}`);
    await ui.click(`${ROW}:has-text("Deployments")`);
    await ui.wait(`${ROW}:has-text("MANUAL"), ${ROW}:has-text("initial")`);
    await ui.screenshot("apps");
  });

  test("the spec in the folder says how it differs from what is live", async () => {
    const [file] = await vscode.workspace.findFiles(".do/app.yaml");
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    const titles = async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        file,
      );
      return lenses.map(({ command }) => command?.title ?? "").join("\n");
    };
    assert.match(await titles(), /as it is live/);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf("instance_count: 1") + "instance_count: ".length;
    edit.replace(file, new vscode.Range(document.positionAt(at), document.positionAt(at + 1)), "2");
    await vscode.workspace.applyEdit(edit);
    assert.match(await titles(), /1 difference from live/);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  test("copies ids", async () => {
    await vscode.commands.executeCommand("appPlatform.copyId", { kind: "app", app });
    assert.equal(await vscode.env.clipboard.readText(), app.id);
  });

  test("follows a deployment that is started elsewhere", async () => {
    await vscode.commands.executeCommand("appPlatform.refresh");
    await admin("push", { repository: "octo-shop/web-shop" });
    await vscode.commands.executeCommand("appPlatform.refresh");
    await until("the app to move", async () =>
      /PENDING|BUILDING|DEPLOYING|ACTIVE/.test((await ui.texts(ROW)).join(" ")),
    );
  });

  test("a network that is away leaves what was read", async () => {
    await admin("faults", { operation: "apps_list", kind: "reset-before", times: 20 });
    await vscode.commands.executeCommand("appPlatform.refresh");
    assert.match((await ui.texts(ROW)).join(" "), /web-shop/);
    await admin("faults", {}, "DELETE");
  });
});
