import { findExitCode, parseSpec, suspectIn } from "@app-platform-toolkit/core";
import { exitWords, servingWords } from "../report/deployed.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";

/** Finds where in the spec a failed deployment's cause most likely is, and says in the log what is known of it. */
export function explainFailure(result: AppResult, { text, path }: SpecFile, { log }: Services): AppResult {
  const { deployment } = result;
  if (!deployment?.diagnosis) return result;
  const { diagnosis, logTail, stillServing } = deployment;
  const exit = diagnosis.logType === "BUILD" ? undefined : findExitCode(logTail?.lines ?? []);
  const suspect = suspectIn(parseSpec(text), diagnosis, logTail?.lines);
  log.foreign(diagnosis.title);
  if (diagnosis.message)
    log.foreign(`  Reason: ${[diagnosis.code, diagnosis.message].filter(Boolean).join(": ")}`);
  if (exit) log.foreign(`  ${exitWords(exit)}`);
  if (diagnosis.hint) log.foreign(`  What to do: ${diagnosis.hint}`);
  if (suspect) {
    const { line, character } = suspect.range.start;
    log.foreign(
      `  Where to look: ${path}:${line + 1}:${character + 1}${suspect.clue ? `  ${suspect.clue}` : ""}`,
    );
  }
  if (stillServing !== undefined) log.foreign(`  ${servingWords(stillServing)}`);
  return { ...result, deployment: { ...deployment, exit, suspect } };
}
