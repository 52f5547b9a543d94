import * as vscode from "vscode";
import { Platform } from "../platform.ts";
import { Accounts } from "./accounts.ts";
import { registerAccountCommands, signIn } from "./commands.ts";
import { AccountProvider, PROVIDER_ID } from "./provider.ts";

/** Accounts, the client of the current one, and the commands around them. */
export function registerAccounts(context: vscode.ExtensionContext): Platform {
  const log = vscode.window.createOutputChannel("App Platform Toolkit", { log: true });
  const accounts = new Accounts(context);
  const platform: Platform = new Platform(accounts, log, () => signIn(platform));
  const provider = new AccountProvider(accounts, () => signIn(platform));
  context.subscriptions.push(
    log,
    accounts,
    platform,
    provider,
    vscode.authentication.registerAuthenticationProvider(PROVIDER_ID, "DigitalOcean App Platform", provider, {
      supportsMultipleAccounts: true,
    }),
    registerAccountCommands(platform),
  );
  return platform;
}
