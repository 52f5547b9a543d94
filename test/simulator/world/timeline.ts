import type { Reason } from "./triggers.ts";

export type Phase =
  | "PENDING_BUILD"
  | "BUILDING"
  | "PENDING_DEPLOY"
  | "DEPLOYING"
  | "ACTIVE"
  | "SUPERSEDED"
  | "ERROR"
  | "CANCELED";

export type LogType = "BUILD" | "DEPLOY" | "RUN" | "RUN_RESTARTED";

/** One step of a deployment as it will run; a step behind a failure never starts. All times are virtual. */
export interface PlannedStep {
  name: string;
  componentName?: string;
  messageBase?: string;
  startsAt: number;
  endsAt: number;
  failed?: true;
  reason?: Reason;
  steps?: PlannedStep[];
}

export interface LogLine {
  type: LogType;
  component: string;
  at: number;
  text: string;
}

/** All that a deployment will do, decided when it is created: what is seen of it depends on the time alone. */
export interface Timeline {
  phases: { phase: Phase; at: number }[];
  steps: PlannedStep[];
  /** In the order of time. The lines of running containers go on without end and are made on demand. */
  logs: LogLine[];
  endsAt: number;
  succeeds: boolean;
}

export const NEVER = Number.POSITIVE_INFINITY;

/** A step as the API shows it. */
export interface Step {
  name: string;
  status: "PENDING" | "RUNNING" | "ERROR" | "SUCCESS";
  component_name?: string;
  message_base?: string;
  started_at?: string;
  ended_at?: string;
  reason?: Reason;
  steps?: Step[];
}

/** A step with its children inside, but for empty groups: it starts with the first and ends with the last, failed if one of them is. */
export function group(name: string, children: PlannedStep[], more: Partial<PlannedStep> = {}): PlannedStep {
  const steps = children.filter((step) => step.steps?.length !== 0);
  const started = steps.filter((step) => step.startsAt !== NEVER);
  const failed = steps.some((step) => step.failed);
  const begun = failed ? started : steps;
  return {
    name,
    startsAt: Math.min(NEVER, ...steps.map((step) => step.startsAt)),
    endsAt: Math.max(0, ...begun.map((step) => step.endsAt)) || NEVER,
    ...(failed ? { failed: true as const } : {}),
    ...more,
    steps,
  };
}

export function leavesOf(step: PlannedStep): PlannedStep[] {
  return step.steps ? step.steps.flatMap(leavesOf) : [step];
}
