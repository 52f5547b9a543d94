import type { ExtensionContext } from "vscode";
import { registerCreateSpec } from "./create-spec/register.ts";
import { registerLanguage } from "./language/register.ts";

/** In a browser: all that helps to write a spec. Accounts, deploys, logs and consoles need a host with Node. */
export function activate(context: ExtensionContext): void {
  registerLanguage(context);
  registerCreateSpec(context);
}
