import type { Position, SelectionRange } from "vscode-languageserver-types";
import { type Span, spanOf } from "../rules/text-edits.ts";
import { referencesIn } from "../spec/bindables.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { isScalar, isSeq, Scalar } from "../yaml.ts";
import { trimmedSpan } from "./extent.ts";
import { type Step, stepsAt } from "./spot.ts";

/**
 * What an editor selects step by step from a position outwards: a reference in a text, the text, its quotes, the
 * field, the item with its dash (a variable, a component), the list, the file.
 */
export function selectionRanges(
  source: string | SpecDocument,
  positions: readonly Position[],
): SelectionRange[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  return positions.map((position) => {
    const offset = document.offsetAt(position);
    let selection: SelectionRange | undefined;
    for (const span of spansAround(document, offset))
      selection = {
        range: document.rangeBetween(...span),
        ...(selection && { parent: selection }),
      };
    return selection ?? { range: { start: position, end: position } };
  });
}

/** Each within the one before it. */
function spansAround(document: SpecDocument, offset: number): Span[] {
  const { text } = document;
  const steps = stepsAt(document, offset);
  const candidates: Span[] = [[0, text.length]];
  for (const [index, step] of steps.entries())
    candidates.push(...spansOf(document, step, steps[index - 1], offset));
  const spans: Span[] = [];
  for (const span of candidates) {
    const outer = spans.at(-1);
    if (span[0] > offset || offset > span[1]) continue;
    if (outer && (span[0] < outer[0] || outer[1] < span[1])) continue;
    if (outer && span[0] === outer[0] && span[1] === outer[1]) continue;
    spans.push(span);
  }
  return spans;
}

/** From the outermost: the item with its dash, the field, the value, the text within quotes, a reference in it. */
function spansOf(
  document: SpecDocument,
  { node, pair }: Step,
  parent: Step | undefined,
  offset: number,
): Span[] {
  const span = trimmedSpan(document, node);
  if (!span) return [];
  const spans: Span[] = [];
  if (isSeq(parent?.node) && !parent.node.flow) {
    const dash = /-\s*$/.exec(document.text.slice(Math.max(0, span[0] - 200), span[0]));
    if (dash) spans.push([span[0] - dash[0].length, span[1]]);
  }
  const key = spanOf(pair?.key);
  if (key) spans.push([key[0], Math.max(key[1], span[1])], key);
  spans.push(span);
  if (isScalar(node)) {
    const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
    if (quoted && span[1] - span[0] >= 2) spans.push([span[0] + 1, span[1] - 1]);
    for (const { at, text } of referencesIn(document.text.slice(...span))) {
      const start = span[0] + at;
      if (start <= offset && offset <= start + text.length) spans.push([start, start + text.length]);
    }
  }
  return spans;
}
