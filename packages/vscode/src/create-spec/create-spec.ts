import * as vscode from "vscode";
import { detectComponents, TELLING_FILES, toName } from "./detect.ts";
import { type Repository, repositoryOf, writeSpec } from "./write.ts";

const LEFT_OUT = "**/{node_modules,.git,dist,build,vendor,.venv,target,test,tests,examples}/**";
/** At the root, or at most two folders below it. */
const PLACES = ["", "*/", "*/*/"];
const MAX_FILES = 100;

/** Looks at the workspace and writes a first `.do/app.yaml` for it. What is there already is opened, and left alone. */
export async function createSpec(): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  const uri = vscode.Uri.joinPath(folder.uri, ".do", "app.yaml");
  if ((await readText(uri)) === undefined) {
    const text = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Looking at the workspace…") },
      () => specOf(folder),
    );
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } else
    void vscode.window.showInformationMessage(
      vscode.l10n.t("{0} is there already.", vscode.workspace.asRelativePath(uri)),
    );
  await vscode.window.showTextDocument(uri);
}

async function specOf(folder: vscode.WorkspaceFolder): Promise<string> {
  const pattern = `{${PLACES.flatMap((place) => TELLING_FILES.map((name) => `${place}${name}`)).join(",")}}`;
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, pattern),
    LEFT_OUT,
    MAX_FILES,
  );
  const root = folder.uri.path.replace(/\/?$/, "/");
  const texts = await Promise.all(
    files.map(async (uri) => [uri.path.slice(root.length), (await readText(uri)) ?? ""] as const),
  );
  const components = detectComponents(new Map(texts));
  const name = toName(folder.name) || "my-app";
  const found = components.length > 0 ? components : [UNKNOWN];
  return writeSpec(name, found, await repositoryIn(folder));
}

/** Where nothing tells what the workspace is: a service to begin with. */
const UNKNOWN = {
  kind: "service",
  name: "web",
  sourceDir: "/",
  because: "nothing tells what is in it, so this is a guess",
  httpPort: 8080,
} as const;

async function repositoryIn({ uri }: vscode.WorkspaceFolder): Promise<Repository | undefined> {
  const read = (name: string) => readText(vscode.Uri.joinPath(uri, ".git", name));
  const [config, head] = await Promise.all([read("config"), read("HEAD")]);
  return config === undefined ? undefined : repositoryOf(config, head ?? "");
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  return Promise.resolve(vscode.workspace.fs.readFile(uri)).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0)
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open a folder first: a spec describes what is in it."),
    );
  return folders[0];
}
