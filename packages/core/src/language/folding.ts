import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver-types";
import { spanOf } from "../rules/text-edits.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { isCollection, isScalar } from "../yaml.ts";
import { trimmedSpan } from "./extent.ts";
import { nodesIn, type Step } from "./spot.ts";

/** What an editor can fold: keys with what stands below them, items of lists, texts of several lines, comments. */
export function foldingRanges(source: string | SpecDocument): FoldingRange[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const byStart = new Map<number, FoldingRange>();
  const inTexts: FoldingRange[] = [];
  for (const step of nodesIn(document)) {
    const range = foldOf(document, step);
    if (!range) continue;
    if (isScalar(step.node)) inTexts.push(range);
    // A list's item begins on the line of its first key: the whole of it is folded.
    if (!byStart.has(range.startLine)) byStart.set(range.startLine, range);
  }
  for (const range of commentFolds(document.text, inTexts))
    if (!byStart.has(range.startLine)) byStart.set(range.startLine, range);
  return [...byStart.values()].sort((a, b) => a.startLine - b.startLine);
}

function foldOf(document: SpecDocument, { node, pair, path }: Step): FoldingRange | undefined {
  const span = trimmedSpan(document, node);
  if (!span || (!isCollection(node) && !isScalar(node))) return undefined;
  // Nobody folds the whole file.
  if (path.length === 0 && !(isCollection(node) && node.flow)) return undefined;
  const start = spanOf(pair?.key)?.[0] ?? span[0];
  const { start: first, end: last } = document.rangeBetween(start, span[1]);
  // The bracket that closes stays in sight.
  const closes =
    isCollection(node) && node.flow === true && /^\s*[\]}]/.test(lineBefore(document.text, span[1]));
  const endLine = closes ? last.line - 1 : last.line;
  return endLine > first.line ? { startLine: first.line, endLine } : undefined;
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
}

/** Comments of several lines, and what stands between `# region` and `# endregion`. */
function commentFolds(text: string, texts: readonly FoldingRange[]): FoldingRange[] {
  const folds: FoldingRange[] = [];
  const regions: number[] = [];
  let first: number | undefined;
  const isText = (line: number) =>
    texts.some(({ startLine, endLine }) => startLine < line && line <= endLine);
  const lines = text.split("\n");
  for (const [line, content] of [...lines, ""].entries()) {
    const comment = /^\s*#\s*(region\b|endregion\b)?/.exec(content);
    const isComment = comment !== null && !isText(line);
    if (isComment && comment[1] === undefined) first ??= line;
    else {
      if (first !== undefined && line - 1 > first)
        folds.push({ startLine: first, endLine: line - 1, kind: FoldingRangeKind.Comment });
      first = undefined;
    }
    if (!isComment) continue;
    if (comment[1] === "region") regions.push(line);
    const startLine = comment[1] === "endregion" ? regions.pop() : undefined;
    if (startLine !== undefined) folds.push({ startLine, endLine: line, kind: FoldingRangeKind.Region });
  }
  return folds;
}
