import type { Diagnostic, Severity } from "../diagnostic.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { formatPath } from "../spec/path.ts";
import { isRecord } from "../spec/plain.ts";
import { nearest } from "../spec/schema/index.ts";
import { RULES } from "./registry.ts";

const LEVELS = ["off", "info", "warning", "error"] as const;

export type RuleLevel = Severity | "off";

/** Which problem codes a team may set a level for: the rules, and what the schema finds without one. */
export const CONFIGURABLE_CODES: ReadonlySet<string> = new Set([
  ...RULES.filter((rule) => rule.severity !== "server-only").map((rule) => rule.id),
  ...["type", "enum", "required", "range", "pattern"],
]);

/** The levels that a team has chosen, and what is wrong with the file that holds them. */
export interface RuleConfiguration {
  readonly severities: Readonly<Record<string, RuleLevel>>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `.do/rules.yaml`:
 *
 *     rules:
 *       size-legacy: off
 *       env-plain-secret: error
 *
 * Never throws: what cannot be read is a diagnostic of that file, and the other lines count.
 */
export function readRuleConfiguration(text: string): RuleConfiguration {
  const document = parseSpec(text);
  const diagnostics: Diagnostic[] = document.syntaxProblems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    range,
    path: "",
  }));
  const severities: Record<string, RuleLevel> = {};
  const { value } = document;
  if (value === undefined || value === null) return { severities, diagnostics };
  const report = (path: Path, at: "key" | "value", code: string, message: string) =>
    diagnostics.push(problemAt(document, path, at, code, message));

  if (!isRecord(value)) {
    report(
      [],
      "value",
      "type",
      "This file is a map with the key `rules`, such as `rules: { size-legacy: off }`.",
    );
    return { severities, diagnostics };
  }
  for (const key of Object.keys(value))
    if (key !== "rules")
      report([key], "key", "unknown-field", `\`${key}\` means nothing here. Levels stand below \`rules:\`.`);
  const rules = value.rules ?? {};
  if (!isRecord(rules)) {
    report(
      ["rules"],
      "value",
      "type",
      "`rules` is a map of rule ids and levels, such as `size-legacy: off`.",
    );
    return { severities, diagnostics };
  }
  for (const [id, level] of Object.entries(rules)) {
    const known = levelOf(level);
    if (!CONFIGURABLE_CODES.has(id)) report(["rules", id], "key", "unknown-rule", unknownRule(id));
    else if (known === undefined)
      report(
        ["rules", id],
        "value",
        "enum",
        `The level of \`${id}\` is one of ${LEVELS.map((each) => `\`${each}\``).join(", ")}.`,
      );
    else severities[id] = known;
  }
  return { severities, diagnostics };
}

/** What to say about a rule id that there is not, or about none. */
export function unknownRule(id: string): string {
  if (id === "") return "No rule is named here. Write its id, such as `size-legacy`.";
  const meant = nearest(id, CONFIGURABLE_CODES);
  return `There is no rule \`${id}\`. ${meant ? `Did you mean \`${meant}\`?` : "The list is in the rules' documentation."}`;
}

/** `off` unquoted is false to readers of YAML 1.1. */
function levelOf(level: unknown): RuleLevel | undefined {
  return level === false ? "off" : LEVELS.find((known) => known === level);
}

function problemAt(
  document: SpecDocument,
  path: Path,
  at: "key" | "value",
  code: string,
  message: string,
): Diagnostic {
  return { code, severity: "warning", message, range: document.rangeOf(path, at), path: formatPath(path) };
}
