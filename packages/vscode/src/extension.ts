import type { ExtensionContext } from "vscode";
import { registerAccounts } from "./account/register.ts";

/** What the extension brings, feature by feature; each registers itself and is disposed with the context. */
export function activate(context: ExtensionContext): void {
  registerAccounts(context);
}
