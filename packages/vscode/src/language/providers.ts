import {
  codeActions,
  codeLenses,
  complete,
  completionNeeds,
  type Diagnostic,
  definition,
  diffSpecs,
  documentHighlights,
  documentLinks,
  documentSymbols,
  foldingRanges,
  hover,
  keepLiveSecrets,
  prepareRename,
  references,
  rename,
  type SpecDocument,
  selectionRanges,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { LanguageContexts } from "./context.ts";
import * as convert from "./convert.ts";
import { LANGUAGES, type SpecDocuments } from "./spec-documents.ts";

/** Beside letters, which VS Code asks at by itself. */
const TRIGGER_CHARACTERS = [" ", ":", "-", "$", "{", ".", "/", '"'];

/** Thin adapters: what there is to know is in core. */
export function registerProviders(
  specs: SpecDocuments,
  contexts: LanguageContexts,
  problemsOf: (document: vscode.TextDocument) => readonly Diagnostic[],
): vscode.Disposable {
  const inSpec = <T>(
    document: vscode.TextDocument,
    feature: Feature,
    answer: (spec: SpecDocument) => T,
  ): T | undefined => {
    const spec = isEnabled(document, feature) ? specs.parse(document) : undefined;
    return spec && answer(spec);
  };
  const { languages } = vscode;
  const lensesChanged = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    lensesChanged,
    languages.registerCompletionItemProvider(
      LANGUAGES,
      {
        async provideCompletionItems(document, position, token) {
          const spec = isEnabled(document, "completion") ? specs.parse(document) : undefined;
          if (!spec) return undefined;
          const needsPaths = completionNeeds(spec, position).some(({ kind }) => kind === "paths");
          const context = needsPaths ? await contexts.withPaths(document, token) : contexts.of(document);
          if (token.isCancellationRequested) return undefined;
          return complete(spec, position, context).map(convert.toCompletionItem);
        },
      },
      ...TRIGGER_CHARACTERS,
    ),
    languages.registerHoverProvider(LANGUAGES, {
      provideHover: (document, position) =>
        inSpec(document, "hover", (spec) => {
          const found = hover(spec, position, contexts.of(document));
          if (!found) return undefined;
          const contents = convert.toMarkdown(found.contents as never);
          return new vscode.Hover(contents, found.range && convert.toRange(found.range));
        }),
    }),
    languages.registerDocumentSymbolProvider(
      LANGUAGES,
      {
        provideDocumentSymbols: (document) =>
          inSpec(document, "outline", (spec) =>
            documentSymbols(spec, contexts.of(document)).map(convert.toSymbol),
          ),
      },
      { label: "App Platform" },
    ),
    languages.registerFoldingRangeProvider(LANGUAGES, {
      provideFoldingRanges: (document) =>
        inSpec(document, "outline", (spec) => foldingRanges(spec).map(convert.toFoldingRange)),
    }),
    languages.registerSelectionRangeProvider(LANGUAGES, {
      provideSelectionRanges: (document, positions) =>
        inSpec(document, "outline", (spec) => selectionRanges(spec, positions).map(convert.toSelectionRange)),
    }),
    languages.registerDefinitionProvider(LANGUAGES, {
      provideDefinition: (document, position) =>
        inSpec(document, "navigation", (spec) =>
          definition(spec, position, document.uri.toString()).map(convert.toLocation),
        ),
    }),
    languages.registerReferenceProvider(LANGUAGES, {
      provideReferences: (document, position, { includeDeclaration }) =>
        inSpec(document, "navigation", (spec) =>
          references(spec, position, document.uri.toString(), { includeDeclaration }).map(convert.toLocation),
        ),
    }),
    languages.registerDocumentHighlightProvider(LANGUAGES, {
      provideDocumentHighlights: (document, position) =>
        inSpec(document, "navigation", (spec) =>
          documentHighlights(spec, position).map(
            ({ range }) => new vscode.DocumentHighlight(convert.toRange(range)),
          ),
        ),
    }),
    languages.registerRenameProvider(LANGUAGES, {
      prepareRename: (document, position) =>
        inSpec(document, "navigation", (spec) => {
          const place = prepareRename(spec, position);
          if ("refused" in place) throw new Error(place.refused);
          return { range: convert.toRange(place.range), placeholder: place.placeholder };
        }),
      provideRenameEdits: (document, position, name) =>
        inSpec(document, "navigation", (spec) => {
          const edit = rename(spec, position, name, document.uri.toString());
          if ("refused" in edit) throw new Error(edit.refused);
          return convert.toWorkspaceEdit(edit);
        }),
    }),
    languages.registerDocumentLinkProvider(LANGUAGES, {
      provideDocumentLinks: (document) =>
        inSpec(document, "navigation", (spec) =>
          documentLinks(spec).map(({ range, target, tooltip }) => {
            const link = new vscode.DocumentLink(
              convert.toRange(range),
              target === undefined ? undefined : vscode.Uri.parse(target),
            );
            if (tooltip !== undefined) link.tooltip = tooltip;
            return link;
          }),
        ),
    }),
    languages.registerCodeActionsProvider(
      LANGUAGES,
      {
        provideCodeActions: (document, range, { diagnostics, only }) =>
          inSpec(document, "validate", (spec) =>
            codeActions(
              spec,
              range,
              problemsOf(document),
              document.uri.toString(),
              only === undefined ? undefined : [only.value as never],
            ).map((action) => convert.toCodeAction(action, diagnostics)),
          ),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceFixAll] },
    ),
    languages.registerCodeLensProvider(LANGUAGES, {
      onDidChangeCodeLenses: lensesChanged.event,
      // At once and from the catalogue: a lens that comes late makes the text jump.
      provideCodeLenses: (document) =>
        inSpec(document, "costLens", (spec) => [
          ...codeLenses(spec, contexts.of(document)).map(
            ({ range, command }) => new vscode.CodeLens(convert.toRange(range), command),
          ),
          ...liveLens(spec, contexts, document.uri),
        ]),
    }),
    contexts.onDidChange(() => lensesChanged.fire()),
  );
}

/** Above the name, where the app was read: whether the workspace says something else than what is live. */
function liveLens(spec: SpecDocument, contexts: LanguageContexts, uri: vscode.Uri): vscode.CodeLens[] {
  const live = contexts.liveSpec(String(spec.spec.name));
  if (!live || spec.syntaxProblems.length > 0) return [];
  const { length } = diffSpecs(live, keepLiveSecrets(spec.spec, live).spec);
  const title =
    length === 0
      ? vscode.l10n.t("as it is live")
      : length === 1
        ? vscode.l10n.t("1 difference from live")
        : vscode.l10n.t("{0} differences from live", length);
  const range = convert.toRange(spec.rangeOf(["name"], "key"));
  return [new vscode.CodeLens(range, { title, command: "appPlatform.compare", arguments: [uri] })];
}

/** Each can be turned off: `appPlatform.<feature>.enable`. */
type Feature = "completion" | "hover" | "outline" | "navigation" | "validate" | "costLens";

function isEnabled(document: vscode.TextDocument, feature: Feature): boolean {
  return vscode.workspace.getConfiguration("appPlatform", document.uri).get(`${feature}.enable`, true);
}
