import { REPOSITORY_URL, RULES, ruleUrl } from "@app-platform-toolkit/core";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { PlacedProblem } from "./validate.ts";

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * SARIF 2.1.0, for code scanning and other readers of findings. Columns are in UTF-16 code units.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(found: readonly PlacedProblem[]): Log {
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
        results: found.map(resultOf),
      },
    ],
  };
}

function ruleOf(id: string): ReportingDescriptor {
  const rule = RULES.find((each) => each.id === id);
  return rule ? { id, shortDescription: { text: rule.title }, helpUri: ruleUrl(id) } : { id };
}

function resultOf({ path, problem }: PlacedProblem): Result {
  const { code, severity, message, range } = problem;
  const { start, end } = range;
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(path.replaceAll("\\", "/")) },
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
