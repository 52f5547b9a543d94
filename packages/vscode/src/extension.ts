import type { ExtensionContext } from "vscode";
import { LiveKnowledge } from "./account/knowledge.ts";
import { registerAccounts } from "./account/register.ts";
import { registerApps } from "./apps/register.ts";
import { registerConsole } from "./console/register.ts";
import { registerCreateSpec } from "./create-spec/register.ts";
import { registerDeploy } from "./deploy/register.ts";
import { registerLanguage } from "./language/register.ts";
import { registerLogs } from "./logs/register.ts";

/** What the extension brings, feature by feature; each registers itself and is disposed with the context. */
export function activate(context: ExtensionContext): void {
  const knowledge = new LiveKnowledge();
  context.subscriptions.push(knowledge);
  const specs = registerLanguage(context, knowledge);
  registerCreateSpec(context);
  const platform = registerAccounts(context);
  const tree = registerApps(context, platform);
  knowledge.follow(platform, tree);
  registerDeploy(context, platform, specs, tree);
  registerLogs(context, platform);
  registerConsole(context, platform);
}
