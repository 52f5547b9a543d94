import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activate, openSpec, problems, until } from "./scene.ts";

const RED_HAT = "redhat.vscode-yaml";
/** A tab where YAML has none, a misspelt key, and a price. */
const SPEC = `name: shop
region: fra
services:
  - name: web
    image: { registry_type: DOCR, repository: web }
    htp_port: 8080
    instance_size_slug: "apps-s-1vcpu-1gb
`;

suite("beside Red Hat's YAML extension", () => {
  let document: vscode.TextDocument;
  const stub = process.env.EDITOR_RED_HAT;

  suiteSetup(async function () {
    if (!stub) this.skip();
    await activate();
    document = await openSpec(SPEC, ".do/beside.yaml");
  });
  suiteTeardown(async () => {
    if (vscode.extensions.getExtension(RED_HAT))
      await vscode.commands.executeCommand("workbench.extensions.uninstallExtension", RED_HAT);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("our syntax problems step back, and nothing else changes", async () => {
    await until("our syntax problems", () => syntax(document).length > 0);
    const alone = await answers(document);
    await vscode.commands.executeCommand(
      "workbench.extensions.installExtension",
      vscode.Uri.file(String(stub)),
      { donotSync: true },
    );
    await until("the other extension", () => vscode.extensions.getExtension(RED_HAT) !== undefined);
    await until("our syntax problems to step back", () => syntax(document).length === 0);
    assert.deepEqual(await answers(document), alone);

    const settings = vscode.workspace.getConfiguration("yaml");
    await settings.update("validate", false, vscode.ConfigurationTarget.Workspace);
    await until("our syntax problems, where the other's are off", () => syntax(document).length > 0);
    await settings.update("validate", undefined, vscode.ConfigurationTarget.Workspace);
    await until("our syntax problems to step back again", () => syntax(document).length === 0);
  });
});

function syntax(document: vscode.TextDocument): vscode.Diagnostic[] {
  return problems(document).filter((problem) => codeOf(problem) === "yaml-syntax");
}

function codeOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === "object" ? code.value : code;
}

/** What the language part says of a document, but for its syntax. */
async function answers(document: vscode.TextDocument): Promise<unknown> {
  const ask = (command: string, ...more: unknown[]) =>
    vscode.commands.executeCommand<unknown>(command, document.uri, ...more);
  const lenses = (await ask("vscode.executeCodeLensProvider")) as vscode.CodeLens[];
  const list = (await ask(
    "vscode.executeCompletionItemProvider",
    new vscode.Position(5, 4),
  )) as vscode.CompletionList;
  const hovers = (await ask("vscode.executeHoverProvider", new vscode.Position(4, 6))) as vscode.Hover[];
  return {
    problems: problems(document)
      .filter((problem) => codeOf(problem) !== "yaml-syntax")
      .map(({ message, range }) => [range.start.line, message]),
    lenses: lenses.map(({ command }) => command?.title),
    completions: list.items.map(({ label }) => (typeof label === "string" ? label : label.label)),
    hovers: hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === "string" ? part : part.value)),
    ),
  };
}
