import type {
  BudgetVerdict,
  CostDelta,
  CostEstimate,
  DeployedSource,
  DeploymentOutcome,
  DeployPlan,
  Diagnosis,
  Diagnostic,
  ExitCode,
  MoneyRange,
  SpecChange,
  StepTime,
  Suspect,
  VerifyCheck,
} from "@app-platform-toolkit/core";

/**
 * What "before" is in a comparison: the live app, the spec at the base commit, nothing because the app is new, or
 * something that could not be found out.
 */
export type Baseline = "live" | "base-commit" | "none" | "unknown";

/** How a deployment ended. */
export interface DeploymentResult {
  readonly id: string;
  /** `unknown` where it could not be watched to its end. */
  readonly outcome: DeploymentOutcome | "unknown";
  readonly phase: string;
  readonly durationMs: number;
  /** It was live before this run, which had nothing to do. */
  readonly already?: true | undefined;
  readonly liveUrl?: string | undefined;
  readonly diagnosis?: Diagnosis | undefined;
  /** The last lines of the log that tells why it failed, already sanitised. */
  readonly logTail?: { readonly title: string; readonly lines: readonly string[] } | undefined;
  readonly successorId?: string | undefined;
  /** The steps that have begun, with their times. */
  readonly steps?: readonly StepTime[] | undefined;
  /** The commit or the image digest of each component. */
  readonly sources?: readonly DeployedSource[] | undefined;
  /** Of a deployment that failed: the id of the one that goes on serving, or `nothing`. */
  readonly stillServing?: string | undefined;
  /** Of a deployment that failed: where in the spec the cause most likely is. */
  readonly suspect?: Suspect | undefined;
  /** Of a container that ended: the exit code that its log speaks of. */
  readonly exit?: ExitCode | undefined;
  /** What was looked at once it was live. */
  readonly checks?: readonly VerifyCheck[] | undefined;
  readonly rollback?: RollbackResult | undefined;
}

/** How an app went back to an earlier deployment, or why it did not. */
export interface RollbackResult {
  /** `possible` in a dry run; `pinned` and `committed` once it is live and has passed its checks. */
  readonly state: "refused" | "possible" | "failed" | "pinned" | "committed";
  /** The deployment to go back to, where there is one. */
  readonly targetId?: string | undefined;
  /** The deployment that brought it back. */
  readonly deployment?: DeploymentResult | undefined;
  /** What is less than perfect, one sentence or two each. */
  readonly warnings: readonly string[];
  /** What happened, in one sentence or two. */
  readonly message: string;
}

/** The preview app of the pull request, as far as it has come. */
export interface PreviewResult {
  /**
   * `pending` while it is on its way; `refused` where the spec or the pull request must not have one; `removed` once
   * the pull request is closed.
   */
  readonly state: "pending" | "live" | "failed" | "refused" | "removed";
  readonly appName?: string | undefined;
  readonly url?: string | undefined;
  /** What the preview costs by itself, beside the app that the pull request is about. */
  readonly monthlyCost?: MoneyRange | undefined;
  /** The deployment's phase, such as `BUILDING`. */
  readonly phase?: string | undefined;
  readonly appId?: string | undefined;
  /** How it differs from what a merge would deploy, in one sentence each. */
  readonly notes?: readonly string[] | undefined;
  /** Why the step fails because of the preview; part of the result's own `failure`. */
  readonly failure?: string | undefined;
  /** Why it was refused or has failed, or what goes on. */
  readonly note?: string | undefined;
  readonly diagnosis?: Diagnosis | undefined;
  /** The last lines of the log that tells why it failed, already sanitised. */
  readonly logTail?: { readonly title: string; readonly lines: readonly string[] } | undefined;
}

/** A limit of the budget, and whether the check fails for it. */
export interface JudgedLimit extends BudgetVerdict {
  readonly fails: boolean;
}

/** All that a run found out and did about one spec. */
export interface AppResult {
  readonly file: string;
  /** The app's name; the file's path where the spec has none. */
  readonly name: string;
  readonly appId?: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** How many problems comments of the file asked to be silent about. */
  readonly ignored: number;
  readonly baseline: Baseline;
  readonly changes: readonly SpecChange[];
  readonly cost: CostEstimate;
  readonly costDelta: CostDelta;
  /** What the platform says the spec costs a month, in US dollars. */
  readonly serverCost?: number | undefined;
  /** Absent where the workflow sets no budget, or the spec's price cannot be told. */
  readonly budget?: readonly JudgedLimit[] | undefined;
  readonly plan?: DeployPlan | undefined;
  readonly deployment?: DeploymentResult | undefined;
  readonly preview?: PreviewResult | undefined;
  /** Whether the live app differs from the repository; absent where nobody asked. */
  readonly drift?: boolean | undefined;
  /** What was left out and why, in one sentence each. */
  readonly notes: readonly string[];
  /** Why the step fails because of this app; absent where it does not. */
  readonly failure?: string | undefined;
}
