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
import { LANGUAGES } from "./recognise.ts";
import { currentSpec } from "./spec-documents.ts";

/** Beside letters, which VS Code asks at by itself. */
const TRIGGER_CHARACTERS = [" ", ":", "-", "$", "{", ".", "/", '"'];

/** Thin adapters: what there is to know is in core. */
export function registerProviders(
  contexts: LanguageContexts,
  problemsOf: (document: vscode.TextDocument) => readonly Diagnostic[],
): vscode.Disposable {
  const inSpec = async <T>(
    document: vscode.TextDocument,
    feature: Feature,
    token: vscode.CancellationToken,
    answer: (spec: SpecDocument) => T,
  ): Promise<T | undefined> => {
    const spec = isEnabled(document, feature) ? await currentSpec(document, token) : undefined;
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
          const spec = isEnabled(document, "completion") ? await currentSpec(document, token) : undefined;
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
      provideHover: (document, position, token) =>
        inSpec(document, "hover", token, (spec) => {
          const found = hover(spec, position, contexts.of(document));
          if (!found) return undefined;
          const contents = convert.toMarkdown(found.contents);
          return new vscode.Hover(contents, found.range && convert.toRange(found.range));
        }),
    }),
    languages.registerDocumentSymbolProvider(
      LANGUAGES,
      {
        provideDocumentSymbols: (document, token) =>
          inSpec(document, "outline", token, (spec) =>
            documentSymbols(spec, contexts.of(document)).map(convert.toSymbol),
          ),
      },
      { label: "App Platform" },
    ),
    languages.registerFoldingRangeProvider(LANGUAGES, {
      provideFoldingRanges: (document, _, token) =>
        inSpec(document, "outline", token, (spec) => foldingRanges(spec).map(convert.toFoldingRange)),
    }),
    languages.registerSelectionRangeProvider(LANGUAGES, {
      provideSelectionRanges: (document, positions, token) =>
        inSpec(document, "outline", token, (spec) =>
          selectionRanges(spec, positions).map(convert.toSelectionRange),
        ),
    }),
    languages.registerDefinitionProvider(LANGUAGES, {
      provideDefinition: (document, position, token) =>
        inSpec(document, "navigation", token, (spec) =>
          definition(spec, position, document.uri.toString()).map(convert.toLocation),
        ),
    }),
    languages.registerReferenceProvider(LANGUAGES, {
      provideReferences: (document, position, { includeDeclaration }, token) =>
        inSpec(document, "navigation", token, (spec) =>
          references(spec, position, document.uri.toString(), { includeDeclaration }).map(convert.toLocation),
        ),
    }),
    languages.registerDocumentHighlightProvider(LANGUAGES, {
      provideDocumentHighlights: (document, position, token) =>
        inSpec(document, "navigation", token, (spec) =>
          documentHighlights(spec, position).map(
            ({ range }) => new vscode.DocumentHighlight(convert.toRange(range)),
          ),
        ),
    }),
    languages.registerRenameProvider(LANGUAGES, {
      prepareRename: (document, position, token) =>
        inSpec(document, "navigation", token, (spec) => {
          const place = prepareRename(spec, position);
          if ("refused" in place) throw new Error(place.refused);
          return { range: convert.toRange(place.range), placeholder: place.placeholder };
        }),
      provideRenameEdits: (document, position, name, token) =>
        inSpec(document, "navigation", token, (spec) => {
          const edit = rename(spec, position, name, document.uri.toString());
          if ("refused" in edit) throw new Error(edit.refused);
          return convert.toWorkspaceEdit(edit);
        }),
    }),
    languages.registerDocumentLinkProvider(LANGUAGES, {
      provideDocumentLinks: (document, token) =>
        inSpec(document, "navigation", token, (spec) =>
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
        provideCodeActions: (document, range, { diagnostics, only }, token) =>
          inSpec(document, "validate", token, (spec) =>
            codeActions(
              spec,
              range,
              problemsOf(document),
              document.uri.toString(),
              only === undefined ? undefined : [only.value],
            ).map((action) => convert.toCodeAction(action, diagnostics)),
          ),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceFixAll] },
    ),
    languages.registerCodeLensProvider(LANGUAGES, {
      onDidChangeCodeLenses: lensesChanged.event,
      // At once and from the catalogue: a lens that comes late makes the text jump.
      provideCodeLenses: (document, token) =>
        inSpec(document, "costLens", token, (spec) => [
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
