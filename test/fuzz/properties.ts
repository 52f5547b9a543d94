import {
  type AppSpec,
  type Diagnostic,
  diffSpecs,
  estimateCost,
  type Fix,
  fillPlaceholders,
  formatChange,
  isEncrypted,
  normaliseSpec,
  parseSpec,
  redactSpec,
  type SpecDocument,
  validateSpec,
} from "@app-platform-toolkit/core";
import type { Position } from "vscode-languageserver-types";
import { FAILED_FIXES } from "../../packages/core/src/found-diagnostic.ts";
import { languageFailures } from "./language.ts";
import type { Random } from "./random.ts";
import { isBefore, Lines, rangeFailures } from "./ranges.ts";

/** What must hold for any text, and does not. */
export interface Failure {
  /** The same for the same fault: what was called, and what went wrong with it. */
  readonly kind: string;
  readonly detail: string;
}

/** CPU time. A case takes a few milliseconds; this is for a machine that compiles it meanwhile, and for what has no end. */
export const BUDGET_MS = 2000;
/** Each fix is another text to parse. */
const FIXES_TRIED = 3;

/** Holds what core promises of any text against one; `before` is another spec to compare it with. */
export function failuresOf(text: string, before: AppSpec, random: Random): Failure[] {
  const failures: Failure[] = [];
  const attempt = <T>(name: string, call: () => T): T | undefined => {
    const startedMs = cpuMs();
    try {
      return call();
    } catch (error) {
      failures.push(thrown(name, error));
      return undefined;
    } finally {
      const tookMs = cpuMs() - startedMs;
      if (tookMs > BUDGET_MS) failures.push({ kind: `${name} is slow`, detail: `${Math.round(tookMs)} ms` });
    }
  };

  const document = attempt("parseSpec", () => parseSpec(text));
  if (!document) return failures;
  const lines = new Lines(text);
  const { spec } = document;

  const diagnostics = attempt("validateSpec", () => validateSpec(document)) ?? [];
  failures.push(...diagnosticFailures(diagnostics, lines));
  const fixes = attempt("building fixes", () => diagnostics.flatMap(fixesOf)) ?? [];
  for (const { diagnostic, fix } of sample(fixes, FIXES_TRIED, random))
    attempt("applying a fix", () => failures.push(...fixFailures(diagnostic, fix, document, lines)));

  attempt("the language service", () => failures.push(...languageFailures(document, diagnostics, random)));

  attempt("estimateCost", () => {
    const { monthly } = estimateCost(spec);
    if (!(monthly.low >= 0 && monthly.low <= monthly.high && Number.isFinite(monthly.high)))
      failures.push({ kind: "estimateCost gives no range", detail: JSON.stringify(monthly) });
  });
  attempt("diffSpecs", () => diffSpecs(before, spec).map(formatChange));
  attempt("diffSpecs", () => diffSpecs(spec, before).map(formatChange));
  attempt("diffSpecs", () => {
    const changes = diffSpecs(spec, spec);
    if (changes[0]) failures.push({ kind: "a spec differs from itself", detail: formatChange(changes[0]) });
  });
  attempt("normaliseSpec", () => normaliseSpec(spec));
  attempt("redactSpec", () => {
    JSON.stringify(redactSpec(spec), (key, value: unknown) => {
      if (isEncrypted(value)) failures.push({ kind: "redactSpec leaves an encrypted value", detail: key });
      return value;
    });
  });
  attempt("fillPlaceholders", () => {
    const { problems } = fillPlaceholders(document, { allow: ["NAME", "GITHUB_SHA", "APP_URL"], values: {} });
    for (const { code, range } of problems)
      failures.push(...rangeFailures(`fillPlaceholders ${code}`, range, lines));
  });
  return failures;
}

/** What the process has computed so far: on a busy machine the clock tells how long it waited. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function fixesOf(diagnostic: Diagnostic): { diagnostic: Diagnostic; fix: Fix }[] {
  const { fixes = [] } = diagnostic;
  if (FAILED_FIXES.has(diagnostic)) throw FAILED_FIXES.get(diagnostic);
  return fixes.map((fix) => ({ diagnostic, fix }));
}

function diagnosticFailures(diagnostics: readonly Diagnostic[], lines: Lines): Failure[] {
  const failures: Failure[] = [];
  let last: Position = { line: 0, character: 0 };
  for (const { code, message, range } of diagnostics) {
    if (code === "internal")
      failures.push({ kind: `a rule fails: ${message.slice(0, 60)}`, detail: message });
    if (message.trim() === "") failures.push({ kind: `${code} says nothing`, detail: code });
    failures.push(...rangeFailures(`the range of ${code}`, range, lines));
    if (isBefore(range.start, last)) failures.push({ kind: "diagnostics are not sorted", detail: code });
    last = range.start;
  }
  return failures;
}

/** A fix may only touch what is there, once, must not spoil a text that could be read, and loses none of its other keys. */
function fixFailures({ code, path }: Diagnostic, fix: Fix, document: SpecDocument, lines: Lines): Failure[] {
  const named = `the fix of ${code} (${fix.title.replaceAll(/`[^`]*`/g, "…")})`;
  const failures = fix.edits.flatMap(({ range }) => rangeFailures(`${named} edits`, range, lines));
  const edits = fix.edits
    .map(({ range, newText }) => ({
      start: lines.offset(range.start),
      end: lines.offset(range.end),
      newText,
    }))
    .sort((a, b) => a.start - b.start);
  edits.forEach((edit, index) => {
    if (edit.start < (edits[index - 1]?.end ?? 0))
      failures.push({ kind: `${named} overlaps`, detail: fix.title });
  });
  if (failures.length > 0) return failures;

  const fixed = edits.reduceRight(
    (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
    document.text,
  );
  // No editor writes a lone CR; the parser takes it for a part of a text here and for a space there.
  if (isTorn(document) || /\r(?!\n)/.test(document.text)) return [];
  const after = parseSpec(fixed);
  const problem = after.syntaxProblems.find(({ severity }) => severity === "error");
  if (problem) return [{ kind: `${named} spoils the syntax`, detail: `${fix.title}: ${problem.message}` }];
  const isMended = (key: string) => `${path}.`.startsWith(`${key}.`);
  const lost = Object.keys(document.spec).find((key) => !isMended(key) && !(key in after.spec));
  return lost === undefined ? [] : [{ kind: `${named} loses a key`, detail: `${fix.title}: ${lost}` }];
}

function isTorn({ syntaxProblems }: SpecDocument): boolean {
  return syntaxProblems.some(({ severity }) => severity === "error");
}

function sample<T>(items: readonly T[], count: number, random: Random): readonly T[] {
  return items.length <= count ? items : Array.from({ length: count }, () => random.pick(items));
}

function thrown(name: string, error: unknown): Failure {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const place = /\/((?:src|dist)\/[^\s)]+?:\d+)/.exec(stack)?.[1] ?? "";
  return { kind: `${name} throws at ${place}`, detail: stack.split("\n").slice(0, 6).join("\n") || message };
}
