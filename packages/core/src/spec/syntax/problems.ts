import type { Position, Range } from "vscode-languageserver-types";
import type { Fix } from "../../diagnostic.ts";
import { type Document, isScalar, type Node, type YAMLError } from "../../yaml.ts";
import { TOO_DEEP, type TreeProblem } from "../tree-reader.ts";
import { forbiddenCharacter } from "./characters.ts";
import { mistakesBehind } from "./mistakes.ts";
import { type Mistake, mayHoldText, type Repair, type Span, TornText } from "./torn-text.ts";

/** A place where the text is not YAML (or JSON), or is more than one can read. */
export interface SyntaxProblem {
  code: "yaml-syntax" | "too-large";
  severity: "error" | "warning";
  message: string;
  range: Range;
  /** What cannot be trusted for it: all from here on, or this value alone. Nothing if left out. */
  spoils?: "rest" | "value";
  /** Where that begins, if not here. */
  tornFrom?: Position;
  /** Built when somebody looks. */
  fixes?: () => Fix[];
}

/** Who has more syntax problems than this has given us no YAML. */
const MAX_PROBLEMS = 100;

export interface SyntaxSource {
  readonly text: string;
  readonly contents: Node | null;
  readonly rangeOf: (place: Node | Span) => Range;
  /** The problems of this text, and of others: of this one, mended. */
  readonly problemsOf: (text: string) => readonly SyntaxProblem[];
}

/** What the parser and the tree found, each mistake once, in the order of the text. */
export function syntaxProblems(
  { errors, warnings }: Document.Parsed,
  treeProblems: readonly TreeProblem[],
  source: SyntaxSource,
): SyntaxProblem[] {
  const forbidden = forbiddenCharacter(source.text);
  if (!forbidden && errors.length + warnings.length + treeProblems.length === 0) return [];
  // The parser stumbles over each of the levels, and goes down level by level until its stack ends.
  const tooDeep = treeProblems.find(({ message }) => message === TOO_DEEP);
  if (tooDeep) return [treeProblem(tooDeep, source)];
  if (errors.some(isTooDeep))
    return [{ ...problemAt(source, [0, 0], TOO_DEEP), range: source.rangeOf([0, 0]) }];

  const found = new Map<string, SyntaxProblem>();
  const add = (problem: SyntaxProblem) => {
    const { line, character } = problem.range.start;
    const key = `${line}:${character}`;
    if (!found.has(key)) found.set(key, problem);
  };
  if (forbidden) add(mistakeProblem(source, forbidden));
  // What the parser says of a text that it took for an alias follows from that.
  for (const problem of treeProblems.slice(0, MAX_PROBLEMS))
    if (problem.textSign === "*") add(treeProblem(problem, source));
  const texts = [...found.values()].map(({ range }) => range);
  const torn = errors.filter(({ code }) => code !== "MULTIPLE_DOCS").slice(0, MAX_PROBLEMS);
  for (const problem of mistakes(source, torn))
    if (!texts.some((range) => holds(range, problem.range))) add(problem);
  const second = errors.find(({ code }) => code === "MULTIPLE_DOCS");
  if (second) add(secondDocument(source, second));
  for (const problem of treeProblems.slice(0, MAX_PROBLEMS))
    if (problem.textSign !== "#" || mayHoldText(source.text, problem.node)) add(treeProblem(problem, source));
  for (const problem of mistakes(source, warnings.slice(0, MAX_PROBLEMS)))
    if (!texts.some((range) => holds(range, problem.range))) add({ ...problem, severity: "warning" });

  const problems = [...found.values()].sort(byPosition);
  const total = treeProblems.length + warnings.length;
  const last = problems.at(-1);
  if (last && total > MAX_PROBLEMS)
    problems.push({
      ...last,
      message: `There are ${total} such problems; only the first are shown. Is this YAML?`,
    });
  return problems;
}

function holds({ start, end }: Range, other: Range): boolean {
  return (
    start.line === other.start.line &&
    start.character <= other.start.character &&
    other.start.character <= end.character
  );
}

/** What the parser threw in place of a document. */
export function thrownMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  return /call stack|Stack overflow/.test(message) ? TOO_DEEP : "This text cannot be read as YAML.";
}

function isTooDeep({ code, message }: YAMLError): boolean {
  return code === "RESOURCE_EXHAUSTION" || /call stack|Stack overflow/.test(message);
}

