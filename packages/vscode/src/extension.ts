import type { ExtensionContext } from "vscode";
import { registerAccounts } from "./account/register.ts";
import { registerApps } from "./apps/register.ts";
import { registerConsole } from "./console/register.ts";
import { registerDeploy } from "./deploy/register.ts";
import { registerLanguage } from "./language/register.ts";
import { registerLogs } from "./logs/register.ts";

/** What the extension brings, feature by feature; each registers itself and is disposed with the context. */
export function activate(context: ExtensionContext): void {
  const specs = registerLanguage(context);
  const platform = registerAccounts(context);
  const tree = registerApps(context, platform);
  registerDeploy(context, platform, specs, tree);
  registerLogs(context, platform);
  registerConsole(context, platform);
}
