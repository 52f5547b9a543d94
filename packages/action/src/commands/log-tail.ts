import {
  type AppPlatformClient,
  AppPlatformError,
  type Diagnosis,
  fetchHistoricLogs,
  LogArchiveError,
  logTail,
  sanitizeLogText,
} from "@app-platform-toolkit/core";
import type { DeploymentResult } from "../result.ts";
import type { Services } from "../services.ts";

const TAIL_LINES = 30;
const MAX_LOG_BYTES = 4 * 1024 * 1024;

/** The end of the log that tells why a step failed. Best effort: a log that cannot be had is said, and fails nothing. */
export async function failedStepLog(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  { logType: type, component }: Diagnosis,
  services: Services,
): Promise<DeploymentResult["logTail"]> {
  if (type === undefined) return undefined;
  // The platform drops RUN logs with the containers that wrote them; what it said while deploying stays.
  for (const tried of type === "RUN" ? [type, "DEPLOY"] : [type]) {
    const lines = await lastLines(platform, appId, deploymentId, tried, component, services);
    if (lines.length > 0)
      return { title: `End of the ${tried} log${component ? ` of ${component}` : ""}`, lines };
  }
  return undefined;
}

async function lastLines(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  type: string,
  component: string | undefined,
  { log, signal }: Services,
): Promise<string[]> {
  try {
    const options = { type, signal, ...(component ? { component } : {}) };
    const { historicUrls } = await platform.logs.deployment(appId, deploymentId, options);
    const text = await fetchHistoricLogs(platform.transport, historicUrls, {
      maxBytes: MAX_LOG_BYTES,
      signal,
    });
    return logTail(sanitizeLogText(text), TAIL_LINES);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppPlatformError || error instanceof LogArchiveError)) throw error;
    log.foreign(`The ${type} log is not there: ${error.message}`);
    return [];
  }
}
