import * as core from "@actions/core";
import type { Diagnostic } from "@app-platform-toolkit/core";
import { clean } from "./markdown.ts";

/** What GitHub shows of one step, for each level; it drops the rest without a word. */
const MAX_PER_LEVEL = 10;

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const;

export type AnnotationLevel = (typeof LEVELS)[keyof typeof LEVELS];

export interface Annotation {
  level: AnnotationLevel;
  message: string;
  properties: core.AnnotationProperties;
}

export interface AnnotationPlan {
  /** Errors first, then warnings, then notices; within a level as given. */
  annotations: Annotation[];
  /** How many of each level there was no room for. */
  leftOut: Record<AnnotationLevel, number>;
}

/** Where the annotations of a step's files go. All files at once, because the limit is the step's. */
export function planAnnotations(
  files: readonly { path: string; diagnostics: readonly Diagnostic[] }[],
): AnnotationPlan {
  const all = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map((diagnostic) => toAnnotation(path, diagnostic)),
  );
  const plan: AnnotationPlan = { annotations: [], leftOut: { error: 0, warning: 0, notice: 0 } };
  for (const level of Object.values(LEVELS)) {
    const ofLevel = all.filter((annotation) => annotation.level === level);
    plan.annotations.push(...ofLevel.slice(0, MAX_PER_LEVEL));
    plan.leftOut[level] = Math.max(0, ofLevel.length - MAX_PER_LEVEL);
  }
  return plan;
}

/** Writes the workflow commands; the toolkit escapes message and properties. */
export function writeAnnotations(annotations: readonly Annotation[], sink: AnnotationSink = core): void {
  for (const { level, message, properties } of annotations) sink[level](message, properties);
}

export type AnnotationSink = Pick<typeof core, AnnotationLevel>;

function toAnnotation(file: string, { severity, message, code, range }: Diagnostic): Annotation {
  const { start, end } = range;
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
