import type { AnnotationProperties } from "@actions/core";
import type { Diagnostic } from "@app-platform-toolkit/core";
import { clean } from "./markdown.ts";

/** GitHub shows ten of a level for one step, and drops the rest without a word. Ten in all is what people read. */
const MAX_ANNOTATIONS = 10;

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const;

export type AnnotationLevel = (typeof LEVELS)[keyof typeof LEVELS];

export interface Annotation {
  level: AnnotationLevel;
  message: string;
  properties: AnnotationProperties;
}

export interface AnnotationPlan {
  /** Errors first, then warnings, then notices; within a level as given. */
  annotations: Annotation[];
  /** How many there was no room for. */
  leftOut: number;
}

/** Where the annotations of a step's files go. All files at once, because the limit is the step's. */
export function planAnnotations(
  files: readonly { path: string; diagnostics: readonly Diagnostic[] }[],
): AnnotationPlan {
  const all = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map((diagnostic) => toAnnotation(path, diagnostic)),
  );
  const sorted = Object.values(LEVELS).flatMap((level) =>
    all.filter((annotation) => annotation.level === level),
  );
  return {
    annotations: sorted.slice(0, MAX_ANNOTATIONS),
    leftOut: Math.max(0, sorted.length - MAX_ANNOTATIONS),
  };
}

function toAnnotation(file: string, diagnostic: Diagnostic): Annotation {
  const { severity, message, code, path, range } = diagnostic;
  const { start, end } = range;
  // What is about the whole file has no place in it: an annotation there would sit beside an innocent line.
  if (path === "" && end.line > start.line)
    return { level: LEVELS[severity], message: clean(`${file}: ${message}`), properties: { title: code } };
  // A range that ends before the first character of a line does not touch that line.
  const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const properties = { title: code, file, startLine: start.line + 1, endLine: lastLine + 1 };
  // GitHub takes columns only where both lines are the same. Ours end behind the last character, GitHub's on it.
  const columns =
    end.line === start.line
      ? { startColumn: start.character + 1, endColumn: Math.max(end.character, start.character + 1) }
      : {};
  return { level: LEVELS[severity], message: clean(message), properties: { ...properties, ...columns } };
}
