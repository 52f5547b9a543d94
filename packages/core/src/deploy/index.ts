export { type Applied, type ApplyOptions, applyPlan, NotApplied } from "./apply.ts";
export { type Diagnosis, diagnoseDeployment } from "./diagnose.ts";
export { type Blocker, type DeployPlan, type LiveApp, type PlanOptions, planDeploy } from "./plan.ts";
export * from "./preview/index.ts";
export { PROPOSED_SECRET, proposalSpec } from "./proposal.ts";
export {
  explainExitCode,
  findReasonCode,
  REASON_CODES,
  type ReasonCode,
  type TellingLog,
} from "./reason-codes.ts";
export type { SecretPlan, SecretState } from "./secret-plan.ts";
export {
  type DeploymentTarget,
  type WatchLimits,
  type WatchOptions,
  watchDeployment,
} from "./watch.ts";
export type { DeploymentEvent, DeploymentOutcome, EndedEvent, StepEvent } from "./watch-events.ts";
export { type WatchedEvent, watchDeployments } from "./watch-many.ts";
