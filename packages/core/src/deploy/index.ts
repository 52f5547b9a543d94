export { type Applied, type ApplyOptions, applyPlan, NotApplied } from "./apply.ts";
export { type DecideOptions, type DeployAction, decide, type LiveApp } from "./decide.ts";
export { type DeployedSource, deployedSources, type StepTime, stepTimes } from "./deployed.ts";
export { DeploymentLogs, type DeploymentLogsOptions } from "./deployment-logs.ts";
export { type Diagnosis, diagnoseDeployment } from "./diagnose.ts";
export { findDrift } from "./drift.ts";
export {
  applyImages,
  describeImage,
  type ImageOverride,
  imagesOf,
  parseImage,
  strayImages,
} from "./images.ts";
export { type Blocker, type DeployPlan, type PlanOptions, planDeploy } from "./plan.ts";
export {
  ALLOWABLE,
  type Allowable,
  checkPolicy,
  type PolicyViolation,
  type SpecPolicy,
} from "./policy.ts";
export * from "./preview/index.ts";
export { PROPOSED_SECRET, proposalSpec } from "./proposal.ts";
export {
  type ExitCode,
  explainExitCode,
  findExitCode,
  findReasonCode,
  REASON_CODES,
  type ReasonCode,
  type TellingLog,
} from "./reason-codes.ts";
export {
  commitRollback,
  planRollback,
  type RollbackPlan,
  startRollback,
} from "./rollback.ts";
export { explainRollbackCondition, ROLLBACK_CONDITIONS } from "./rollback-conditions.ts";
export {
  ownRecordKeys,
  RUN_RECORD_KEYS,
  type RunRecord,
  recordedCommit,
  withoutRunRecord,
} from "./run-record.ts";
export { isSameSpec } from "./same-spec.ts";
export type { SecretPlan, SecretState } from "./secret-plan.ts";
export {
  type CommitRelation,
  commitsToCompare,
  type MergedCommit,
  planSources,
  type SourceFacts,
  type SourcePlan,
  sourceFolders,
} from "./sources.ts";
export { type Suspect, suspectIn } from "./suspect.ts";
export {
  expectedDigests,
  type UrlExpectation,
  type VerifyCheck,
  verifyHealth,
  verifySources,
  verifyUrl,
} from "./verify.ts";
export {
  type DeploymentTarget,
  type WatchLimits,
  type WatchOptions,
  watchDeployment,
} from "./watch.ts";
export type { DeploymentEvent, DeploymentOutcome, EndedEvent, StepEvent } from "./watch-events.ts";
export { type WatchedEvent, watchDeployments } from "./watch-many.ts";
