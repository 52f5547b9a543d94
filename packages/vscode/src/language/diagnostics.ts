import {
  type Diagnostic,
  editorDiagnostic,
  RULES_FILE,
  type RuleConfiguration,
  readRuleConfiguration,
  validateSpec,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { LanguageContexts } from "./context.ts";
import { toDiagnostic } from "./convert.ts";
import { isRulesFile, isSpec } from "./recognise.ts";
import { parsedSpec } from "./spec-documents.ts";

/** After the last key: long enough that nothing blinks while a word is typed, short enough to be at once. */
const DEBOUNCE_MS = 200;
/** A spec that takes long to check is checked in longer pauses, as much longer as its last check took, up to this. */
const MAX_DEBOUNCE_MS = 2_000;
const RED_HAT = "redhat.vscode-yaml";
/** What Red Hat's extension tells, too. */
const SYNTAX_CODES: ReadonlySet<string> = new Set(["yaml-syntax"]);
const NO_RULES: RuleConfiguration = { severities: {}, diagnostics: [] };

/** Keeps the problems of open specs, and of `.do/rules.yaml`, up to date. */
export class Problems implements vscode.Disposable {
  readonly #contexts: LanguageContexts;
  readonly #collection = vscode.languages.createDiagnosticCollection("app-platform");
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly #found = new WeakMap<vscode.TextDocument, readonly Diagnostic[]>();
  readonly #tookMs = new WeakMap<vscode.TextDocument, number>();
  readonly #waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
  readonly #rules = new Map<string, RuleConfiguration>();
  readonly #subscriptions: vscode.Disposable;
  /** A document was looked at. */
  readonly onDidChange = this.#changed.event;

  constructor(contexts: LanguageContexts) {
    this.#contexts = contexts;
    const rulesFiles = vscode.workspace.createFileSystemWatcher(`**/${RULES_FILE}`);
    const rulesChanged = () => {
      this.#rules.clear();
      this.#checkAll();
    };
    const { workspace, extensions } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      rulesFiles,
      rulesFiles.onDidChange(rulesChanged),
      rulesFiles.onDidCreate(rulesChanged),
      rulesFiles.onDidDelete(rulesChanged),
      workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      workspace.onDidChangeTextDocument(({ document }) => this.#checkSoon(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("appPlatform") || event.affectsConfiguration("yaml.validate"))
          this.#checkAll();
      }),
      extensions.onDidChange(() => this.#checkAll()),
      contexts.onDidChange(() => this.#checkAll()),
    );
    this.#checkAll();
  }

  /** As last seen; quick fixes are made of them. */
  of(document: vscode.TextDocument): readonly Diagnostic[] {
    return this.#found.get(document) ?? [];
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
    this.#collection.dispose();
    this.#changed.dispose();
  }

  #checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#checkSoon(document);
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (document.languageId !== "yaml" && document.languageId !== "json") return;
    clearTimeout(this.#waiting.get(document));
    const pauseMs = Math.min(DEBOUNCE_MS + (this.#tookMs.get(document) ?? 0), MAX_DEBOUNCE_MS);
    this.#waiting.set(
      document,
      setTimeout(() => void this.#check(document), pauseMs),
    );
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    this.#waiting.delete(document);
    if (document.isClosed) return;
    const isEnabled = vscode.workspace
      .getConfiguration("appPlatform", document.uri)
      .get("validate.enable", true);
    if (isRulesFile(document)) {
      const { diagnostics } = readRuleConfiguration(document.getText());
      this.#collection.set(document.uri, isEnabled ? diagnostics.map(shown) : []);
      return;
    }
    const { version } = document;
    const { severities } = isEnabled && isSpec(document) ? await this.#rulesFor(document) : NO_RULES;
    if (document.isClosed || document.version !== version) return;
    const startedAtMs = performance.now();
    const spec = isEnabled ? parsedSpec(document) : undefined;
    const { catalog } = this.#contexts;
    const found = spec
      ? validateSpec(spec, { severities, fileName: document.uri.path, ...(catalog ? { catalog } : {}) })
      : [];
    this.#found.set(document, found);
    this.#tookMs.set(document, performance.now() - startedAtMs);
    const told = redHatTells(document) ? found.filter(({ code }) => !SYNTAX_CODES.has(code)) : found;
    this.#collection.set(document.uri, told.map(shown));
    this.#changed.fire(document);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
    this.#collection.delete(document.uri);
  }

  /** The levels that the team has chosen, from the folder that the spec is in; those of the disk count. */
  async #rulesFor(document: vscode.TextDocument): Promise<RuleConfiguration> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!folder) return NO_RULES;
    const key = folder.uri.toString();
    const known = this.#rules.get(key);
    if (known) return known;
    const uri = vscode.Uri.joinPath(folder.uri, RULES_FILE);
    const rules = await Promise.resolve(vscode.workspace.fs.readFile(uri)).then(
      (bytes) => readRuleConfiguration(new TextDecoder().decode(bytes)),
      () => NO_RULES,
    );
    this.#rules.set(key, rules);
    return rules;
  }
}

function shown(diagnostic: Diagnostic): vscode.Diagnostic {
  return toDiagnostic(editorDiagnostic(diagnostic));
}

/** Two who say the same of a comma are one too many. Nothing else of ours is in that extension. */
function redHatTells(document: vscode.TextDocument): boolean {
  const isThere = vscode.extensions.getExtension(RED_HAT) !== undefined;
  return isThere && vscode.workspace.getConfiguration("yaml", document.uri).get("validate", true);
}
