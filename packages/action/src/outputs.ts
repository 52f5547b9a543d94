import type { Removal } from "./commands/remove-preview.ts";
import { dollars } from "./report/cost.ts";
import { planJson } from "./report/plan.ts";
import type { AppResult, PreviewResult } from "./result.ts";

/** Names of all outputs; a test holds them against `action.yml`. */
export const OUTPUT_NAMES = [
  "app-id",
  "deployment-id",
  "live-url",
  "phase",
  "monthly-cost",
  "monthly-cost-delta",
  "changed",
  "problems",
  "plan",
  "report",
  "preview-url",
  "comment-url",
  "verified",
  "rolled-back-to",
  "drift",
  "apps",
] as const;

/** All but the comment's URL, which is known last. */
type Outputs = Record<Exclude<(typeof OUTPUT_NAMES)[number], "comment-url">, string>;

/** What later steps can read. The single values are empty where several apps were handled: `apps` has them all. */
export function outputsOf(results: readonly AppResult[], report: string): Outputs {
  const [only] = results.length === 1 ? results : [];
  return {
    "app-id": only?.appId ?? "",
    "deployment-id": only?.deployment?.id ?? "",
    "live-url": only?.deployment?.liveUrl ?? "",
    phase: only?.deployment?.phase ?? "",
    "monthly-cost": only ? dollars(only.costDelta.after) : "",
    "monthly-cost-delta": only && only.baseline !== "unknown" ? dollars(only.costDelta.delta) : "",
    changed: only && only.baseline !== "unknown" ? String(isChanged(only)) : "",
    problems: String(results.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0)),
    plan: only?.plan ? JSON.stringify(planJson(only.plan)) : "",
    report,
    "preview-url": only?.preview?.url ?? "",
    verified: only ? verified(only) : "",
    "rolled-back-to": only ? rolledBackTo(only) : "",
    drift: results.some((result) => result.drift !== undefined)
      ? String(results.some((result) => result.drift === true))
      : "",
    apps: JSON.stringify(results.map(appOutput)),
  };
}

function appOutput(result: AppResult): object {
  const { file, name, appId, deployment, costDelta, serverCost, diagnostics, failure } = result;
  return {
    name,
    "spec-path": file,
    "app-id": appId ?? null,
    action: result.plan?.action ?? null,
    "deployment-id": deployment?.id ?? null,
    "live-url": deployment?.liveUrl ?? null,
    phase: deployment?.phase ?? null,
    "monthly-cost": costDelta.after,
    "monthly-cost-delta": result.baseline === "unknown" ? null : costDelta.delta,
    "server-monthly-cost": serverCost ?? null,
    changed: result.baseline === "unknown" ? null : isChanged(result),
    problems: diagnostics.length,
    preview: result.preview ? previewOutput(result.preview) : null,
    verified: verified(result) === "" ? null : verified(result) === "true",
    "rolled-back-to": rolledBackTo(result) || null,
    drift: result.drift ?? null,
    failure: failure ?? null,
  };
}

function previewOutput({ state, appName, appId, url, phase, monthlyCost, note }: PreviewResult): object {
  return {
    state,
    name: appName ?? null,
    "app-id": appId ?? null,
    url: url ?? null,
    phase: phase ?? null,
    "monthly-cost": monthlyCost ?? null,
    note: note ?? null,
  };
}

/** An entry of `apps` for a run that removes previews. */
export function removalOutput({ name, appId, pullRequest, outcome, reason }: Removal): object {
  return { name, "app-id": appId, "pull-request": pullRequest, outcome, reason };
}

function isChanged({ baseline, changes }: AppResult): boolean {
  return baseline === "none" || changes.length > 0;
}

function verified({ deployment }: AppResult): string {
  const checks = deployment?.checks;
  return checks === undefined ? "" : String(!checks.some(({ verdict }) => verdict === "failed"));
}

function rolledBackTo({ deployment }: AppResult): string {
  const rollback = deployment?.rollback;
  return rollback?.state === "committed" || rollback?.state === "pinned" ? (rollback.targetId ?? "") : "";
}
