import * as vscode from "vscode";
import type { Platform } from "../platform.ts";
import { selectionOf, type TailTarget } from "./selection.ts";
import { Tail } from "./tail.ts";

/** Follows a log in a terminal, which shows the colours of build tools; closing the terminal ends it. */
export async function tailInTerminal(platform: Platform, target: TailTarget): Promise<void> {
  const client = await platform.clientOrSignIn();
  const named = selectionOf(target);
  if (!client || !named) return;
  const { title, selection } = named;
  const written = new vscode.EventEmitter<string>();
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
          selection,
          { write: (text) => written.fire(text.replaceAll("\n", "\r\n")) },
          { colours: true, signedOut: platform.signedOut(client) },
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
