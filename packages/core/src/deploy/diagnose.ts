import type { Deployment } from "../api/index.ts";
import { explainExitCode, findReasonCode, type TellingLog } from "./reason-codes.ts";
import { type PlacedStep, stepsOf } from "./steps.ts";

/** Why a deployment failed, as far as its steps tell. */
export interface Diagnosis {
  /** One sentence: which component failed at what. */
  readonly title: string;
  /** Names of the deepest failed step, from the root; empty where no step says that it failed. */
  readonly stepPath: readonly string[];
  readonly component?: string;
  /** As the platform writes it. */
  readonly code?: string;
  /** The platform's own words. */
  readonly message?: string;
  readonly meaning?: string;
  /** What to do. */
  readonly hint?: string;
  /** The log to read. */
  readonly logType?: TellingLog;
  /** The deployment that goes on serving, where there was one before. */
  readonly stillServing?: string;
}

/**
 * Explains a deployment that ended in ERROR by its deepest failed step: the steps above only repeat that something
 * below them failed. `undefined` for a deployment that did not fail.
 */
export function diagnoseDeployment(deployment: Deployment | undefined): Diagnosis | undefined {
  if (deployment?.phase !== "ERROR") return undefined;
  const failed = deepestFailure(stepsOf(deployment));
  const code = failed?.step.reason?.code || undefined;
  const message = failed?.step.reason?.message || undefined;
  const known = code === undefined ? undefined : findReasonCode(code);
  const exit = message === undefined ? undefined : explainExitCode(message);
  const logType = known ? known.log : logOfStep(failed);
  return {
    title: titleOf(failed, known?.meaning),
    stepPath: failed?.path ?? [],
    ...(failed?.component === undefined ? {} : { component: failed.component }),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message: exit ? `${message} (${exit})` : message }),
    ...(known ? { meaning: known.meaning, hint: known.hint } : {}),
    ...(logType === undefined ? {} : { logType }),
    ...(deployment.previous_deployment_id ? { stillServing: deployment.previous_deployment_id } : {}),
  };
}

function deepestFailure(steps: readonly PlacedStep[]): PlacedStep | undefined {
  const failed = steps.filter(({ step }) => step.status === "ERROR");
  const withReason = failed.filter(({ step }) => step.reason?.code || step.reason?.message);
  const candidates = withReason.length > 0 ? withReason : failed;
  return candidates.reduce<PlacedStep | undefined>(
    (deepest, step) => (!deepest || step.path.length > deepest.path.length ? step : deepest),
    undefined,
  );
}

function titleOf(failed: PlacedStep | undefined, meaning: string | undefined): string {
  const where = failed?.component ? ` of \`${failed.component}\`` : "";
  const stage = stageOf(failed);
  if (stage === undefined) return meaning ?? "The deployment failed, and no step of it says why.";
  return `The ${stage}${where} failed${meaning ? `: ${lowerFirst(meaning)}` : "."}`;
}

function stageOf(failed: PlacedStep | undefined): "build" | "deploy" | undefined {
  if (!failed) return undefined;
  return failed.path[0] === "build" ? "build" : "deploy";
}

function logOfStep(failed: PlacedStep | undefined): TellingLog | undefined {
  const stage = stageOf(failed);
  return stage === undefined ? undefined : stage === "build" ? "BUILD" : "DEPLOY";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
