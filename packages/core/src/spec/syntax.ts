import type { Range } from "vscode-languageserver-types";
import type { Document, Node } from "yaml";
import { TOO_DEEP, type TreeProblem } from "./tree-reader.ts";

/** A place where the text is not YAML (or JSON), or is more than one can read. */
export interface SyntaxProblem {
  code: "yaml-syntax" | "too-large";
  severity: "error" | "warning";
  message: string;
  range: Range;
}

/** Who has more syntax problems than this has given us no YAML. */
const MAX_PROBLEMS = 100;

/** What the parser and the tree found, each thing once, in the order of the text. */
export function syntaxProblems(
  { errors, warnings }: Document.Parsed,
  treeProblems: readonly TreeProblem[],
  rangeOf: (place: Node | readonly [number, number]) => Range,
): SyntaxProblem[] {
  const total = errors.length + treeProblems.length + warnings.length;
  if (total === 0) return [];
  const found = new Map<string, SyntaxProblem>();
  const add = (
    severity: SyntaxProblem["severity"],
    message: string,
    range: Range,
    code: SyntaxProblem["code"] = "yaml-syntax",
  ) => {
    const key = `${range.start.line}:${range.start.character} ${message}`;
    if (!found.has(key)) found.set(key, { code, severity, message, range });
  };
  for (const { code, message, pos } of errors.slice(0, MAX_PROBLEMS))
    add("error", syntaxMessage(message, code), rangeOf(pos));
  for (const { node, message, code } of treeProblems.slice(0, MAX_PROBLEMS))
    add("error", message, rangeOf(node), code);
  for (const { code, message, pos } of warnings.slice(0, MAX_PROBLEMS))
    add("warning", syntaxMessage(message, code), rangeOf(pos));

  const problems = [...found.values()].sort(byPosition);
  // The parser stumbles over each of the levels.
  const tooDeep = problems.find(({ message }) => message === TOO_DEEP);
  if (tooDeep) return [tooDeep];
  const last = problems.at(-1);
  if (last && total > MAX_PROBLEMS)
    problems.push({
      ...last,
      message: `There are ${total} such problems; only the first are shown. Is this YAML?`,
    });
  return problems;
}

function byPosition(a: SyntaxProblem, b: SyntaxProblem): number {
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}

/** The parser's words, with what to do where the usual cause is known. */
export function syntaxMessage(message: string, code?: string): string {
  if (code === "TAB_AS_INDENT")
    return "YAML does not allow a tab as indentation. Use two spaces for each level.";
  if (code === "MULTIPLE_DOCS")
    return "The file holds more than one document. Only the first is a spec: remove the `---` and what follows it.";
  // The parser goes down level by level; where its stack ends, anything in it can fail.
  if (/call stack|Stack overflow/.test(message)) return TOO_DEEP;
  return message.endsWith(".") ? message : `${message}.`;
}
