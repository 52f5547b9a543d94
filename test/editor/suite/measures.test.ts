import assert from "node:assert/strict";
import { parseSpec } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { admin, hasUi, ui } from "./environment.ts";
import { measure, tellMeasure } from "./measures.ts";
import {
  activate,
  ID,
  openSpec,
  outputLines,
  outputText,
  platform,
  problems,
  signIn,
  signOutOfAll,
  until,
} from "./scene.ts";

const SPEC =
  "name: shop\nregion: fra\nservices:\n  - name: web\n    image: { registry_type: DOCR, repository: web }\n    \n";
const LONG_LINES = 10_000;
const LOG_LINES = 100_000;
/** Between two lines of the chatty worker, in virtual milliseconds. */
const LOG_INTERVAL_MS = 100;

function longSpec(): string {
  const env = (index: number) => `      - { key: KEY_${index}, value: "${index}" }\n`;
  return `${SPEC.trimEnd()}\n    htp_port: 8080\n    envs:\n${Array.from({ length: LONG_LINES }, (_, index) => env(index)).join("")}`;
}

suite("measures", () => {
  suiteSetup(activate);
  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    if (hasUi) await signOutOfAll();
  });

  test("activation, as VS Code itself tells", async function () {
    if (!hasUi) this.skip();
    await vscode.commands.executeCommand("perfview.show");
    const report = () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "perf")?.getText() ?? "";
    await until("the report on startup", () => report().includes(ID));
    // Beside others of the same run, since the machine may be busy.
    for (const id of [
      ID,
      "vscode.git",
      "vscode.emmet",
      "vscode.json-language-features",
      "vscode.merge-conflict",
    ]) {
      const row =
        report()
          .split("\n")
          .find((line) => line.includes(id)) ?? "";
      const [, , , load, call, finish] = row.split("|").map((cell) => cell.trim());
      tellMeasure(`activation of ${id}`, `loading ${load} ms, activating ${call} + ${finish} ms`);
      if (id === ID) assert.match(`${load}`, /^\d+$/, row);
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("ten characters are typed in a spec of 10,000 lines", async function () {
    if (!hasUi) this.skip();
    this.timeout(120_000);
    const port = "    http_port: 8";
    const document = await openSpec(longSpec().replace(/^ +htp_port.*$/m, port), ".do/typed.yaml");
    await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", document.uri);
    const parse = await measure(async () => parseSpec(document.getText()));
    const editor = await vscode.window.showTextDocument(document);
    const at = new vscode.Position(5, port.length);
    editor.selection = new vscode.Selection(at, at);
    await ui.wait('.monaco-editor.focused .view-line:has-text("http_port: 8")');
    const typed = await measure(async () => {
      await ui.type("0123456789");
      await until("the characters", () => document.lineAt(5).text === `${port}0123456789`, 60_000);
      await until("what is said of them", () => problems(document).length > 0, 60_000);
    });
    tellMeasure(
      `${LONG_LINES} lines: typing 10 characters, to their problems`,
      `${typed.ms} ms, blocked ${typed.blockedMs} ms; one parse ${parse.ms} ms`,
    );
  });

  test("the first completion, and the ones behind it", async () => {
    const document = await openSpec(SPEC, ".do/measured.yaml");
    const ask = () =>
      vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        new vscode.Position(5, 4),
      );
    const first = await measure(ask);
    assert.ok(first.result.items.length > 0);
    const second = await measure(ask);
    tellMeasure("first completion", `${first.ms} ms`);
    tellMeasure("second completion", `${second.ms} ms`);
  });

  test("a spec of 10,000 lines is read, checked, mended and completed", async () => {
    const checked = await measure(async () => {
      const document = await openSpec(longSpec(), ".do/long.yaml");
      await until("the problem", () => problems(document).length > 0, 60_000);
      return document;
    });
    const document = checked.result;
    tellMeasure(
      `${LONG_LINES} lines: problems after opening`,
      `${checked.ms} ms, blocked ${checked.blockedMs} ms`,
    );
    const asked: readonly (readonly [what: string, command: string, at?: vscode.Position])[] = [
      ["symbols", "vscode.executeDocumentSymbolProvider"],
      ["lenses", "vscode.executeCodeLensProvider"],
      ["folding", "vscode.executeFoldingRangeProvider"],
      ["links", "vscode.executeLinkProvider"],
      ["completion", "vscode.executeCompletionItemProvider", new vscode.Position(5, 4)],
      ["hover", "vscode.executeHoverProvider", new vscode.Position(2, 3)],
    ];
    for (const [what, command, at] of asked) {
      const { ms, blockedMs, result } = await measure(async () =>
        vscode.commands.executeCommand(command, document.uri, ...(at ? [at] : [])),
      );
      assert.ok(result, what);
      tellMeasure(`${LONG_LINES} lines: ${what}`, `${ms} ms, blocked ${blockedMs} ms`);
    }
    const typed = await measure(async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(5).range, "    http_port: 8080");
      await vscode.workspace.applyEdit(edit);
      await until("the problem to be gone", () => problems(document).length === 0, 60_000);
    });
    tellMeasure(
      `${LONG_LINES} lines: an edit, to its problems`,
      `${typed.ms} ms, blocked ${typed.blockedMs} ms`,
    );
  });

  test("100,000 lines of a log arrive in the channel", async function () {
    if (!hasUi) this.skip();
    this.timeout(180_000);
    await signIn();
    const client = platform();
    const { id = "" } = await client.apps.create({
      spec: {
        name: "chatty",
        region: "fra",
        workers: [
          {
            name: "talker",
            image: { registry_type: "DOCR", repository: "talker", tag: "v1" },
            envs: [{ key: "SIMULATE_LOG_INTERVAL_MS", value: String(LOG_INTERVAL_MS) }],
          },
        ],
      },
    });
    await admin("clock", { ms: 30 * 60_000 });
    const app = await client.apps.get(id);
    await vscode.commands.executeCommand("appPlatform.tailLogs", { app, component: "talker" });
    await until("the first line", () => outputText().includes("talker │"));
    const arrived = await measure(async () => {
      await admin("clock", { ms: LOG_LINES * LOG_INTERVAL_MS });
      await until("all lines", () => outputLines() > LOG_LINES, 150_000);
    });
    tellMeasure(`${LOG_LINES} log lines in the channel`, `${arrived.ms} ms, blocked ${arrived.blockedMs} ms`);
    await vscode.commands.executeCommand("appPlatform.stopTail");
    await client.apps.delete(id);
  });
});
