import {
  type App,
  type AppSpec,
  isEncrypted,
  listSecrets,
  recordOf,
  valueAt,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { stringify } from "yaml";
import { appName, liveSpecOf } from "../app-target.ts";

/**
 * Writes the live app's spec to `.do/app.yaml`, for those who began in the control panel. Encrypted secrets are left
 * out: a spec without their values keeps the live ones. A file that is there is not overwritten without asking.
 */
export async function saveLiveSpec(app: App): Promise<void> {
  const folder = await pickFolder();
  const spec = liveSpecOf(app) ?? app.spec;
  if (!folder || !spec) return;
  const uri = vscode.Uri.joinPath(folder.uri, ".do", "app.yaml");
  if (await exists(uri)) {
    const overwrite = vscode.l10n.t("Overwrite");
    const question = vscode.l10n.t(
      "{0} is there already. Overwrite it?",
      vscode.workspace.asRelativePath(uri),
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true }, overwrite)) !== overwrite) return;
  }
  const text = `# ${appName(app)}\n${stringify(withoutEncrypted(spec), { lineWidth: 0 })}`;
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
}

/** @internal exported for its test */
export function withoutEncrypted(spec: AppSpec): AppSpec {
  const copy = structuredClone(spec);
  for (const { path } of listSecrets(spec)) {
    const holder = recordOf(valueAt(copy, path.slice(0, -1)));
    const key = String(path.at(-1));
    if (holder && isEncrypted(holder[key])) delete holder[key];
  }
  return copy;
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a folder first: the spec is saved in it."));
  return folders[0];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
