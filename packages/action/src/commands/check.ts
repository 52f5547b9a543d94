import {
  type AppSpec,
  type Catalog,
  compareCost,
  type Diagnostic,
  diffSpecs,
  estimateCost,
  fillPlaceholders,
  PROPOSED_SECRET,
  parseSpec,
  type SpecDocument,
  validateSpec,
} from "@app-platform-toolkit/core";
import type { AppResult, Baseline } from "../result.ts";
import type { SpecFile } from "../specs.ts";

/** A spec as read and validated: what every command begins with, and what needs no network. */
export interface CheckedSpec {
  readonly file: SpecFile;
  readonly document: SpecDocument;
  /** The spec with its placeholders filled. */
  readonly spec: AppSpec;
  /** Paths whose value came from an allowed placeholder. */
  readonly filledPaths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly hasErrors: boolean;
}

/** Which environment variables may fill placeholders. */
export interface PlaceholderSource {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly allow: readonly string[];
  /** For a proposal, which needs no secret: what only a SECRET uses may be unset. */
  readonly secretsOptional?: boolean;
}

export function checkSpec(file: SpecFile, placeholders: PlaceholderSource): CheckedSpec {
  const { allow, values, secretsOptional = false } = placeholders;
  const document = parseSpec(file.text);
  const given = secretsOptional
    ? Object.fromEntries(allow.map((name) => [name, values[name] ?? PROPOSED_SECRET]))
    : values;
  const { spec, filled } = fillPlaceholders(document, { allow, values: given });
  const dummy = secretsOptional ? { secretDummy: PROPOSED_SECRET } : {};
  const { problems } = fillPlaceholders(document, { allow, values, ...dummy });
  const diagnostics = [
    ...validateSpec(document),
    ...problems.map(({ code, path, range, message }): Diagnostic => {
      return { code: `placeholder-${code}`, severity: "error", path, range, message };
    }),
  ];
  return {
    file,
    document,
    spec,
    filledPaths: filled.map(({ path }) => path),
    diagnostics,
    hasErrors: diagnostics.some(({ severity }) => severity === "error"),
  };
}

/** The offline part of a result: prices and changes against `before`. */
export function offlineResult(
  checked: CheckedSpec,
  before: AppSpec | undefined,
  baseline: Baseline,
  catalog?: Catalog,
): AppResult {
  const options = catalog ? { catalog } : {};
  const cost = estimateCost(checked.spec, options);
  return {
    file: checked.file.path,
    text: checked.file.text,
    name:
      typeof checked.spec.name === "string" && checked.spec.name !== ""
        ? checked.spec.name
        : checked.file.path,
    spec: checked.spec,
    diagnostics: checked.diagnostics,
    baseline,
    changes: before ? diffSpecs(before, checked.spec) : [],
    cost,
    costDelta: compareCost(before && estimateCost(before, options), cost),
    notes: [],
  };
}
