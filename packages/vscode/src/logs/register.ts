import * as vscode from "vscode";
import { guarded } from "../app-target.ts";
import type { Platform } from "../platform.ts";
import { FullLogs } from "./full-log.ts";
import type { TailTarget } from "./selection.ts";
import { Tails } from "./tails.ts";
import { tailInTerminal } from "./terminal.ts";

/** Logs in the Output panel, in a terminal, and as documents. */
export function registerLogs(context: vscode.ExtensionContext, platform: Platform): void {
  const tails = new Tails(platform);
  const fullLogs = new FullLogs(platform);
  const failed = vscode.l10n.t("The log could not be read.");
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    tails,
    fullLogs,
    registerCommand(
      "appPlatform.tailLogs",
      guarded(failed, (target?: TailTarget) => tails.open(target)),
    ),
    registerCommand(
      "appPlatform.stopTail",
      guarded(failed, () => tails.stop()),
    ),
    registerCommand(
      "appPlatform.pauseTail",
      guarded(failed, () => tails.togglePause()),
    ),
    registerCommand(
      "appPlatform.tailInTerminal",
      guarded(failed, (target: TailTarget) => tailInTerminal(platform, target)),
    ),
    registerCommand(
      "appPlatform.openFullLog",
      guarded(failed, (target: TailTarget) => fullLogs.open(target)),
    ),
  );
}
