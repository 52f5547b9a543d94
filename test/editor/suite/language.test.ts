import assert from "node:assert/strict";
import * as vscode from "vscode";
import { hasUi, ui } from "./environment.ts";
import { activate, openSpec, problems, until } from "./scene.ts";

const SPEC = `name: shop
region: fra
services:
  - name: web
    image: { registry_type: DOCR, repository: web }
    instance_size_slug: apps-s-1vcpu-1gb
    htp_port: 8080
    envs:
      - { key: DB, value: "\${db.DATABASE_URL}" }
databases:
  - { name: db, engine: PG }
`;

suite("language", () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    await activate();
    document = await openSpec(SPEC);
    await until("the diagnostics", () => problems(document).length > 0);
  });
  suiteTeardown(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  test("a misspelt key is a problem on its token, with a link to the rule and a fix that mends it", async () => {
    const [problem] = problems(document).filter(({ message }) => message.includes("htp_port"));
    assert.ok(problem);
    assert.deepEqual([problem.range.start.line, problem.range.start.character], [6, 4]);
    assert.equal(problem.source, "App Platform");
    assert.equal(typeof problem.code === "object" && problem.code.value, "unknown-field");
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      problem.range,
    );
    const fix = actions.find(({ title }) => title.includes("http_port"));
    assert.ok(fix?.edit, actions.map(({ title }) => title).join("\n"));
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /^ {4}http_port: 8080$/m);
    await until(
      "the problem to be gone",
      () => !problems(document).some(({ message }) => message.includes("htp_port")),
    );
  });

  test("hovering a size tells what it is and costs", async () => {
    const text = await hoverText(document, "apps-s-1vcpu-1gb");
    assert.match(text, /\$12/);
  });

  test("the outline lists components, and lenses tell their price", async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.deepEqual(
      symbols.flatMap(({ children }) => children.map(({ name }) => name)),
      ["web", "db"],
    );
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    assert.match(lenses[0]?.command?.title ?? "", /^\$[\d.]+\/mo/);
    assert.ok(lenses.length >= 2);
  });

  test("renaming a database renames what refers to it", async () => {
    const at = document.positionAt(document.getText().indexOf("name: db,") + "name: ".length);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      at,
      "main-db",
    );
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /\$\{main-db\.DATABASE_URL\}/);
    const definitions = await vscode.commands.executeCommand<vscode.Location[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      document.positionAt(document.getText().indexOf("main-db.DATABASE_URL") + 2),
    );
    assert.equal(definitions[0]?.range.start.line, 10);
  });

  test("the status bar tells the monthly cost", async function () {
    if (!hasUi) this.skip();
    await ui.wait('.statusbar-item[aria-label^="App Platform: $"]');
    await ui.screenshot("language");
  });

  test("any other app.yaml is left alone", async () => {
    const other = await openSpec("runtime: nodejs20\nservice: default\nhandlers: []\n", "app.yaml");
    await new Promise((debounced) => setTimeout(debounced, 600));
    assert.deepEqual(problems(other), []);
  });

  test("a rule that the team has turned off is silent, and an unknown one is a problem of that file", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const rules = vscode.Uri.joinPath(folder, ".do/rules.yaml");
    await vscode.workspace.fs.writeFile(rules, new TextEncoder().encode("rules:\n  no-such-rule: off\n"));
    const opened = await vscode.workspace.openTextDocument(rules);
    await until("the problem of the rules", () => problems(opened).length === 1);
    await vscode.workspace.fs.delete(rules);
  });
});

async function hoverText(document: vscode.TextDocument, token: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(document.getText().indexOf(token) + 1),
  );
  return hovers
    .flatMap(({ contents }) => contents.map((part) => (typeof part === "string" ? part : part.value)))
    .join("\n");
}
