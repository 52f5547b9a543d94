import type { Position, Range } from "vscode-languageserver-types";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { FoundDiagnostic } from "./found-diagnostic.ts";
import { REPOSITORY_URL } from "./project.ts";
import { type StrayKey, strayKeys } from "./rules/beside-spec.ts";
import { CONFIGURABLE_CODES, type RuleLevel, unknownRule } from "./rules/configuration.ts";
import { RuleContext, type RuleOptions } from "./rules/context.ts";
import { ignoreComments, silencedBy } from "./rules/ignore.ts";
import { RULES } from "./rules/registry.ts";
import type { Problem, Rule } from "./rules/rule.ts";
import { schemaFixes } from "./rules/schema-fixes.ts";
import { NAMED_LISTS } from "./spec/components.ts";
import { parseSpec, type SpecDocument, type SyntaxProblem } from "./spec/document.ts";
import { formatPath, type Path } from "./spec/path.ts";
import { groupBy, isRecord, type PlainRecord, valueAt } from "./spec/plain.ts";
import { checkSchema, type SchemaProblem } from "./spec/schema/index.ts";
import { isScalar } from "./yaml.ts";

export interface ValidateOptions extends RuleOptions {
  /** By problem code: another severity, or `off`. See `readRuleConfiguration`. */
  severities?: Readonly<Record<string, RuleLevel>>;
}

interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly problem: Problem;
}

/** What is wrong with a spec, and what a comment in it asked to be silent about. */
export interface Inspection {
  readonly diagnostics: Diagnostic[];
  readonly ignored: Diagnostic[];
}

/**
 * Everything that is wrong with a spec, in the order of the text: its syntax, its fields, and the rules between
 * them. Takes the text or the parsed document; asks no server and never throws. One mistake gets one message:
 * what only follows from another problem is left out.
 */
export function validateSpec(source: string | SpecDocument, options: ValidateOptions = {}): Diagnostic[] {
  return inspectSpec(source, options).diagnostics;
}

/** As {@link validateSpec}, and also tells what `# appspec-ignore` comments silenced. */
export function inspectSpec(source: string | SpecDocument, options: ValidateOptions = {}): Inspection {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const found: Diagnostic[] = document.syntaxProblems.map(syntaxDiagnostic);
  const spoilt = document.syntaxProblems.filter(({ spoils }) => spoils !== undefined);
  for (const finding of findings(document, options)) {
    const severity = options.severities?.[finding.code] ?? finding.severity;
    if (severity === "off") continue;
    const { code, problem } = finding;
    if (spoilt.some((tear) => isSpoilt(document, problem, tear))) continue;
    found.push(diagnosticOf(document, code, severity, problem));
  }
  return withoutIgnored(document, withoutTwins(document, found));
}

function syntaxDiagnostic({ code, severity, message, range, fixes }: SyntaxProblem): Diagnostic {
  return new FoundDiagnostic({ code, severity, message, range, path: "" }, fixes);
}

function withoutIgnored(document: SpecDocument, found: Diagnostic[]): Inspection {
  const comments = ignoreComments(document);
  if (comments.length === 0) return { diagnostics: found.sort(byPosition), ignored: [] };
  const [diagnostics, ignored]: [Diagnostic[], Diagnostic[]] = [[], []];
  const isSilenced = silencedBy(comments);
  for (const diagnostic of found) {
    const silent =
      CONFIGURABLE_CODES.has(diagnostic.code) && isSilenced(diagnostic.code, diagnostic.range.start.line);
    (silent ? ignored : diagnostics).push(diagnostic);
  }
  for (const { id, range } of comments.flatMap(({ rules }) => rules))
    if (!CONFIGURABLE_CODES.has(id))
      diagnostics.push({
        code: "unknown-rule",
        severity: "warning",
        message: unknownRule(id),
        range,
        path: "",
      });
  return { diagnostics: diagnostics.sort(byPosition), ignored };
}

function findings(document: SpecDocument, options: ValidateOptions): Finding[] {
  const raw = document.value;
  if (!isRecord(raw)) return documentProblem(document);
  try {
    return findingsOf(document, raw, options);
  } catch (error) {
    return [broken("The check of this spec", error, "warning")];
  }
}

function findingsOf(document: SpecDocument, raw: PlainRecord, options: ValidateOptions): Finding[] {
  const { problems, spec } = checkSchema(raw);
  const strays = strayKeys(document);
  // What is there, only beside `spec:`, is not missing.
  const shape = problems.filter(({ isMissing, path }) => !isMissing || !isBeside(strays, path));
  const found = shape.map((problem) => shapeFinding(problem, raw));
  for (const { problem } of strays)
    found.push({ code: "unknown-field", severity: problem.severity ?? "error", problem });
  // What is said of the rest would only follow from what is not seen.
  if (NAMED_LISTS.some((list) => isBeside(strays, [list]))) return found;

  let asked: CheckedRule | undefined;
  const context = new RuleContext(document, raw, spec, shape, options, (problem) => {
    if (asked) found.push({ code: asked.id, severity: problem.severity ?? asked.severity, problem });
  });
  for (const rule of rulesAbout(context.keys)) {
    asked = rule;
    try {
      rule.check(context);
    } catch (error) {
      found.push(broken(`The rule ${rule.id}`, error));
    }
  }
  return found;
}

