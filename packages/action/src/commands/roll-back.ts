import {
  type AppPlatformClient,
  AppPlatformError,
  commitRollback,
  deployedSources,
  explainRollbackCondition,
  planRollback,
  type RollbackPlan,
  startRollback,
} from "@app-platform-toolkit/core";
import type { RollbackResult } from "../result.ts";
import type { Services } from "../services.ts";
import { follow } from "./follow.ts";

/**
 * Takes an app back to an earlier deployment: asks first whether that can be, shows what will be different, goes back,
 * checks what is live then, and makes it final unless the workflow wants the app to stay pinned.
 *
 * @param to a deployment's id, or `previous`
 */
export async function rollBack(
  platform: AppPlatformClient,
  appId: string,
  to: string,
  services: Services,
): Promise<RollbackResult> {
  try {
    const plan = await planRollback(platform, appId, to, { signal: services.signal });
    if (!plan.possible) return refused(plan, to);
    return await goBack(platform, appId, plan, services);
  } catch (error) {
    if (!(error instanceof AppPlatformError)) throw error;
    return { state: "failed", warnings: [], message: `The rollback failed. ${error.message}` };
  }
}

function refused(
  { deploymentId, reason }: Extract<RollbackPlan, { possible: false }>,
  to: string,
): RollbackResult {
  const target = deploymentId === undefined ? to : `deployment ${deploymentId}`;
  return {
    state: "refused",
    targetId: deploymentId,
    warnings: [],
    message: `The app cannot be rolled back to ${target}. ${explainRollbackCondition(reason)}`,
  };
}

async function goBack(
  platform: AppPlatformClient,
  appId: string,
  plan: Extract<RollbackPlan, { possible: true }>,
  services: Services,
): Promise<RollbackResult> {
  const { inputs, log, signal, now } = services;
  const targetId = plan.target.id ?? "";
  const warnings = plan.warnings.map(explainRollbackCondition);
  for (const warning of warnings) log.warning(`Rollback to ${targetId}: ${warning}`);
  const result = { targetId, warnings };
  if (inputs.dryRun)
    return {
      ...result,
      state: "possible",
      message: `The app can be rolled back to deployment ${targetId}. Dry run: nothing was done.`,
    };

  const startedAtMs = now();
  const { id: deploymentId = "" } = await startRollback(platform, appId, targetId, { signal });
  log.foreign(`Rolling back to deployment ${targetId}: deployment ${deploymentId}.`);
  // Which image a tag leads to is not in our hands; the platform has warned of it.
  const expected = deployedSources(plan.target).filter(({ kind }) => kind === "commit");
  const { deployment, failure } = await follow(
    platform,
    { appId, deploymentId, startedAtMs, expected },
    services,
  );
  const pinned = "The app stays pinned: nothing is deployed until the rollback is committed or reverted.";
  if (failure !== undefined)
    return {
      ...result,
      state: "failed",
      deployment,
      message: `The rollback to deployment ${targetId} did not work. ${failure} ${pinned}`,
    };
  const done = `Rolled back to deployment ${targetId}.`;
  if (!inputs.rollbackCommit) return { ...result, state: "pinned", deployment, message: `${done} ${pinned}` };
  await commitRollback(platform, appId, { signal });
  return {
    ...result,
    state: "committed",
    deployment,
    message: `${done} The repository still has the newer spec: the next deploy brings it back.`,
  };
}
