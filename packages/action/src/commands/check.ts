import {
  type AppSpec,
  type Catalog,
  compareCost,
  type Diagnostic,
  diffSpecs,
  estimateCost,
  fillPlaceholders,
  inspectSpec,
  PROPOSED_SECRET,
  parseSpec,
  type SpecDocument,
} from "@app-platform-toolkit/core";
import type { AppResult, Baseline } from "../result.ts";
import type { Services } from "../services.ts";
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
  /** How many problems comments of the file asked to be silent about. */
  readonly ignored: number;
  readonly hasErrors: boolean;
}

export interface CheckOptions {
  /** For a proposal, which needs no secret: what only a SECRET uses may be unset. */
  readonly secretsOptional?: boolean;
  /** Whether there is no app of that name yet, where it is known. */
  readonly appIsNew?: boolean;
}

type CheckServices = Pick<Services, "inputs" | "environment" | "catalog" | "rules">;

/** Validates a spec by the account's sizes and the team's levels, and fills its placeholders from the environment. */
export function checkSpec(
  file: SpecFile,
  { inputs, environment, catalog, rules }: CheckServices,
  { secretsOptional = false, appIsNew }: CheckOptions = {},
): CheckedSpec {
  const document = parseSpec(file.text);
  const allow = inputs.envAllow;
  const values = secretsOptional
    ? Object.fromEntries(allow.map((name) => [name, environment[name] ?? PROPOSED_SECRET]))
    : environment;
  const { spec, filled } = fillPlaceholders(document, { allow, values });
  const dummy = secretsOptional ? { secretDummy: PROPOSED_SECRET } : {};
  const { problems } = fillPlaceholders(document, { allow, values: environment, ...dummy });
  const { diagnostics: found, ignored } = inspectSpec(document, {
    fileName: file.path,
    severities: rules.severities,
    ...(catalog ? { catalog } : {}),
    ...(appIsNew === undefined ? {} : { appIsNew }),
  });
  const diagnostics = [
    ...found,
    ...problems.map(
      ({ code, path, range, message }): Diagnostic => ({
        code: `placeholder-${code}`,
        severity: "error",
        path,
        range,
        message,
      }),
    ),
  ];
  return {
    file,
    document,
    spec,
    filledPaths: filled.map(({ path }) => path),
    diagnostics,
    ignored: ignored.length,
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
    ignored: checked.ignored,
    baseline,
    changes: before ? diffSpecs(before, checked.spec) : [],
    cost,
    costDelta: compareCost(before && estimateCost(before, options), cost),
    notes: [],
  };
}
