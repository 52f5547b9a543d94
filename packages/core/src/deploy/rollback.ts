import {
  type App,
  type AppPlatformClient,
  type Clock,
  type Deployment,
  OutcomeUnknown,
  type RollbackCondition,
} from "../api/index.ts";

export interface RollbackOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** Whether and where an app can go back. */
export type RollbackPlan =
  | {
      readonly possible: true;
      /** The deployment to go back to. */
      readonly target: Deployment;
      readonly warnings: readonly RollbackCondition[];
    }
  /** `deploymentId` is absent where there is no earlier deployment at all. */
  | { readonly possible: false; readonly deploymentId?: string; readonly reason: RollbackCondition };

/** The platform keeps no more than the last ten that were live; some of those listed were not. */
const MAX_CANDIDATES = 15;
/** What speaks against one deployment and not against an older one. */
const TRY_AN_OLDER_ONE = ["incompatible_phase", "incompatible_result"];
/** Phases of deployments that were never live. */
const NEVER_LIVE = ["ERROR", "CANCELED"];

/**
 * Asks the platform whether an app can go back, and changes nothing. `previous` is the deployment that was live
 * before the one that is live now.
 *
 * @throws AppPlatformError
 */
export async function planRollback(
  client: AppPlatformClient,
  appId: string,
  to: string,
  options: RollbackOptions = {},
): Promise<RollbackPlan> {
  const call = callOptions(options);
  if (to !== "previous")
    return validated(client, appId, await client.deployments.get(appId, to, call), options);
  const app = await client.apps.get(appId, call);
  let refused: RollbackPlan | undefined;
  for await (const candidate of earlierDeployments(client, app, options)) {
    const plan = await validated(client, appId, candidate, options);
    if (plan.possible || !TRY_AN_OLDER_ONE.includes(plan.reason.code ?? "")) return plan;
    refused ??= plan;
  }
  return refused ?? { possible: false, reason: { message: "there is no earlier deployment that was live" } };
}

async function* earlierDeployments(
  client: AppPlatformClient,
  { id = "", active_deployment: active }: App,
  options: RollbackOptions,
): AsyncGenerator<Deployment> {
  let isEarlier = active?.id === undefined;
  let count = 0;
  for await (const deployment of client.deployments.list(id, callOptions(options))) {
    if (deployment.id === active?.id) isEarlier = true;
    else if (isEarlier && !NEVER_LIVE.includes(deployment.phase ?? "")) {
      yield deployment;
      if (++count >= MAX_CANDIDATES) return;
    }
  }
}

async function validated(
  client: AppPlatformClient,
  appId: string,
  target: Deployment,
  options: RollbackOptions,
): Promise<RollbackPlan> {
  const deploymentId = target.id ?? "";
  const {
    valid,
    error = {},
    warnings,
  } = await client.rollback.validate(appId, deploymentId, callOptions(options));
  return valid ? { possible: true, target, warnings } : { possible: false, deploymentId, reason: error };
}

/** An effect may show a little later than the answer that was lost. */
const LOOKS_AFTER_A_LOST_ANSWER = 3;
const LOOK_AGAIN_AFTER_MS = 2_000;

/**
 * Goes back to a deployment, and pins the app to it: nothing else is deployed until the rollback is committed or
 * reverted. A call whose answer was lost is never repeated: what it did is looked up.
 *
 * @returns the deployment that brings the old one back
 * @throws AppPlatformError
 */
export async function startRollback(
  client: AppPlatformClient,
  appId: string,
  targetId: string,
  options: RollbackOptions = {},
): Promise<Deployment> {
  const before = new Set<string | undefined>();
  for await (const { id } of client.deployments.list(appId, callOptions(options))) {
    before.add(id);
    // Only those that began while we looked could be mistaken for ours.
    if (before.size >= 50) break;
  }
  return client.rollback.create(appId, targetId, callOptions(options)).catch((error: unknown) =>
    lookedUp(error, client, options, async () => {
      for await (const deployment of client.deployments.list(appId, callOptions(options))) {
        if (before.has(deployment.id)) return undefined;
        if (deployment.cloned_from === targetId) return deployment;
      }
      return undefined;
    }),
  );
}

/** Makes a pinned rollback the app's own state, so that it can be deployed again. @throws AppPlatformError */
export async function commitRollback(
  client: AppPlatformClient,
  appId: string,
  options: RollbackOptions = {},
): Promise<void> {
  await client.rollback.commit(appId, callOptions(options)).catch((error: unknown) =>
    lookedUp(error, client, options, async () => {
      const { pinned_deployment: pinned } = await client.apps.get(appId, callOptions(options));
      return pinned === undefined ? true : undefined;
    }),
  );
}

async function lookedUp<T>(
  error: unknown,
  client: AppPlatformClient,
  options: RollbackOptions,
  look: () => Promise<T | undefined>,
): Promise<T> {
  if (!(error instanceof OutcomeUnknown)) throw error;
  for (let looked = 0; looked < LOOKS_AFTER_A_LOST_ANSWER; looked++) {
    if (looked > 0)
      await (options.clock ?? client.transport.clock).sleep(LOOK_AGAIN_AFTER_MS, options.signal);
    const found = await look();
    if (found !== undefined) return found;
  }
  throw error;
}

function callOptions({ signal }: RollbackOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
