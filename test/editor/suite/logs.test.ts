import type { App } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { admin, hasUi, ui } from "./environment.ts";
import {
  activate,
  liveApp,
  outputText,
  platform,
  signIn,
  signOutOfAll,
  until,
  waitForNotification,
} from "./scene.ts";

const LINE = ".output-view .view-line";

suite("logs", () => {
  let app: App;

  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
    app = await liveApp();
    await signIn();
  });
  suiteTeardown(signOutOfAll);

  test("a tail shows the lines of a component, and a separator when another deployment takes over", async () => {
    await vscode.commands.executeCommand("appPlatform.tailLogs", { app, component: "api" });
    await ui.wait(`${LINE}:has-text("api │")`);
    await admin("clock", { ms: 60_000 });
    await platform().deployments.create(app.id ?? "", { force_build: true });
    await admin("clock", { ms: 30 * 60_000 });
    await until("the separator of the redeploy", () => / has taken over from /.test(outputText()), 30_000);
    await ui.screenshot("logs-redeploy");
    await vscode.commands.executeCommand("appPlatform.stopTail");
    await until("the end of the tail", () => outputText().includes("──── Stopped. ────"));
  });

  test("the whole build log opens as a document that nobody can change", async () => {
    await vscode.commands.executeCommand("appPlatform.openFullLog", {
      app,
      component: "api",
      type: "BUILD",
      deploymentId: app.active_deployment?.id,
    });
    await ui.wait('.tab.active:has-text("web-shop-api-build")');
    await ui.wait('.editor-instance .view-line:has-text("api")');
    await ui.screenshot("logs-full");
  });

  test("stopping where nothing is followed says so", async () => {
    await vscode.commands.executeCommand("appPlatform.stopTail");
    await waitForNotification("No log is followed");
    await vscode.commands.executeCommand("notifications.clearAll");
  });
});
