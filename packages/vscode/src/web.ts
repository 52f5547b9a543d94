import { commands, type ExtensionContext } from "vscode";
import { registerLanguage } from "./language/register.ts";

/** In a browser: all that helps to write a spec. Accounts, deploys, logs and consoles need a host with Node. */
export function activate(context: ExtensionContext): void {
  registerLanguage(context);
  context.subscriptions.push(
    commands.registerCommand("appPlatform.createSpec", async () => {
      const { createSpec } = await import("./create-spec/create-spec.ts");
      return createSpec();
    }),
  );
}
