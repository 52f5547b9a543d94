import {
  type AppSpec,
  applyImages,
  type Catalog,
  compareCost,
  type Diagnostic,
  diffSpecs,
  estimateCost,
  fillPlaceholders,
  findMarkers,
  formatPath,
  type InvalidSpec,
  inspectSpec,
  locateServerError,
  ownRecordKeys,
  PREVIEW_MARKER,
  PROPOSED_SECRET,
  parseSpec,
  type SpecDocument,
  withoutRunRecord,
} from "@app-platform-toolkit/core";
import type { Inputs } from "../inputs.ts";
import type { AppResult, Baseline } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";

/** A spec as read and validated: what every command begins with, and what needs no network. */
export interface CheckedSpec {
  readonly file: SpecFile;
  readonly document: SpecDocument;
  /** The spec as the file has it, with its placeholders and the images of the workflow: the only one to be shown. */
  readonly written: AppSpec;
  /** The spec to deploy, with its placeholders filled. Of a proposal it is the written one. */
  readonly spec: AppSpec;
  /** Paths whose value comes from an allowed placeholder. */
  readonly filledPaths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** How many problems comments of the file asked to be silent about. */
  readonly ignored: number;
  readonly hasErrors: boolean;
}

export interface CheckOptions {
  /** Whether values of the job's environment are filled in: for a deploy alone, so that nothing else can show them. */
  readonly fill?: boolean;
  /** Whether there is no app of that name yet, where it is known. */
  readonly appIsNew?: boolean;
}

type CheckServices = Pick<Services, "inputs" | "environment" | "catalog" | "rules">;

/** Validates a spec by the account's sizes and the team's levels, and looks after its placeholders. */
export function checkSpec(
  file: SpecFile,
  { inputs, environment, catalog, rules }: CheckServices,
  { fill = false, appIsNew }: CheckOptions = {},
): CheckedSpec {
  const document = parseSpec(file.text);
  const allow = inputs.envAllow;
  // A pull request's job needs no secret: what only a SECRET uses may be unset there.
  const dummy = fill ? {} : { secretDummy: PROPOSED_SECRET };
  const { spec, problems } = fillPlaceholders(document, { allow, values: environment, ...dummy });
  const everyName = Object.fromEntries(allow.map((name) => [name, PROPOSED_SECRET]));
  const { filled } = fillPlaceholders(document, { allow, values: everyName });
  const { diagnostics: found, ignored } = inspectSpec(document, {
    fileName: file.path,
    severities: rules.severities,
    ...(catalog ? { catalog } : {}),
    ...(appIsNew === undefined ? {} : { appIsNew }),
  });
  const unfilled = problems.map(
    ({ code, path, range, message }): Diagnostic => ({
      code: `placeholder-${code}`,
      severity: "error",
      path,
      range,
      message,
    }),
  );
  const own = [...ownMarkers(document), ...ownRecord(document, inputs)];
  const diagnostics = [...found, ...unfilled, ...own].sort(byPosition);
  return {
    file,
    document,
    written: applyImages(document.spec, inputs.images).spec,
    spec: applyImages(fill ? spec : document.spec, inputs.images).spec,
    filledPaths: filled.map(({ path }) => path),
    diagnostics,
    ignored: ignored.length,
    hasErrors: hasErrors(diagnostics),
  };
}

/** A deployed app with the marker of a preview could be taken for one, and be removed. */
function ownMarkers(document: SpecDocument): Diagnostic[] {
  return findMarkers(document.spec).map((path) => ({
    code: "preview-marker",
    severity: "error",
    path: formatPath(path),
    range: document.rangeOf(path),
    message: `\`${PREVIEW_MARKER}\` marks the previews of this toolkit, and no spec may write it. Remove it.`,
  }));
}

/** `record-run` would overwrite what the spec writes itself. */
function ownRecord(document: SpecDocument, { recordRun }: Inputs): Diagnostic[] {
  if (!recordRun) return [];
  return ownRecordKeys(document.spec).map((key) => {
    const index = document.spec.envs?.findIndex((env) => env?.key === key) ?? 0;
    return {
      code: "run-record",
      severity: "error",
      path: `envs.${index}.key`,
      range: document.rangeOf(["envs", index, "key"]),
      message: `\`${key}\` is written by \`record-run\`. Take it out of the spec, or leave \`record-run\` out of the workflow.`,
    };
  });
}

/** Adds what the platform refused, on the line that it is about. */
export function withServerError(checked: CheckedSpec, error: InvalidSpec): CheckedSpec {
  const { path, range } = locateServerError(checked.document, error.fieldPath ?? "", error.serverMessage);
  const message = `DigitalOcean refuses the spec: ${error.serverMessage}`;
  const refused: Diagnostic = { code: "server", severity: "error", message, path, range };
  return withProblems(checked, [refused]);
}

/** Adds problems that were found otherwise, each in its place. */
export function withProblems(checked: CheckedSpec, problems: readonly Diagnostic[]): CheckedSpec {
  const diagnostics = [...checked.diagnostics, ...problems].sort(byPosition);
  return { ...checked, diagnostics, hasErrors: hasErrors(diagnostics) };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function byPosition({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}

/** Whether the text is a spec at all: what is none is neither priced nor compared. */
export function isReadable({ value, syntaxProblems }: SpecDocument): boolean {
  const broken = syntaxProblems.some(({ severity }) => severity === "error");
  return typeof value === "object" && value !== null && !Array.isArray(value) && !broken;
}

/** The offline part of a result: prices and changes against `before`, of which `unknown` means that nobody can tell. */
export function offlineResult(
  checked: CheckedSpec,
  before: AppSpec | undefined,
  baseline: Baseline,
  catalog?: Catalog,
): AppResult {
  const options = catalog ? { catalog } : {};
  const { written, file } = checked;
  const readable = isReadable(checked.document);
  const cost = estimateCost(readable ? written : {}, options);
  const old = readable ? before : undefined;
  return {
    file: file.path,
    name: typeof written.name === "string" && written.name !== "" ? written.name : file.path,
    diagnostics: checked.diagnostics,
    ignored: checked.ignored,
    baseline: readable ? baseline : "unknown",
    changes: old ? diffSpecs(withoutRunRecord(old), withoutRunRecord(written)) : [],
    cost,
    costDelta: compareCost(old && estimateCost(old, options), cost),
    notes: [],
  };
}
