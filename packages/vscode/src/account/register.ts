import * as vscode from "vscode";
import { Platform } from "../platform.ts";
import { Accounts } from "./accounts.ts";
import { AccountProvider, PROVIDER_ID } from "./provider.ts";

/** `appPlatform.signedIn`, for welcome views and menus. */
const SIGNED_IN = "appPlatform.signedIn";

/** Accounts, and the client of the current one. */
export function registerAccounts(context: vscode.ExtensionContext): Platform {
  const log = vscode.window.createOutputChannel("App Platform Toolkit", { log: true });
  const accounts = new Accounts(context);
  const signIn = async () => (await import("./commands.ts")).signIn(platform);
  const platform: Platform = new Platform(accounts, log, signIn);
  const provider = new AccountProvider(accounts, signIn);
  const tell = async () =>
    vscode.commands.executeCommand("setContext", SIGNED_IN, (await accounts.all()).length > 0);
  void tell();
  context.subscriptions.push(
    log,
    accounts,
    platform,
    provider,
    vscode.authentication.registerAuthenticationProvider(PROVIDER_ID, "DigitalOcean App Platform", provider, {
      supportsMultipleAccounts: true,
    }),
    accounts.onDidChange(tell),
  );
  return platform;
}
