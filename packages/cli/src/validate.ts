import {
  type Diagnostic,
  harmlessLine,
  inspectSpec,
  parseSpec,
  RULES_FILE,
  type RuleConfiguration,
} from "@app-platform-toolkit/core";
import { sarif } from "./sarif.ts";
import { type SpecFile, STANDARD_INPUT } from "./spec-file.ts";

export const FORMATS = ["text", "json", "sarif", "github"] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckedFile {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** How many `# appspec-ignore` comments have silenced. */
  readonly ignored: number;
  /** What is wrong with the file of levels. */
  readonly rules: readonly Diagnostic[];
}

export function checkFile({ path, text }: SpecFile, rules: RuleConfiguration): CheckedFile {
  const { diagnostics, ignored } = inspectSpec(parseSpec(text), {
    severities: rules.severities,
    fileName: path,
  });
  return { path, diagnostics, ignored: ignored.length, rules: rules.diagnostics };
}

/** @param rulesFile where the levels are from, to point at what is wrong there */
export function render(files: readonly CheckedFile[], format: Format, rulesFile = RULES_FILE): string {
  switch (format) {
    case "text":
      return text(files, rulesFile);
    case "json":
      return JSON.stringify(files, null, 2);
    case "sarif":
      return JSON.stringify(sarif(placed(files, rulesFile)), null, 2);
    case "github":
      return placed(files, rulesFile)
        .map(({ path, problem }) => command(path, problem))
        .join("\n");
  }
}

export interface PlacedProblem {
  readonly path: string;
  readonly problem: Diagnostic;
}

/** How many problems there are of a kind, those of the levels among them. */
export function countProblems(files: readonly CheckedFile[], severity: Diagnostic["severity"]): number {
  return placed(files, RULES_FILE).filter(({ problem }) => problem.severity === severity).length;
}

/** All problems with their files: first those of the levels, which are the same for every spec. */
function placed(files: readonly CheckedFile[], rulesFile: string): PlacedProblem[] {
  return [
    ...(files[0]?.rules ?? []).map((problem) => ({ path: rulesFile, problem })),
    ...files.flatMap(({ path, diagnostics }) => diagnostics.map((problem) => ({ path, problem }))),
  ];
}

/** `file:line:column: severity code: message`, as compilers write it and editors follow it. */
function text(files: readonly CheckedFile[], rulesFile: string): string {
  const lines = placed(files, rulesFile).map(({ path, problem }) => line(path, problem));
  return [...lines, summary(files)].join("\n");
}

function line(path: string, { range: { start }, severity, code, message }: Diagnostic): string {
  return harmlessLine(`${path}:${start.line + 1}:${start.character + 1}: ${severity} ${code}: ${message}`);
}

function summary(files: readonly CheckedFile[]): string {
  const ignored = files.reduce((sum, file) => sum + file.ignored, 0);
  const found = `${many(countProblems(files, "error"), "error")}, ${many(countProblems(files, "warning"), "warning")}`;
  return `${many(files.length, "spec")}: ${found}${ignored > 0 ? `, ${ignored} ignored` : ""}.`;
}

function many(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

const LEVELS = { error: "error", warning: "warning", info: "notice" } as const;

/** A workflow command, which GitHub shows on the line. */
function command(path: string, { range: { start, end }, severity, code, message }: Diagnostic): string {
  const properties = {
    ...(path === STANDARD_INPUT ? {} : { file: path }),
    line: start.line + 1,
    endLine: end.line + 1,
    col: start.character + 1,
    endColumn: end.character + 1,
    title: code,
  };
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(harmlessLine(String(value)))}`,
  );
  return `::${LEVELS[severity]} ${list.join(",")}::${escapeData(harmlessLine(message))}`;
}

function escapeData(data: string): string {
  return data.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(value: string): string {
  return escapeData(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
