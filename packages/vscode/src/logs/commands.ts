import * as vscode from "vscode";
import { guarded } from "../app-target.ts";
import type { Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";
import { FullLogs } from "./full-log.ts";
import type { TailTarget } from "./selection.ts";
import { Tails } from "./tails.ts";
import { tailInTerminal } from "./terminal.ts";

/** Logs in the Output panel, in a terminal, and as documents. */
export function logCommands(context: vscode.ExtensionContext, platform: Platform): Commands {
  const tails = new Tails(platform);
  const fullLogs = new FullLogs(platform);
  context.subscriptions.push(tails, fullLogs);
  const failed = vscode.l10n.t("The log could not be read.");
  return {
    "appPlatform.tailLogs": guarded(failed, (target?: TailTarget) => tails.open(target)),
    "appPlatform.stopTail": guarded(failed, () => tails.stop()),
    "appPlatform.pauseTail": guarded(failed, () => tails.togglePause()),
    "appPlatform.tailInTerminal": guarded(failed, (target: TailTarget) => tailInTerminal(platform, target)),
    "appPlatform.openFullLog": guarded(failed, (target: TailTarget) => fullLogs.open(target)),
  };
}
