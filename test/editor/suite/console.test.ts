import * as vscode from "vscode";
import { hasUi, ui } from "./environment.ts";
import { activate, liveApp, signIn, signOutOfAll, until } from "./scene.ts";

suite("console", () => {
  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
    await signIn();
  });
  suiteTeardown(async () => {
    await signOutOfAll();
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  test("a command that is typed is answered by the container", async () => {
    const app = await liveApp();
    const done = vscode.commands.executeCommand("appPlatform.openConsole", { app, component: "mailer" });
    await ui.wait(".terminal-wrapper.active .xterm-screen");
    await done;
    await ui.wait('.xterm-rows:has-text("web-shop:mailer$")');
    await ui.type("echo grüße aus dem Container\n");
    await until("the answer of the shell", async () =>
      (await ui.texts(".xterm-rows > div")).includes("grüße aus dem Container"),
    );
    await ui.screenshot("console");
  });
});
