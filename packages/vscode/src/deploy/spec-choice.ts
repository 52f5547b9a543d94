import type { SpecDocument } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { isSpec } from "../language/recognise.ts";
import { parsedSpec } from "../language/spec-documents.ts";

export interface ChosenSpec {
  readonly document: vscode.TextDocument;
  readonly spec: SpecDocument;
}

const ELSEWHERE = "**/{node_modules,.git,vendor}/**";

/** The spec that a command is about: the one given or in front, else one of the workspace, which is asked for. */
export async function chooseSpec(given?: vscode.Uri): Promise<ChosenSpec | undefined> {
  const front = vscode.window.activeTextEditor?.document;
  if (!given && front && isSpec(front)) return parsed(front);
  const uri = given instanceof vscode.Uri ? given : await pickFile();
  return uri && parsed(await vscode.workspace.openTextDocument(uri));
}

function parsed(document: vscode.TextDocument): ChosenSpec | undefined {
  const spec = parsedSpec(document);
  return spec && { document, spec };
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles("**/.do/*.{yaml,yml}", ELSEWHERE, 200);
  const uris = files.filter(({ path }) => !path.endsWith("/rules.yaml"));
  if (uris.length === 0) {
    const create = vscode.l10n.t("Create a Spec");
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t("There is no app spec in this workspace: a spec is a file such as .do/app.yaml."),
      create,
    );
    if (answer === create) await vscode.commands.executeCommand("appPlatform.createSpec");
    return undefined;
  }
  if (uris.length === 1) return uris[0];
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Which spec?") }))?.uri;
}
