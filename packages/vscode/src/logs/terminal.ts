import * as vscode from "vscode";
import { appName } from "../app-target.ts";
import type { Platform } from "../platform.ts";
import { Tail } from "./tail.ts";
import type { TailTarget } from "./tails.ts";

/** Follows a log in a terminal, which shows the colours of build tools; closing the terminal ends it. */
export async function tailInTerminal(platform: Platform, target: TailTarget): Promise<void> {
  const client = await platform.clientOrSignIn();
  const appId = target.app.id;
  if (!client || appId === undefined) return;
  const written = new vscode.EventEmitter<string>();
  const title = [appName(target.app), target.component].filter((part) => part !== undefined).join(" · ");
  let tail: Tail | undefined;
  const terminal = vscode.window.createTerminal({
    name: title,
    iconPath: new vscode.ThemeIcon("output"),
    pty: {
      onDidWrite: written.event,
      // What is written before the terminal is open is lost.
      open: () => {
        tail = new Tail(
          client,
          title,
          {
            appId,
            type: target.type ?? "RUN",
            ...(target.component === undefined ? {} : { component: target.component }),
            ...(target.deploymentId === undefined ? {} : { deploymentId: target.deploymentId }),
          },
          { write: (text) => written.fire(text.replaceAll("\n", "\r\n")) },
          { colours: true },
        );
      },
      close: () => tail?.dispose(),
      // Ctrl-C, as in any terminal.
      handleInput: (data: string) => {
        if (data === "\u0003") tail?.dispose();
      },
    },
  });
  terminal.show();
}
