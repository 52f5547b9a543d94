import * as vscode from "vscode";
import type * as lsp from "vscode-languageserver-types";

// What core gives in the shapes of the Language Server Protocol, as VS Code takes it.

export function toPosition({ line, character }: lsp.Position): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: lsp.Range): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function toMarkdown(contents: lsp.MarkupContent | string): vscode.MarkdownString {
  // Not trusted: a document's words must not become commands.
  return new vscode.MarkdownString(typeof contents === "string" ? contents : contents.value);
}

/** The severities count from 1 in one, from 0 in the other. */
export function toDiagnostic(diagnostic: lsp.Diagnostic): vscode.Diagnostic {
  const { range, message, severity = 1, code, codeDescription, source } = diagnostic;
  const converted = new vscode.Diagnostic(
    toRange(range),
    typeof message === "string" ? message : message.value,
    severity - 1,
  );
  if (source !== undefined) converted.source = source;
  if (code !== undefined)
    converted.code = codeDescription ? { value: code, target: vscode.Uri.parse(codeDescription.href) } : code;
  return converted;
}

export function toSymbol({
  name,
  detail = "",
  kind,
  range,
  selectionRange,
  children = [],
}: lsp.DocumentSymbol) {
  const symbol = new vscode.DocumentSymbol(name, detail, kind - 1, toRange(range), toRange(selectionRange));
  symbol.children = children.map(toSymbol);
  return symbol;
}

export function toLocation({ uri, range }: lsp.Location): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}

export function toWorkspaceEdit({ changes = {} }: lsp.WorkspaceEdit): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(changes)) edit.set(vscode.Uri.parse(uri), edits.map(toTextEdit));
  return edit;
}

export function toTextEdit({ range, newText }: lsp.TextEdit): vscode.TextEdit {
  return vscode.TextEdit.replace(toRange(range), newText);
}

export function toCodeAction(action: lsp.CodeAction, shown: readonly vscode.Diagnostic[]): vscode.CodeAction {
  const kind = action.kind === undefined ? undefined : vscode.CodeActionKind.Empty.append(action.kind);
  const converted = new vscode.CodeAction(action.title, kind);
  if (action.edit) converted.edit = toWorkspaceEdit(action.edit);
  if (action.isPreferred) converted.isPreferred = true;
  // Those that VS Code shows, so that it takes the action for theirs.
  const fixed = new Set(action.diagnostics?.map(({ message, range }) => `${range.start.line} ${message}`));
  converted.diagnostics = shown.filter(({ message, range }) => fixed.has(`${range.start.line} ${message}`));
  return converted;
}

export function toSelectionRange({ range, parent }: lsp.SelectionRange): vscode.SelectionRange {
  return new vscode.SelectionRange(toRange(range), parent && toSelectionRange(parent));
}

export function toFoldingRange({ startLine, endLine, kind }: lsp.FoldingRange): vscode.FoldingRange {
  const kinds: Readonly<Record<string, vscode.FoldingRangeKind>> = {
    comment: vscode.FoldingRangeKind.Comment,
    region: vscode.FoldingRangeKind.Region,
  };
  return new vscode.FoldingRange(startLine, endLine, kind === undefined ? undefined : kinds[kind]);
}

export function toCompletionItem(item: lsp.CompletionItem): vscode.CompletionItem {
  const { label, labelDetails, kind, detail, documentation, sortText, filterText, preselect, textEdit } =
    item;
  const converted = new vscode.CompletionItem(
    labelDetails ? { label, ...labelDetails } : label,
    kind === undefined ? undefined : kind - 1,
  );
  if (detail !== undefined) converted.detail = detail;
  if (documentation !== undefined) converted.documentation = toMarkdown(documentation);
  if (sortText !== undefined) converted.sortText = sortText;
  if (filterText !== undefined) converted.filterText = filterText;
  if (preselect) converted.preselect = true;
  if (item.tags?.length || item.deprecated) converted.tags = [vscode.CompletionItemTag.Deprecated];
  if (item.commitCharacters) converted.commitCharacters = item.commitCharacters;
  const text = textEdit?.newText ?? item.insertText ?? label;
  // 2: the text is a snippet.
  converted.insertText = item.insertTextFormat === 2 ? new vscode.SnippetString(text) : text;
  // 1: what is written is inserted as it is, without the editor's own indentation.
  if (item.insertTextMode === 1) converted.keepWhitespace = true;
  if (textEdit && "range" in textEdit) converted.range = toRange(textEdit.range);
  if (item.additionalTextEdits) converted.additionalTextEdits = item.additionalTextEdits.map(toTextEdit);
  if (item.command)
    converted.command = {
      title: item.command.title,
      command: item.command.command,
      arguments: item.command.arguments ?? [],
    };
  return converted;
}
