import type { Diagnostic, Severity } from "@app-platform-toolkit/core";
import { code, tableCell } from "../github/markdown.ts";

/** Nobody reads more, and the comment has other things to say. */
const MAX_ROWS = 50;

const ICONS: Record<Severity, string> = { error: "❌", warning: "⚠️", info: "ℹ️" };

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** `2 errors, 1 warning`; empty where there is no problem. */
export function problemCounts(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Severity) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return [[of("error"), "error"] as const, [of("warning"), "warning"] as const, [of("info"), "hint"] as const]
    .filter(([number]) => number > 0)
    .map(([number, word]) => count(number, word))
    .join(", ");
}

/** A table of problems, each linked to its line and its rule. `linkTo` gives the URL of a line, where there is one. */
export function problemTable(
  diagnostics: readonly Diagnostic[],
  linkTo: (line: number) => string | undefined,
  maxRows = MAX_ROWS,
): string {
  return [
    "| | Line | Problem | Rule |",
    "| :-- | --: | :-- | :-- |",
    ...diagnostics.slice(0, maxRows).map(({ severity, range, message, code: rule, docs }) => {
      const line = range.start.line + 1;
      const url = linkTo(line);
      const at = `${line}:${range.start.character + 1}`;
      return `| ${ICONS[severity]} | ${url ? `[${at}](${url})` : at} | ${tableCell(message)} | ${docs ? `[${code(rule)}](${docs})` : code(rule)} |`;
    }),
    ...(diagnostics.length > maxRows ? [`| | | … and ${diagnostics.length - maxRows} more | |`] : []),
  ].join("\n");
}
