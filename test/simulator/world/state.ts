import { VirtualClock } from "./clock.ts";
import { Random } from "./random.ts";
import type { SecretStore } from "./secrets.ts";
import { isStatic, type Spec } from "./spec.ts";
import type { Phase, Timeline } from "./timeline.ts";

export type CauseType =
  | "MANUAL"
  | "DEPLOY_ON_PUSH"
  | "MAINTENANCE"
  | "MANUAL_ROLLBACK"
  | "AUTO_ROLLBACK"
  | "AUTOSCALED";

export interface Deployment {
  id: string;
  spec: Spec;
  cause: string;
  causeType: CauseType;
  createdAt: number;
  timeline: Timeline;
  /** Commit hash or image digest by component name. */
  sources: Map<string, string>;
  previousId?: string;
  clonedFrom?: string;
  /** Where it was cut short: cancelled, or replaced by a newer one. */
  stopped?: { phase: Phase; at: number };
  /** It has ended, and the app knows. */
  settled: boolean;
  /** It has been the app's active deployment at some time. */
  wasActive: boolean;
}

export interface Alert {
  id: string;
  componentName?: string;
  createdAt: number;
  emails: string[];
  slackWebhooks: { url: string; channel: string }[];
}

export interface JobInvocation {
  id: string;
  jobName: string;
  deploymentId: string;
  createdAt: number;
  startsAt: number;
  endsAt: number;
  failed: boolean;
  canceledAt?: number;
  schedule: { cron: string; time_zone: string };
}

export interface Autoscaling {
  id: string;
  deploymentId: string;
  component: string;
  createdAt: number;
  from: number;
  to: number;
  canceledAt?: number;
}

export interface App {
  id: string;
  spec: Spec;
  projectId: string;
  /** The first part of its `ondigitalocean.app` host name. */
  host: string;
  createdAt: number;
  updatedAt: number;
  secrets: SecretStore;
  /** Oldest first. */
  deployments: Deployment[];
  active?: Deployment;
  pinned?: Deployment;
  /** By component (empty for the app) and rule. */
  alerts: Map<string, Alert>;
  /** When each domain was first seen, by name. */
  domains: Map<string, { id: string; addedAt: number }>;
  jobInvocations: JobInvocation[];
  autoscalings: Autoscaling[];
  /** Up to where schedules have been looked at. */
  scheduledUntil: number;
}

/** One account and all that is in it. Two simulators share nothing. */
export class World {
  readonly clock: VirtualClock;
  /** Ids of apps, deployments and so on: the same order of writes gives the same ids. */
  readonly random: Random;
  readonly seed: string;
  readonly apps = new Map<string, App>();
  readonly ownerId: string;
  readonly defaultProjectId: string;
  /** The newest commit by `repository#branch`; a push moves it. */
  readonly heads = new Map<string, string>();

  constructor(options: { speed: number; seed: string }) {
    this.clock = new VirtualClock(options.speed);
    this.seed = options.seed;
    this.random = new Random(`${options.seed}:ids`);
    this.ownerId = this.random.uuid();
    this.defaultProjectId = this.random.uuid();
  }

  appNamed(name: string): App | undefined {
    return [...this.apps.values()].find((app) => app.spec.name === name);
  }

  /** Static apps of the account, without one of them if it is named. */
  staticApps(exceptId?: string): number {
    return [...this.apps.values()].filter((app) => app.id !== exceptId && isStatic(app.spec)).length;
  }
}
