import {
  type Diagnostic,
  isEncrypted,
  parseSpec,
  type SpecDocument,
  validateSpec,
} from "@app-platform-toolkit/core";
import {
  codeActions,
  codeLenses,
  complete,
  completionNeeds,
  definition,
  documentHighlights,
  documentLinks,
  documentSymbols,
  foldingRanges,
  hover,
  prepareRename,
  references,
  rename,
  selectionRanges,
} from "@app-platform-toolkit/core/language";
import type { DocumentSymbol, Position, Range, SelectionRange, TextEdit } from "vscode-languageserver-types";
import { placeAt } from "../../packages/core/src/language/place.ts";
import { spotAt } from "../../packages/core/src/language/spot.ts";
import { RULES } from "../../packages/core/src/rules/registry.ts";
import { type Field, fieldAt } from "../../packages/core/src/spec/schema/index.ts";
import type { Failure } from "./properties.ts";
import type { Random } from "./random.ts";
import { isBefore, Lines, rangeFailures } from "./ranges.ts";

const FILE = "file:///app.yaml";
const NOW = new Date("2026-10-01T12:00:00Z");
/** At random places, and as many at names, which random places seldom hit. */
const PLACES = 3;
const RENAMES_ONE_IN = 6;

/** What is found between values that each fit their field, and not by the schema or in the syntax. */
const CHECKED: ReadonlySet<string> = new Set(RULES.filter(({ check }) => check).map(({ id }) => id));

/** What the language service promises of any document, at a few places of it. */
export function languageFailures(
  document: SpecDocument,
  diagnostics: readonly Diagnostic[],
  random: Random,
): Failure[] {
  const lines = new Lines(document.text);
  const failures: Failure[] = [];
  for (let left = PLACES; left > 0; left--) {
    const position = document.rangeBetween(0, random.below(document.text.length + 1)).end;
    failures.push(...placeFailures(document, position, lines));
  }
  // Each is three texts to parse and to check.
  if (random.oneIn(RENAMES_ONE_IN))
    for (const position of namePositions(document, random))
      failures.push(...renameFailures(document, position, lines));
  failures.push(...symbolFailures(documentSymbols(document), undefined, lines));
  failures.push(...foldFailures(document));
  for (const { range, target = "" } of documentLinks(document)) {
    failures.push(...rangeFailures("a link", range, lines));
    if (!URL.canParse(target) || !target.startsWith("https://"))
      failures.push({ kind: "a link leads nowhere", detail: target });
  }
  const lenses = codeLenses(document);
  for (const { range } of lenses) failures.push(...rangeFailures("a lens", range, lines));
  // Of a text, no more than what has a price is parsed.
  if (
    document.syntaxProblems.length === 0 &&
    JSON.stringify(codeLenses(document.text)) !== JSON.stringify(lenses)
  )
    failures.push({
      kind: "a text has other lenses than its tree",
      detail: JSON.stringify(lenses).slice(0, 300),
    });
  failures.push(...actionFailures(document, diagnostics, random, lines));
  return failures;
}

