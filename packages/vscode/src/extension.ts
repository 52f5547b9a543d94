import type { ExtensionContext } from "vscode";

/** What the extension brings, feature by feature; each registers itself and is disposed with the context. */
export function activate(_context: ExtensionContext): void {}
