import {
  type AppPlatformClient,
  type Diagnosis,
  fetchHistoricLogs,
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
  { log, signal }: Services,
): Promise<DeploymentResult["logTail"]> {
  if (type === undefined) return undefined;
  try {
    const urls = await platform.logs.deployment(appId, deploymentId, {
      type,
      ...(component ? { component } : {}),
      signal,
    });
    const text = await fetchHistoricLogs(platform.transport, urls.historicUrls, {
      maxBytes: MAX_LOG_BYTES,
      signal,
    });
    const lines = logTail(sanitizeLogText(text), TAIL_LINES);
    return lines.length
      ? { title: `End of the ${type} log${component ? ` of ${component}` : ""}`, lines }
      : undefined;
  } catch (error) {
    signal.throwIfAborted();
    log.foreign(`The ${type} log could not be read. ${error instanceof Error ? error.message : ""}`);
    return undefined;
  }
}
