import { type AppPlatformClient, applyPlan, type DeployPlan } from "@app-platform-toolkit/core";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import { watchToEnd } from "./watch.ts";

/** Carries the plan out, and follows the deployment that this starts. */
export async function applyAndWatch(
  platform: AppPlatformClient,
  plan: DeployPlan,
  services: Services,
): Promise<Pick<AppResult, "appId" | "deployment" | "failure" | "notes">> {
  const { inputs, log, signal } = services;
  const startedAtMs = services.now();
  const { app, deploymentId } = await applyPlan(platform, plan, {
    signal,
    ...(inputs.projectId === undefined ? {} : { projectId: inputs.projectId }),
  });
  const appId = app.id ?? plan.appId;
  const notes =
    inputs.projectId !== undefined && plan.action === "update"
      ? ["`project-id` is used for new apps only: this app stays in its project."]
      : [];
  if (appId === undefined || deploymentId === undefined)
    return { appId, notes: [...notes, "DigitalOcean took the spec and started no deployment."] };

  log.foreign(
    `${plan.action === "create" ? "Created" : "Updated"} ${plan.appName} (${appId}), deployment ${deploymentId}.`,
  );
  return { appId, notes, ...(await watchToEnd(platform, { appId, deploymentId, startedAtMs }, services)) };
}
