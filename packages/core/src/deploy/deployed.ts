import type { DeployedComponent, Deployment } from "../api/index.ts";
import { COMPONENT_LISTS } from "../spec/components.ts";
import { stepsOf, timeOf } from "./steps.ts";

/** A step of a deployment that has none below it, and when it ran. */
export interface StepTime {
  /** Names from the root of the tree. */
  readonly path: readonly string[];
  readonly component?: string;
  /** RUNNING, SUCCESS, ERROR, or one that is new. */
  readonly status: string;
  readonly startedAtMs: number;
  /** Absent while it runs. */
  readonly endedAtMs?: number;
}

/** The steps of a deployment that have begun, in the order of the tree. */
export function stepTimes(deployment: Deployment): StepTime[] {
  return stepsOf(deployment).flatMap(({ path, component, step }): StepTime[] => {
    const [startedAtMs, endedAtMs] = [timeOf(step.started_at), timeOf(step.ended_at)];
    if (step.steps?.length || startedAtMs === undefined) return [];
    return [
      {
        path,
        status: step.status ?? "UNKNOWN",
        startedAtMs,
        ...(component === undefined ? {} : { component }),
        ...(endedAtMs === undefined ? {} : { endedAtMs }),
      },
    ];
  });
}

/** What a component of a deployment was made of. */
export interface DeployedSource {
  readonly component: string;
  readonly kind: "commit" | "digest";
  /** A commit's hash, or an image's digest such as `sha256:…`. */
  readonly id: string;
}

/** The commit or the image digest of each component of a deployment, as far as the platform tells. */
export function deployedSources(deployment: Deployment | undefined): DeployedSource[] {
  return COMPONENT_LISTS.flatMap((list): readonly DeployedComponent[] => deployment?.[list] ?? []).flatMap(
    ({ name, source_commit_hash: commit, source_image_digest: digest }): DeployedSource[] => {
      if (!name) return [];
      if (digest) return [{ component: name, kind: "digest", id: digest }];
      return commit ? [{ component: name, kind: "commit", id: commit }] : [];
    },
  );
}