function mistakes(source: SyntaxSource, errors: readonly YAMLError[]): SyntaxProblem[] {
  return mistakesBehind(source.text, source.contents, errors).map((mistake) =>
    mistakeProblem(source, mistake),
  );
}

function mistakeProblem(
  source: SyntaxSource,
  { span, message, isLocal, repairs, tornFrom }: Mistake,
): SyntaxProblem {
  return {
    ...problemAt(source, span, message, repairs),
    spoils: isLocal ? "value" : "rest",
    ...(tornFrom !== undefined && { tornFrom: source.rangeOf([tornFrom, tornFrom]).start }),
  };
}

function problemAt(
  source: SyntaxSource,
  span: Span,
  message: string,
  repairs: readonly Repair[] = [],
): SyntaxProblem {
  return {
    code: "yaml-syntax",
    severity: "error",
    message,
    range: source.rangeOf(span),
    ...(repairs.length > 0 && { fixes: () => fixes(source, repairs) }),
  };
}

// name: shop
// ---
// name: other
function secondDocument(source: SyntaxSource, { pos }: YAMLError): SyntaxProblem {
  const { text, contents } = source;
  const [start] = pos;
  const lineEnd = /\r?\n|$/.exec(text.slice(start))?.index ?? 0;
  const marker = text.startsWith("---", start) ? 3 : lineEnd;
  if (marker === 3 && isEmpty(contents))
    return problemAt(
      source,
      [start, start + marker],
      "The document before this `---` is empty, and only the first is read: remove this `---`.",
      [{ title: "Remove the empty document", edits: [{ span: [start, start + 3], newText: "" }] }],
    );
  return problemAt(
    source,
    [start, start + marker],
    "The file holds more than one document. Only the first is a spec: remove the `---` and what follows it.",
    [
      {
        title: "Remove what follows the first document",
        edits: [{ span: [start, text.length], newText: "" }],
      },
    ],
  );
}

function isEmpty(contents: Node | null): boolean {
  return contents === null || (isScalar(contents) && contents.source === "");
}

function treeProblem(problem: TreeProblem, source: SyntaxSource): SyntaxProblem {
  const { node, message, code = "yaml-syntax", severity = "error" } = problem;
  if (problem.textSign !== undefined) {
    const [start = 0] = node.range ?? [];
    const torn = new TornText(source.text, source.contents);
    const written = `${problem.textSign}${problem.textSign === "&" ? ((node as { anchor?: string }).anchor ?? "") : ""}`;
    const span = torn.valueFrom(Math.max(source.text.lastIndexOf(written, start), 0));
    const advice = torn.quotedAdvice(span);
    const repairs = [torn.quoting(span)];
    return { ...problemAt(source, span, `${message} ${advice}.`, repairs), severity };
  }
  return { code, severity, message, range: source.rangeOf(node) };
}

/** Each repair is tried, which takes as long as reading the text: so many characters may that be for all of them. */
const MAX_READ_AGAIN = 500_000;
/** A text with more mistakes than this is no spec with slips of the pen. */
const MAX_REPAIRED = 30;

/** Those repairs after which there are fewer problems. */
function fixes({ text, rangeOf, problemsOf }: SyntaxSource, repairs: readonly Repair[]): Fix[] {
  const before = problemsOf(text);
  if (before.length > MAX_REPAIRED || before.length * text.length > MAX_READ_AGAIN) return [];
  const titles = new Set<string>();
  return repairs.flatMap(({ title, edits }) => {
    if (edits.length === 0 || titles.has(title) || !isBetter(problemsOf(repaired(text, edits)), before))
      return [];
    titles.add(title);
    return [{ title, edits: edits.map(({ span, newText }) => ({ range: rangeOf(span), newText })) }];
  });
}

function isBetter(after: readonly SyntaxProblem[], before: readonly SyntaxProblem[]): boolean {
  return after.length < before.length && errorsIn(after) <= errorsIn(before);
}

function errorsIn(problems: readonly SyntaxProblem[]): number {
  return problems.filter(({ severity }) => severity === "error").length;
}

function repaired(text: string, edits: Repair["edits"]): string {
  let [mended, from] = ["", 0];
  for (const { span, newText } of [...edits].sort((a, b) => a.span[0] - b.span[0])) {
    mended += text.slice(from, span[0]) + newText;
    from = span[1];
  }
  return mended + text.slice(from);
}

function byPosition(a: SyntaxProblem, b: SyntaxProblem): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
