import { commands, type ExtensionContext } from "vscode";
import { LiveKnowledge } from "./account/knowledge.ts";
import { registerAccounts } from "./account/register.ts";
import { registerApps } from "./apps/register.ts";
import type { Commands } from "./commands.ts";
import { registerLanguage } from "./language/register.ts";

/**
 * What the extension brings. Only doors are made here; what is behind them is loaded when somebody opens one: the
 * language part with the first spec, the commands with the first of them, the Apps view with its first line.
 */
export function activate(context: ExtensionContext): void {
  const knowledge = new LiveKnowledge();
  context.subscriptions.push(knowledge);
  registerLanguage(context, knowledge);
  const platform = registerAccounts(context);
  const tree = registerApps(context, platform);
  knowledge.follow(platform, tree);
  registerCommands(context, async () => {
    const { commandsOf } = await import("./commands.ts");
    return commandsOf(context, platform, tree);
  });
}

/** Every command of the manifest. */
function registerCommands(context: ExtensionContext, load: () => Promise<Commands>): void {
  let loaded: Promise<Commands> | undefined;
  for (const name of namesIn(context.extension.packageJSON))
    context.subscriptions.push(
      commands.registerCommand(name, async (...args: unknown[]) => {
        loaded ??= load();
        return (await loaded)[name]?.(...args);
      }),
    );
}

function namesIn(manifest: {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}): string[] {
  return manifest.contributes.commands.map(({ command }) => command);
}
