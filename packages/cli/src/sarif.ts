import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type Diagnostic, REPOSITORY_URL, RULES, ruleUrl } from "@app-platform-toolkit/core";
import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import { STANDARD_INPUT } from "./spec-file.ts";
import type { PlacedProblem } from "./validate.ts";

const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/** What is found without a rule: by the parser, the schema, and the reader of levels. */
const WITHOUT_RULE: Readonly<Record<string, string>> = {
  "yaml-syntax": "The file is YAML that can be read",
  "too-large": "The file is not too large or too deep to be read",
  "unknown-rule": "A rule of which the level is set is one that there is",
  type: "A value has the type of its field",
  enum: "A value is one that the field takes",
  required: "A field that has to be there is there",
  range: "A number or a length is within the field's limits",
  pattern: "A text has the form of its field",
};

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
  return {
    id,
    shortDescription: { text: rule?.title ?? WITHOUT_RULE[id] ?? id },
    helpUri: ruleUrl(rule ? id : "levels-and-silence"),
  };
}

function resultOf({ path, problem }: PlacedProblem): Result {
  const { code, severity, message, range } = problem;
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: message },
    ...(path === STANDARD_INPUT ? {} : { locations: [locationOf(path, range)] }),
  };
}

function locationOf(path: string, { start, end }: Diagnostic["range"]): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** Relative to the working folder, which is the repository's in CI; what is elsewhere has its place on the machine. */
function uriOf(path: string): string {
  const inside = relative(process.cwd(), path).replaceAll("\\", "/");
  if (isAbsolute(path) && (inside.startsWith("../") || isAbsolute(inside))) return pathToFileURL(path).href;
  return inside.split("/").map(encodeURIComponent).join("/");
}