function placeFailures(document: SpecDocument, position: Position, lines: Lines): Failure[] {
  const failures: Failure[] = [];
  failures.push(...agreementFailures(document, position));
  const shown = hover(document, position, { now: NOW });
  if (shown) {
    const { value } = shown.contents as { value: string };
    if (value.trim() === "")
      failures.push({ kind: "a hover says nothing", detail: JSON.stringify(position) });
    const token =
      shown.range && document.text.slice(lines.offset(shown.range.start), lines.offset(shown.range.end));
    if (token !== undefined && isEncrypted(token) && value.includes(token))
      failures.push({ kind: "a hover shows an encrypted value", detail: value });
    if (shown.range) failures.push(...rangeFailures("a hover", shown.range, lines));
    if (shown.range && !contains(shown.range, position))
      failures.push({ kind: "a hover is elsewhere", detail: value });
  }
  for (const { range } of [
    ...definition(document, position, FILE),
    ...references(document, position, FILE),
    ...documentHighlights(document, position),
  ])
    failures.push(...rangeFailures("a reference", range, lines));
  completionNeeds(document, position);
  for (const { label, textEdit, additionalTextEdits = [] } of complete(document, position, { now: NOW })) {
    if (!textEdit || !("range" in textEdit) || textEdit.range.start.line !== textEdit.range.end.line)
      failures.push({ kind: "a completion has no edit on one line", detail: label });
    else if (!contains(textEdit.range, position))
      failures.push({ kind: "a completion is elsewhere", detail: label });
    for (const { range } of [...additionalTextEdits, ...(textEdit && "range" in textEdit ? [textEdit] : [])])
      failures.push(...rangeFailures("a completion", range, lines));
  }
  const [selection] = selectionRanges(document, [position]);
  for (let at: SelectionRange | undefined = selection; at; at = at.parent) {
    failures.push(...rangeFailures("a selection", at.range, lines));
    if (!contains(at.range, position))
      failures.push({ kind: "a selection is elsewhere", detail: JSON.stringify(at.range) });
    if (at.parent && (!contains(at.parent.range, at.range.start) || !contains(at.parent.range, at.range.end)))
      failures.push({ kind: "a selection does not grow", detail: JSON.stringify(at.range) });
  }
  return failures;
}

/** What indentation and brackets say of a place is what the tree says, in a document that is whole. */
function agreementFailures(document: SpecDocument, position: Position): Failure[] {
  if (document.syntaxProblems.length > 0) return [];
  const spot = spotAt(document, document.offsetAt(position));
  const place = placeAt(document.text, position);
  if (!spot || !place || place.token.text === "") return [];
  const path = place.kind === "key" ? [...place.path, place.token.text] : place.path;
  const [field, inTree] = [fieldAt(path), fieldAt(spot.path)];
  if (!field || !inTree) return [];
  // A pair without braces in a list between brackets is not told from a value by its text.
  if (place.kind === "value" && holdsMore(field)) return [];
  // A word in the place of a map is one to the tree, and to an author the beginning of its first key.
  if (place.kind === "key" && spot.part === "value" && holdsMore(inTree)) return [];
  const [byText, byTree] = [`${place.kind} ${path.join(".")}`, `${spot.part} ${spot.path.join(".")}`];
  return byText === byTree
    ? []
    : [{ kind: "a place is another by its text", detail: `${byText}, by the tree ${byTree}` }];
}

function holdsMore({ type }: Field): boolean {
  return type === "object" || type === "array";
}

