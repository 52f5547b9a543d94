import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { admin, hasUi, PLATFORM, ui } from "./environment.ts";
import { activate, liveApp, outputText, signIn, signOutOfAll, until } from "./scene.ts";

/** Longer than whatever still goes on waits between two calls while something moves. */
const QUIET_MS = 7_000;

suite("signing out", () => {
  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
  });
  suiteTeardown(async () => {
    await signOutOfAll();
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  test("while signed in, the token is in no file of VS Code, of the folder, or in a setting", async () => {
    await signIn();
    // Where the server keeps all that it keeps; the window's own storage is in the browser.
    const data = process.env.VSCODE_CWD ?? process.cwd();
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    assert.ok((await readdir(data)).includes("data"), `${data} is not the server's folder.`);
    for (const dir of [data, folder])
      for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        assert.ok(!(await readFile(path)).includes(PLATFORM.token), `${path} holds the token.`);
      }
    const settings = vscode.workspace.getConfiguration("appPlatform");
    assert.ok(!JSON.stringify(settings).includes(PLATFORM.token));
  });

  test("ends logs and consoles, and nothing is asked any more", async function () {
    this.timeout(120_000);
    const app = await liveApp();
    await vscode.commands.executeCommand("appPlatform.apps.focus");
    await vscode.commands.executeCommand("appPlatform.openConsole", { app, component: "mailer" });
    await ui.wait('.xterm-rows:has-text("web-shop:mailer$")');
    await vscode.commands.executeCommand("appPlatform.tailLogs", { app, component: "api" });
    await until("a line of the log", () => outputText().includes("api │"));

    await signOutOfAll();
    await until("the end of the log", () => outputText().includes("──── Signed out. ────"));
    await vscode.commands.executeCommand("workbench.action.terminal.focus");
    await ui.wait('.xterm-rows:has-text("Press any key to close.")');
    await ui.wait('.sidebar .welcome-view-content:has-text("Sign in to see your apps")');
    const before = await asked();
    await new Promise((passed) => setTimeout(passed, QUIET_MS));
    assert.equal(await asked(), before);
  });
});

async function asked(): Promise<number> {
  const { requests } = (await admin("requests", undefined, "GET")) as { requests: unknown[] };
  return requests.length;
}
