import {
  type CodeAction,
  CodeActionKind,
  DiagnosticSeverity,
  type Diagnostic as EditorDiagnostic,
  type Range,
  type TextEdit,
} from "vscode-languageserver-types";
import type { Diagnostic, Severity } from "../diagnostic.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { parsePath } from "../spec/path.ts";
import { isCollection, parseDocument } from "../yaml.ts";
import { touch } from "./extent.ts";

/** What an editor shows as the origin of our diagnostics. */
export const DIAGNOSTIC_SOURCE = "App Platform";

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A problem as the Language Server Protocol writes it. */
export function editorDiagnostic({ range, severity, code, message, docs }: Diagnostic): EditorDiagnostic {
  return {
    range,
    severity: SEVERITIES[severity],
    code,
    ...(docs !== undefined && { codeDescription: { href: docs } }),
    source: DIAGNOSTIC_SOURCE,
    message,
  };
}

/**
 * Problems whose only fix can be made without a look: it writes what is meant already as the platform reads it, a
 * text in quotes, a number without, a path with its slash. What chooses, removes or changes a price is not among them.
 */
const SAFE_TO_FIX: ReadonlySet<string> = new Set([
  "type",
  "env-value-string",
  "db-version-string",
  "domain-tls-string",
  "domain-type-case",
  "deploy-on-push-type",
  "health-path-slash",
  "ingress-path-slash",
  "repo-format-github",
  "repo-format-gitlab",
]);

/** Of which kinds actions are asked for; of all where it is left out. A kind stands for those below it. */
export type CodeActionKinds = readonly CodeActionKind[];

/**
 * What the fixes of a document's problems (as `validateSpec` finds them) offer in a range: a quick fix for each, the preferred one where there is
 * no choice, and `source.fixAll` for all in the document that need no look.
 */
export function codeActions(
  source: string | SpecDocument,
  range: Range,
  diagnostics: readonly Diagnostic[],
  uri: string,
  only?: CodeActionKinds,
): CodeAction[] {
  const wants = (kind: CodeActionKind) =>
    only === undefined ||
    only.some((asked) => kind === asked || kind.startsWith(`${asked}.`) || asked === "");
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(diagnostics, range, uri) : []),
    ...(wants(CodeActionKind.SourceFixAll)
      ? fixAll(typeof source === "string" ? parseSpec(source) : source, diagnostics, uri)
      : []),
  ];
}

function quickFixes(diagnostics: readonly Diagnostic[], range: Range, uri: string): CodeAction[] {
  return diagnostics
    .filter((diagnostic) => touch(diagnostic.range, range))
    .flatMap((diagnostic) =>
      (diagnostic.fixes ?? []).map(({ title, edits }, _, { length }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [editorDiagnostic(diagnostic)],
        ...(length === 1 && { isPreferred: true }),
        edit: { changes: { [uri]: edits } },
      })),
    );
}

function fixAll(document: SpecDocument, diagnostics: readonly Diagnostic[], uri: string): CodeAction[] {
  const mended: Diagnostic[] = [];
  const edits: TextEdit[] = [];
  for (const diagnostic of diagnostics) {
    if (!SAFE_TO_FIX.has(diagnostic.code) || needsLook(document, diagnostic)) continue;
    const [fix, other] = diagnostic.fixes ?? [];
    // Two that touch each other are made one after the other.
    if (!fix || other || fix.edits.some((edit) => edits.some(({ range }) => touch(range, edit.range))))
      continue;
    mended.push(diagnostic);
    edits.push(...fix.edits);
  }
  if (edits.length === 0) return [];
  return [
    {
      title: "Fix all App Platform problems that need no choice",
      kind: CodeActionKind.SourceFixAll,
      diagnostics: mended.map(editorDiagnostic),
      edit: { changes: { [uri]: edits } },
    },
  ];
}

/**
 * Whether more than the writing of one value is at stake: behind an anchor, what is right in one place may be wrong in
 * another, and inside what becomes a list or a map nothing has been checked yet.
 */
function needsLook(document: SpecDocument, { code, path, fixes: [fix] = [] }: Diagnostic): boolean {
  const node = document.nodeAt(parsePath(path));
  if (node !== undefined && "anchor" in node && node.anchor !== undefined) return true;
  const makesCollection = fix?.edits.some(({ newText }) => isCollection(parseDocument(newText).contents));
  return code === "type" && (isCollection(node) || makesCollection === true);
}
