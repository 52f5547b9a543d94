import {
  AppPlatformError,
  applyImages,
  type Diagnostic,
  harmlessLine,
  parseSpec,
  RULES_FILE,
  strayImages,
} from "@app-platform-toolkit/core";
import { withBudget } from "./budget.ts";
import type { SpecCommand } from "./command.ts";
import { checkSpec, offlineResult } from "./commands/check.ts";
import { deploy } from "./commands/deploy.ts";
import { drift } from "./commands/drift.ts";
import { explainFailure } from "./commands/explain.ts";
import { errorsFailure } from "./commands/failure.ts";
import { preview } from "./commands/preview.ts";
import { propose } from "./commands/propose.ts";
import { rollback } from "./commands/rollback.ts";
import { validate } from "./commands/validate.ts";
import { InputError } from "./inputs.ts";
import { AppLog } from "./log.ts";
import { inParallel } from "./parallel.ts";
import type { AppResult } from "./result.ts";
import type { Services } from "./services.ts";
import type { SpecFile } from "./specs.ts";
import { touchedSpecs } from "./touched.ts";

const COMMANDS: Record<SpecCommand, (file: SpecFile, services: Services) => Promise<AppResult>> = {
  validate,
  propose,
  deploy,
  // Only what has passed every check gets a preview, which comes after them.
  preview: propose,
  rollback,
  drift,
};

/** A budget fails the check of a change, and not what is done or looked at after it. */
const JUDGED: readonly SpecCommand[] = ["validate", "propose", "preview"];

/** How many apps are handled at the same time. The client keeps all of them together within the rate limit. */
const SIDE_BY_SIDE = 20;

/** Handles all specs, side by side. One that fails does not keep the others from being handled. */
export async function run(
  command: SpecCommand,
  files: readonly SpecFile[],
  services: Services,
): Promise<AppResult[]> {
  const { inputs } = services;
  if (files.length > 1 && (inputs.appId ?? inputs.appName) !== undefined)
    throw new InputError(
      `"app-id" and "app-name" are for a single spec, and spec-path names ${files.length}: ${files.map(({ path }) => path).join(", ")}. Leave them out; each app is found by its spec's name.`,
    );
  checkImages(files, services);
  for (const note of ruleNotes(services)) services.log.warning(harmlessLine(note));
  const handled = inputs.changedOnly ? await touchedSpecs(files, services) : files;
  return inParallel(handled, SIDE_BY_SIDE, async (file) => {
    const log = handled.length > 1 ? new AppLog(services.log, nameOf(file) ?? file.path) : undefined;
    const own = { ...services, isOneOfMany: files.length > 1, ...(log ? { log } : {}) };
    try {
      const twin = twinOf(file, files);
      const result = await (twin
        ? Promise.resolve(sameName(file, twin, own))
        : COMMANDS[command](file, own).catch((error: unknown) => failed(file, own, error)));
      const explained = explainFailure(result, file, own);
      const checked = withBudget(explained, inputs, JUDGED.includes(command));
      const judged = wantsPreview(command, own)
        ? await preview(file, checked, own).catch((error: unknown) => previewFailed(checked, own, error))
        : checked;
      return { ...judged, notes: [...judged.notes, ...ruleNotes(services)] };
    } finally {
      log?.flush();
    }
  });
}

/** An image that belongs to no component would be left out in silence, and the old one be deployed. */
function checkImages(files: readonly SpecFile[], { inputs }: Services): void {
  const specs = files.map(({ text }) => parseSpec(text).spec);
  const misfits = specs.flatMap((spec) => applyImages(spec, inputs.images).problems);
  const problems = [...strayImages(specs, inputs.images), ...misfits];
  if (problems.length > 0) throw new InputError(`Input "images": ${problems.join(" ")}`);
}

/** `preview: true` is about pull requests, whatever else the workflow handles. */
function wantsPreview(command: SpecCommand, { inputs, context }: Services): boolean {
  return (
    command === "preview" || (command === "propose" && inputs.preview && context.pullRequest !== undefined)
  );
}

/** Another file of the run with the same app name: the later one would replace the app of the earlier. */
function twinOf(file: SpecFile, files: readonly SpecFile[]): SpecFile | undefined {
  const name = nameOf(file);
  return name === undefined ? undefined : files.find((other) => other !== file && nameOf(other) === name);
}

function nameOf({ text }: SpecFile): string | undefined {
  const { name } = parseSpec(text).spec;
  return typeof name === "string" && name !== "" ? name : undefined;
}

function sameName(file: SpecFile, twin: SpecFile, services: Services): AppResult {
  const checked = checkSpec(file, services);
  const problem: Diagnostic = {
    code: "name-unique",
    severity: "error",
    path: "name",
    range: checked.document.rangeOf(["name"]),
    message: `${twin.path} describes an app of this name too, and one would replace the other. Give each app a name of its own.`,
  };
  const diagnostics = [problem, ...checked.diagnostics];
  return {
    ...offlineResult({ ...checked, diagnostics }, undefined, "unknown"),
    ...errorsFailure(diagnostics),
  };
}

/** What goes wrong with one app is its failure; what was done for the others stays known. */
function failed(file: SpecFile, services: Services, error: unknown): AppResult {
  const result = offlineResult(checkSpec(file, services), undefined, "unknown");
  if (error instanceof AppPlatformError || error instanceof InputError)
    return { ...result, failure: error.message };
  services.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { ...result, failure: "The action failed on this spec by a mistake of its own; see the job log." };
}

/** The check stands, and so does what it said. */
function previewFailed(checked: AppResult, services: Services, error: unknown): AppResult {
  const known = error instanceof AppPlatformError || error instanceof InputError;
  if (!known) services.log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const note = known ? error.message : "The action failed by a mistake of its own; see the job log.";
  const failure = `The preview failed. ${note}`;
  return { ...checked, preview: { state: "failed", note, failure }, failure };
}

/** What is wrong with the file that holds the team's levels: it is said, and fails nothing. */
function ruleNotes({ rules }: Services): string[] {
  return rules.diagnostics.map(
    ({ range, message }) => `\`${RULES_FILE}\`, line ${range.start.line + 1}: ${message}`,
  );
}
