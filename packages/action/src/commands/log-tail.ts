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
/** The platform cuts lines here itself when it forwards them. */
const MAX_LINE_LENGTH = 2_048;
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
  const failures: string[] = [];
  for (const tried of type === "RUN" ? [type, "DEPLOY"] : [type]) {
    const found = await lastLines(platform, appId, deploymentId, tried, component, services);
    if (found.lines.length > 0)
      return { title: `End of the ${tried} log${component ? ` of ${component}` : ""}`, lines: found.lines };
    if (found.failure) failures.push(`The ${tried} log is not there: ${found.failure}`);
  }
  for (const failure of failures) services.log.foreign(failure);
  return undefined;
}

async function lastLines(
  platform: AppPlatformClient,
  appId: string,
  deploymentId: string,
  type: string,
  component: string | undefined,
  { secrets, signal }: Services,
): Promise<{ lines: string[]; failure?: string }> {
  try {
    const options = { type, signal, ...(component ? { component } : {}) };
    const { historicUrls } = await platform.logs.deployment(appId, deploymentId, options);
    const text = await fetchHistoricLogs(platform.transport, historicUrls, {
      maxBytes: MAX_LOG_BYTES,
      signal,
    });
    // The runner hides secrets in its log only, and the tail goes further than that.
    const lines = logTail(sanitizeLogText(text), TAIL_LINES).map((line) =>
      secrets.hide(line).slice(0, MAX_LINE_LENGTH),
    );
    return { lines };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof AppPlatformError || error instanceof LogArchiveError)) throw error;
    return { lines: [], failure: error.message };
  }
}
