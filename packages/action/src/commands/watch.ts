import type { AppPlatformClient, DeploymentEvent } from "@app-platform-toolkit/core";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import { follow, type WatchedDeployment } from "./follow.ts";
import { rollBack } from "./roll-back.ts";

export type { WatchedDeployment } from "./follow.ts";

/**
 * Follows a deployment to its end and checks what is live then. Where the checks do not pass and the workflow wants
 * it, the app goes back to the deployment before; one that fails never was live, and the one before goes on.
 */
export async function watchToEnd(
  platform: AppPlatformClient,
  watched: WatchedDeployment,
  services: Services,
  onEvent: (event: DeploymentEvent) => void = () => {},
): Promise<Pick<AppResult, "deployment" | "failure">> {
  const followed = await follow(platform, watched, services, onEvent);
  const { deployment, failure } = followed;
  const isBad = deployment.outcome === "active" && failure !== undefined;
  if (!isBad || services.inputs.rollback !== "on-failure" || services.signal.aborted) return followed;
  services.log.foreign("Rolling back, because `rollback` is `on-failure`.");
  const rollback = await rollBack(platform, watched.appId, "previous", services);
  return { deployment: { ...deployment, rollback }, failure: `${failure} ${rollback.message}` };
}
