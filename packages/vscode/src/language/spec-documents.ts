import { parseSpec, type SpecDocument } from "@app-platform-toolkit/core";
import type * as vscode from "vscode";
import { isSpec } from "./recognise.ts";

/** Each version of a text is parsed once, for all who ask. */
const PARSED = new WeakMap<vscode.TextDocument, { version: number; spec: SpecDocument }>();

/** What an app spec says; `undefined` where the document is none. */
export function parsedSpec(document: vscode.TextDocument): SpecDocument | undefined {
  if (!isSpec(document)) return undefined;
  const known = PARSED.get(document);
  if (known?.version === document.version) return known.spec;
  const spec = parseSpec(document.getText());
  PARSED.set(document, { version: document.version, spec });
  return spec;
}

/**
 * The same for who can wait: what has been typed meanwhile is let in first, so that a long spec is not parsed for
 * questions that nobody asks any more. `undefined` where the question is one of those.
 */
export async function currentSpec(
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<SpecDocument | undefined> {
  if (PARSED.get(document)?.version !== document.version) await new Promise((resolve) => setTimeout(resolve));
  return token.isCancellationRequested ? undefined : parsedSpec(document);
}
