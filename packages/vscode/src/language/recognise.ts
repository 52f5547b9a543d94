import { RULES_FILE } from "@app-platform-toolkit/core/rules-file";
import * as vscode from "vscode";

/** Files of these languages may be app specs; which are, {@link isSpec} decides. No language of our own. */
export const LANGUAGES: readonly vscode.DocumentFilter[] = [{ language: "yaml" }, { language: "json" }];

/** In `.do` at any depth, as App Platform itself looks for it. */
const IN_DO = /(?:^|\/)\.do\/[^/]+\.ya?ml$/;
const MAYBE_SPEC = /(?:^|\/)(?:app|app-spec|appspec|deploy\.template)\.ya?ml$/;
/** What an app spec has at its top, and hardly any other `app.yaml`: App Engine and others share that name. */
const COMPONENT_LIST = /^(?: {2})?(?:services|static_sites|workers|jobs|functions|databases)\s*:/m;
const NAME = /^(?: {2})?name\s*:/m;
/** How much of a text is looked at to recognise it. */
const HEAD_LENGTH = 20_000;

/** Whether a document is an app spec: by its path, by its content, or because a setting names it. */
export function isSpec(document: vscode.TextDocument): boolean {
  const isYaml = document.languageId === "yaml";
  if (!isYaml && document.languageId !== "json") return false;
  const { scheme, path } = document.uri;
  if (["output", "app-platform-log", "git"].includes(scheme) || isRulesFile(document)) return false;
  if (isNamedBySetting(document)) return true;
  if (!isYaml) return false;
  if (IN_DO.test(path)) return true;
  if (!MAYBE_SPEC.test(path)) return false;
  const head = document.getText().slice(0, HEAD_LENGTH);
  return COMPONENT_LIST.test(head) && NAME.test(head);
}

/** The team's choice of severities. */
export function isRulesFile({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === "yaml" && uri.path.endsWith(RULES_FILE);
}

/** `appPlatform.specFiles`: globs of the user's own. */
function isNamedBySetting(document: vscode.TextDocument): boolean {
  const globs = vscode.workspace.getConfiguration("appPlatform", document.uri).get<string[]>("specFiles", []);
  return globs.some((pattern) => vscode.languages.match({ pattern }, document) > 0);
}