function isBeside(strays: readonly StrayKey[], path: Path): boolean {
  return path.length === 1 && strays.some(({ key }) => key === path[0]);
}

type CheckedRule = Rule & { severity: Severity; check(context: RuleContext): void };

/** What there is to check, by each key that a rule is about; by `undefined` what is always checked. */
const CHECKS = groupBy(
  RULES.filter(isChecked).flatMap((rule) => (rule.about ?? [undefined]).map((key) => ({ key, rule }))),
  ({ key }) => key,
);

/** The rules for which there is something to check: most specs are small, and have few of the keys. */
function rulesAbout(keys: ReadonlySet<string>): Set<CheckedRule> {
  const rules = new Set<CheckedRule>();
  for (const key of [undefined, ...keys]) for (const { rule } of CHECKS.get(key) ?? []) rules.add(rule);
  return rules;
}

function isChecked(rule: Rule): rule is CheckedRule {
  return rule.check !== undefined && rule.severity !== "server-only";
}

/** What the schema found, in the words of the rule that knows more about it, if there is one. */
function shapeFinding(shape: SchemaProblem, raw: unknown): Finding {
  const absent = valueAt(raw, shape.path) === undefined;
  const problem = (message: string): Problem => ({
    path: shape.path,
    at: shape.at,
    message,
    absent,
    fixes: (document) => schemaFixes(document, shape),
  });
  for (const rule of REFINING) {
    const message = rule.refine?.(shape, raw);
    if (message !== undefined)
      return { code: rule.id, severity: rule.severity as Severity, problem: problem(message) };
  }
  return { code: shape.code, severity: shape.severity, problem: problem(shape.message) };
}

const REFINING = RULES.filter((rule) => rule.refine);

/** A document that holds no app spec at all gets one message in place of one for each thing it lacks. */
function documentProblem(document: SpecDocument): Finding[] {
  if (document.syntaxProblems.some((problem) => problem.severity === "error")) return [];
  const { value } = document;
  const kind = Array.isArray(value) ? "a list" : typeof value === "string" ? "a text" : `a ${typeof value}`;
  return [
    value === undefined
      ? ownFinding(
          "required",
          "There is no app spec here. It needs at least `name: my-app` and one component, for example below `services:`.",
        )
      : ownFinding(
          "type",
          `An app spec is a map of fields, but this is ${kind}. Write each field as a key with a colon and a space, for example \`name: my-app\`.`,
        ),
  ];
}

function ownFinding(code: string, message: string, severity: Severity = "error"): Finding {
  return { code, severity, problem: { path: [], message } };
}

function diagnosticOf(
  document: SpecDocument,
  code: string,
  severity: Severity,
  problem: Problem,
): Diagnostic {
  const { message, path, fixes } = problem;
  return new FoundDiagnostic(
    { code, severity, message, range: rangeOf(document, problem), path: formatPath(path) },
    fixes && (() => fixes(document)),
  );
}

function rangeOf(document: SpecDocument, { path, at, part, range }: Problem): Range {
  if (range) return range;
  const span = part === undefined ? undefined : document.nodeAt(path)?.range;
  if (span && part !== undefined) {
    const offset = document.text.slice(span[0], span[1]).indexOf(part);
    if (offset >= 0) return document.rangeBetween(span[0] + offset, span[0] + offset + part.length);
  }
  return document.rangeOf(path, at);
}

/** Our own fault must not hide what the other rules found, nor stop an editor or a deploy. */
function broken(what: string, error: unknown, severity: Severity = "info"): Finding {
  const kind = error instanceof Error ? error.name : "unknown error";
  return ownFinding(
    "internal",
    `${what} failed (${kind}) and was left out. Please report it: ${REPOSITORY_URL}/issues`,
    severity,
  );
}

/** Whether a problem may only be there because the text is torn. */
function isSpoilt(
  document: SpecDocument,
  problem: Problem,
  { range, spoils, tornFrom = range.start }: SyntaxProblem,
): boolean {
  const node = document.nodeAt(problem.path);
  const [start, end] = node?.range ?? [0, -1];
  const tear = document.offsetAt(tornFrom);
  // The value holds the tear: what it is was not read as it was meant.
  const holdsTear = start <= tear && tear <= end;
  if (spoils === "value")
    return isScalar(node) ? holdsTear : tear <= start && start < document.offsetAt(range.end);
  if (problem.absent || (holdsTear && problem.at !== "key")) return true;
  return comparePositions(rangeOf(document, problem).end, tornFrom) > 0;
}

/** What stands behind an anchor is found once for each alias, but written once. */
function withoutTwins({ text }: SpecDocument, diagnostics: Diagnostic[]): Diagnostic[] {
  if (!text.includes("*")) return diagnostics;
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, range: { start, end } }) => {
    const key = `${code} ${start.line}:${start.character}-${end.line}:${end.character} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return comparePositions(a.range.start, b.range.start);
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
