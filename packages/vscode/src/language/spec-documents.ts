import { parseSpec, RULES_FILE, type SpecDocument } from "@app-platform-toolkit/core";
import * as vscode from "vscode";

/** Files of these languages may be app specs; which are, {@link SpecDocuments} decides. No language of our own. */
export const LANGUAGES: readonly vscode.DocumentFilter[] = [{ language: "yaml" }, { language: "json" }];

/** In `.do` at any depth, as App Platform itself looks for it. */
const IN_DO = /(?:^|\/)\.do\/[^/]+\.ya?ml$/;
const MAYBE_SPEC = /(?:^|\/)(?:app|app-spec|appspec|deploy\.template)\.ya?ml$/;
/** What an app spec has at its top, and hardly any other `app.yaml`: App Engine and others share that name. */
const COMPONENT_LIST = /^(?: {2})?(?:services|static_sites|workers|jobs|functions|databases)\s*:/m;
const NAME = /^(?: {2})?name\s*:/m;
/** How much of a text is looked at to recognise it. */
const HEAD_LENGTH = 20_000;

/** Which open documents are app specs, and what they say: each version of a text is parsed once, for all who ask. */
export class SpecDocuments {
  readonly #parsed = new WeakMap<vscode.TextDocument, { version: number; document: SpecDocument }>();

  /** `undefined` where the document is no app spec. */
  parse(document: vscode.TextDocument): SpecDocument | undefined {
    if (!this.isSpec(document)) return undefined;
    const known = this.#parsed.get(document);
    if (known?.version === document.version) return known.document;
    const parsed = parseSpec(document.getText());
    this.#parsed.set(document, { version: document.version, document: parsed });
    return parsed;
  }

  isSpec(document: vscode.TextDocument): boolean {
    const isYaml = document.languageId === "yaml";
    if (!isYaml && document.languageId !== "json") return false;
    if (["output", "app-platform-log", "git"].includes(document.uri.scheme)) return false;
    const { path } = document.uri;
    if (path.endsWith(RULES_FILE)) return false;
    if (isNamedBySetting(document)) return true;
    if (!isYaml) return false;
    if (IN_DO.test(path)) return true;
    if (!MAYBE_SPEC.test(path)) return false;
    const head = document.getText().slice(0, HEAD_LENGTH);
    return COMPONENT_LIST.test(head) && NAME.test(head);
  }
}

/** `appPlatform.specFiles`: globs of the user's own. */
function isNamedBySetting(document: vscode.TextDocument): boolean {
  const globs = vscode.workspace.getConfiguration("appPlatform", document.uri).get<string[]>("specFiles", []);
  return globs.some((pattern) => vscode.languages.match({ pattern }, document) > 0);
}
