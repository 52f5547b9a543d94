import { type Diagnostic, REPOSITORY_URL, RULES, ruleUrl } from "@app-platform-toolkit/core";
import type { CheckedFile } from "./validate.ts";

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * SARIF 2.1.0, for code scanning and other readers of findings. Columns are in UTF-16 code units.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(files: readonly CheckedFile[]): object {
  const found = files.flatMap(({ path, diagnostics }) => diagnostics.map((problem) => ({ path, problem })));
  const codes = [...new Set(found.map(({ problem }) => problem.code))];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "app-platform", informationUri: REPOSITORY_URL, rules: codes.map(ruleOf) },
        },
        columnKind: "utf16CodeUnits",
        results: found.map(({ path, problem }) => resultOf(path, problem)),
      },
    ],
  };
}

function ruleOf(id: string): object {
  const rule = RULES.find((each) => each.id === id);
  return rule ? { id, shortDescription: { text: rule.title }, helpUri: ruleUrl(id) } : { id };
}

function resultOf(path: string, { code, severity, message, range: { start, end } }: Diagnostic): object {
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.replaceAll("\\", "/") },
          region: {
            startLine: start.line + 1,
            startColumn: start.character + 1,
            endLine: end.line + 1,
            endColumn: end.character + 1,
          },
        },
      },
    ],
  };
}
