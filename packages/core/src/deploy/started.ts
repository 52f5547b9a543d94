import type { App, AppPlatformClient, Clock, Deployment } from "../api/index.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { isSameSpec } from "./same-spec.ts";

/** How long the platform may take to show the deployment that a write has started. */
const APPEARS_WITHIN_MS = 60_000;
const LOOK_AGAIN_AFTER_MS = 2_000;
/** An app's `updated_at` and its deployment's `created_at` are of the same write, to whole seconds. */
const SLACK_MS = 2_000;
const NEWEST = 20;

export interface Write {
  /** The platform's copy of what was sent, or of what was there where only a deployment was asked for. */
  readonly spec: AppSpec;
  /** Deployments that the app was seen with before the write. */
  readonly before: ReadonlySet<string>;
}

interface LookOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The deployment that a write has started: in its answer, or soon after. It is never guessed as "the newest": it was
 * not there before, somebody asked for it (no push, no autoscaling), it has the spec that was sent, and it was made
 * when the app was written. `undefined` where the platform starts none.
 */
export async function startedDeployment(
  client: AppPlatformClient,
  answer: App,
  write: Write,
  { clock, signal }: LookOptions,
): Promise<Deployment | undefined> {
  const giveUpAtMs = clock.now() + APPEARS_WITHIN_MS;
  let app = answer;
  for (;;) {
    const found =
      currentDeployments(app).find((each) => isOf(write, each)) ??
      (await pastDeployment(client, app, write, signal));
    if (found !== undefined || answer.id === undefined || clock.now() >= giveUpAtMs) return found;
    await clock.sleep(LOOK_AGAIN_AFTER_MS, signal);
    app = await client.apps.get(answer.id, { signal });
  }
}

/** The deployments that an app is shown with: the one to come, the one under way, the one that is live. */
export function currentDeployments({
  pending_deployment: pending,
  in_progress_deployment: running,
  active_deployment: active,
}: Pick<App, "pending_deployment" | "in_progress_deployment" | "active_deployment">): Deployment[] {
  return [pending, running, active].filter((deployment) => deployment !== undefined);
}

export function deploymentIds(app: Parameters<typeof currentDeployments>[0]): Set<string> {
  return new Set(currentDeployments(app).flatMap(({ id }) => (id ? [id] : [])));
}

/** Whether a deployment can be the one that a write has started. */
export function isOf({ spec, before }: Write, { id, spec: its, cause_details: cause }: Deployment): boolean {
  if (!id || before.has(id)) return false;
  const asked = cause?.type === undefined || cause.type === "MANUAL" || cause.type === "UNKNOWN";
  return asked && (its === undefined || isSameSpec(its, spec));
}

/** One that another deployment has already replaced: the first of its kind since the app was written. */
async function pastDeployment(
  client: AppPlatformClient,
  { id: appId, updated_at: updatedAt }: App,
  write: Write,
  signal: AbortSignal | undefined,
): Promise<Deployment | undefined> {
  const writtenMs = Date.parse(updatedAt ?? "");
  if (appId === undefined || Number.isNaN(writtenMs)) return undefined;
  const candidates: Deployment[] = [];
  let seen = 0;
  for await (const deployment of client.deployments.list(appId, { signal })) {
    const createdMs = Date.parse(deployment.created_at ?? "");
    if (createdMs >= writtenMs - SLACK_MS && isOf(write, deployment)) candidates.push(deployment);
    if (++seen >= NEWEST) break;
  }
  return candidates.at(-1);
}
