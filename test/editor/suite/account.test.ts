import assert from "node:assert/strict";
import * as vscode from "vscode";
import { admin, hasUi, PLATFORM, ui } from "./environment.ts";
import {
  accountLabels,
  activate,
  clearNotifications,
  signIn,
  signOutOfAll,
  waitForNotification,
} from "./scene.ts";

/** The box that comes after that of the token, which goes a moment later. */
const NAME = '.quick-input-title:has-text("Name this account")';

suite("account", () => {
  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await activate();
    await signOutOfAll();
  });
  suiteTeardown(signOutOfAll);

  test("a wrong token is refused with the reason, and not kept", async () => {
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput("dop_v1_wrong");
    await ui.wait(NAME);
    await ui.quickInput("Wrong");
    await waitForNotification("DigitalOcean does not know this token");
    await clearNotifications();
    await done;
    assert.deepEqual(await accountLabels(), []);
  });

  test("a token without the scope to read apps is refused with the scope that it lacks", async () => {
    const { token } = (await admin("tokens", { scopes: ["app:create"] })) as { token: string };
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput(token);
    await ui.wait(NAME);
    await ui.quickInput("No scopes");
    await waitForNotification("app:read");
    await clearNotifications();
    await done;
    assert.deepEqual(await accountLabels(), []);
  });

  test("signing in keeps the account under the name that the user gives", async () => {
    await signIn(PLATFORM.token, "Shop");
    assert.deepEqual(await accountLabels(), ["Shop"]);
  });

  test("a second account has its own name, and a taken one is refused", async () => {
    const { token } = (await admin("tokens", { scopes: ["app:read"] })) as { token: string };
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput(token);
    await ui.wait(NAME);
    await ui.quickInput("Shop", { accept: false });
    await ui.wait('.quick-input-message:has-text("There is an account of this name already")');
    await ui.quickInput("Agency");
    await done;
    assert.deepEqual((await accountLabels()).toSorted(), ["Agency", "Shop"]);
  });

  test("signing out forgets the token of that account alone", async () => {
    const done = vscode.commands.executeCommand("appPlatform.signOut");
    await ui.quickInput("Agency", { row: "Agency" });
    await done;
    assert.deepEqual(await accountLabels(), ["Shop"]);
  });
});