/** Places where a name or a reference begins. */
function namePositions(document: SpecDocument, random: Random): Position[] {
  const places = [...document.text.matchAll(/(?<=(?:name|key|domain|exact)"?: *["']?|\$\{|\.)\w/g)];
  if (places.length === 0) return [];
  return Array.from({ length: PLACES }, () => random.pick(places).index).map(
    (offset) => document.rangeBetween(offset, offset).start,
  );
}

/** A rename keeps the document as good as it was, and the way back leads to the same text. */
function renameFailures(document: SpecDocument, position: Position, lines: Lines): Failure[] {
  const place = prepareRename(document, position);
  if ("refused" in place) return [];
  const { placeholder } = place;
  const newName = ["zz-new", "ZZ_NEW", "zz.example.com"].find(
    (name) => !("refused" in rename(document, position, name, FILE)) && isAlike(name, placeholder),
  );
  const result = newName === undefined ? undefined : rename(document, position, newName, FILE);
  if (newName === undefined || !result || "refused" in result) return [];
  const edits = result.changes?.[FILE] ?? [];
  const failures = edits.flatMap(({ range }) => rangeFailures("a rename", range, lines));
  if (failures.length > 0) return failures;
  const renamed = applied(document.text, edits, lines);
  const [before, after] = [problemsOf(document), problemsOf(parseSpec(renamed))];
  // Another domain may lie outside of its zone.
  if (after > before && !newName.includes("."))
    failures.push({
      kind: "a rename makes problems",
      detail: `${placeholder} → ${newName}: ${before}, ${after}`,
    });
  const start = lines.offset(place.range.start);
  const earlier = edits.filter(({ range }) => lines.offset(range.start) < start);
  const moved = start + earlier.length * (newName.length - placeholder.length);
  const back = rename(renamed, parseSpec(renamed).rangeBetween(moved, moved).start, placeholder, FILE);
  if ("refused" in back) return failures;
  const restored = applied(renamed, back.changes?.[FILE] ?? [], new Lines(renamed));
  if (restored !== document.text)
    failures.push({ kind: "a rename has no way back", detail: `${placeholder} → ${newName}` });
  return failures;
}

/** A name of the kind that the other is of: only one of the three is valid for most. */
function isAlike(name: string, placeholder: string): boolean {
  return (
    name.includes(".") === placeholder.includes(".") && /[A-Z_]/.test(name) === /[A-Z_]/.test(placeholder)
  );
}

function problemsOf(document: SpecDocument): number {
  return validateSpec(document).filter(({ severity }) => severity !== "info").length;
}

function symbolFailures(
  symbols: readonly DocumentSymbol[],
  within: Range | undefined,
  lines: Lines,
): Failure[] {
  return symbols.flatMap(({ name, range, selectionRange, children = [] }) => [
    ...rangeFailures("a symbol", range, lines),
    ...(name.trim() === "" ? [{ kind: "a symbol has no name", detail: JSON.stringify(range) }] : []),
    ...(contains(range, selectionRange.start) && contains(range, selectionRange.end)
      ? []
      : [{ kind: "a symbol's token is outside of it", detail: name }]),
    ...(within === undefined || (contains(within, range.start) && contains(within, range.end))
      ? []
      : [{ kind: "a symbol is outside of what holds it", detail: name }]),
    ...symbolFailures(children, range, lines),
  ]);
}

function foldFailures(document: SpecDocument): Failure[] {
  const last = document.text.split("\n").length;
  const folds = foldingRanges(document);
  const starts = new Set(folds.map(({ startLine }) => startLine));
  const wrong = folds.filter(({ startLine, endLine }) => startLine >= endLine || endLine >= last);
  return [
    ...wrong.map((fold) => ({ kind: "a fold is none", detail: JSON.stringify(fold) })),
    ...(starts.size === folds.length
      ? []
      : [{ kind: "two folds begin on a line", detail: JSON.stringify(folds) }]),
  ];
}

/**
 * Fixing all makes no errors. Where it mends a value's type, only those of syntax and schema count: no rule has seen
 * that value before, so what it then says of it (a minimum above its maximum) was wrong already.
 */
function actionFailures(
  document: SpecDocument,
  diagnostics: readonly Diagnostic[],
  random: Random,
  lines: Lines,
): Failure[] {
  if (diagnostics.length === 0) return [];
  const { range } = random.pick(diagnostics);
  const actions = codeActions(document, range, diagnostics, FILE);
  const failures = actions
    .flatMap(({ edit }) => edit?.changes?.[FILE] ?? [])
    .flatMap((edit) => rangeFailures("an action", edit.range, lines));
  const fixAll = actions.find(({ kind }) => kind === "source.fixAll");
  const all = fixAll?.edit?.changes?.[FILE];
  if (failures.length > 0 || !all || /\r(?!\n)/.test(document.text)) return failures;
  const mendsType = fixAll?.diagnostics?.some(({ code }) => code === "type");
  const errors = (found: readonly Diagnostic[]) =>
    found.filter(({ code, severity }) => severity === "error" && !(mendsType && CHECKED.has(code))).length;
  const fixed = validateSpec(applied(document.text, all, lines));
  if (errors(fixed) > errors(diagnostics))
    failures.push({ kind: "fixing all makes errors", detail: JSON.stringify(all) });
  return failures;
}

function applied(text: string, edits: readonly TextEdit[], lines: Lines): string {
  return edits
    .map(({ range, newText }) => ({
      start: lines.offset(range.start),
      end: lines.offset(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

function contains({ start, end }: Range, position: Position): boolean {
  return !isBefore(position, start) && !isBefore(end, position);
}
