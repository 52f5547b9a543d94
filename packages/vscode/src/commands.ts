import type { ExtensionContext } from "vscode";
import { accountCommands } from "./account/commands.ts";
import { appCommands } from "./apps/commands.ts";
import type { AppsTree } from "./apps/tree.ts";
import { catalogCommands } from "./catalog/commands.ts";
import { consoleCommands } from "./console/commands.ts";
import { createSpec } from "./create-spec/create-spec.ts";
import { deployCommands } from "./deploy/commands.ts";
import { logCommands } from "./logs/commands.ts";
import type { Platform } from "./platform.ts";

/** What a command does. VS Code hands it what it was chosen on, such as a line of the Apps view. */
// biome-ignore lint/suspicious/noExplicitAny: a table of commands of different arguments
export type Command = (...args: any[]) => unknown;
/** By the name that the manifest gives it. */
export type Commands = Readonly<Record<string, Command>>;

/** All that the palette and the menus offer. Loaded with the first command. */
export function commandsOf(context: ExtensionContext, platform: Platform, tree: AppsTree): Commands {
  return {
    "appPlatform.createSpec": createSpec,
    ...accountCommands(platform),
    ...appCommands(context, platform, tree),
    ...catalogCommands(platform),
    ...deployCommands(context, platform, tree),
    ...logCommands(context, platform),
    ...consoleCommands(platform),
  };
}
