import assert from "node:assert/strict";
import * as vscode from "vscode";
import { admin, hasUi, PLATFORM, ui } from "./environment.ts";

const PROVIDER = "appPlatform";

suite("account", () => {
  suiteSetup(async function () {
    if (!hasUi) this.skip();
    await vscode.extensions.getExtension("app-platform-toolkit.app-platform-toolkit")?.activate();
    await signOutOfAll();
  });
  suiteTeardown(signOutOfAll);

  test("a wrong token is refused with the reason, and not kept", async () => {
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput("dop_v1_wrong");
    await ui.quickInput("Wrong");
    await notification("DigitalOcean does not know this token");
    await ui.command("Notifications: Clear All Notifications");
    await done;
    assert.deepEqual(await labels(), []);
  });

  test("a token without the scope to read apps is refused with the scope that it lacks", async () => {
    const { token } = (await admin("tokens", { scopes: ["app:create"] })) as { token: string };
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput(token);
    await ui.quickInput("No scopes");
    await notification("app:read");
    await ui.command("Notifications: Clear All Notifications");
    await done;
    assert.deepEqual(await labels(), []);
  });

  test("signing in keeps the account under the name that the user gives", async () => {
    await signIn(PLATFORM.token, "Shop");
    assert.deepEqual(await labels(), ["Shop"]);
  });

  test("a second account has its own name, and a taken one is refused", async () => {
    const { token } = (await admin("tokens", { scopes: ["app:read"] })) as { token: string };
    const done = vscode.commands.executeCommand("appPlatform.signIn");
    await ui.quickInput(token);
    await ui.quickInput("Shop", { accept: false });
    await ui.wait('.quick-input-message:has-text("There is an account of this name already")');
    await ui.quickInput("Agency");
    await done;
    assert.deepEqual((await labels()).toSorted(), ["Agency", "Shop"]);
  });

  test("signing out forgets the token of that account alone", async () => {
    const done = vscode.commands.executeCommand("appPlatform.signOut");
    await ui.quickInput("Agency", { row: "Agency" });
    await done;
    assert.deepEqual(await labels(), ["Shop"]);
  });
});

async function signIn(token: string, label: string): Promise<void> {
  const done = vscode.commands.executeCommand("appPlatform.signIn");
  await ui.quickInput(token);
  await ui.quickInput(label);
  await done;
}

async function labels(): Promise<string[]> {
  return (await vscode.authentication.getAccounts(PROVIDER)).map(({ label }) => label);
}

async function signOutOfAll(): Promise<void> {
  for (const { label } of await vscode.authentication.getAccounts(PROVIDER)) {
    const done = vscode.commands.executeCommand("appPlatform.signOut");
    const several = (await vscode.authentication.getAccounts(PROVIDER)).length > 1;
    if (several) await ui.quickInput(label, { row: label });
    await done;
  }
}

/** The smoke-test driver shows no toasts: the notification centre has them. */
async function notification(text: string): Promise<void> {
  await vscode.commands.executeCommand("notifications.showList");
  await ui.wait(`.notifications-center .notification-list-item-message:has-text("${text}")`);
}
