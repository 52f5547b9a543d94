import {
  type AppPlatformClient,
  AppPlatformError,
  type DeploymentLogs,
  type Diagnosis,
  LogArchiveError,
  LogStreamError,
  sanitizeLogText,
  type TellingLog,
  tailLogs,
} from "@app-platform-toolkit/core";
import type { DeploymentResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { WatchedDeployment } from "./watch.ts";

const TAIL_LINES = 30;
/** The platform cuts lines here itself when it forwards them. */
const MAX_LINE_LENGTH = 2_048;

/**
 * The end of the log that tells why a step failed: what was captured while it was written, or else the archive. Best
 * effort: a log that cannot be had is said, and fails nothing.
 */
export async function failedStepLog(
  platform: AppPlatformClient,
  watched: WatchedDeployment,
  captured: DeploymentLogs,
  { logType, component }: Diagnosis,
  services: Services,
): Promise<DeploymentResult["logTail"]> {
  if (logType === undefined) return undefined;
  const failures: string[] = [];
  // The platform drops RUN logs with the containers that wrote them; what it said while deploying stays.
  for (const type of logType === "RUN" ? (["RUN", "DEPLOY"] as const) : [logType]) {
    const found = await lastLines(platform, watched, captured, type, component, services);
    const title = `End of the ${type} log${component ? ` of ${component}` : ""}`;
    if (found.lines.length > 0) return { title, lines: found.lines };
    if (found.failure) failures.push(`The ${type} log is not there: ${found.failure}`);
  }
  for (const failure of failures) services.log.foreign(failure);
  return undefined;
}

interface LastLines {
  readonly lines: readonly string[];
  readonly failure?: string;
}

async function lastLines(
  platform: AppPlatformClient,
  watched: WatchedDeployment,
  captured: DeploymentLogs,
  type: TellingLog,
  component: string | undefined,
  services: Services,
): Promise<LastLines> {
  const kept = captured.tail(type, component, TAIL_LINES).map(({ text }) => text);
  // Of a finished step the archive has it all, unless the stream was followed to its end; RUN logs have no archive.
  if (kept.length > 0 && (type === "RUN" || captured.isComplete(type)))
    return { lines: shown(kept, services) };
  const archived = await archivedLines(platform, watched, type, component, services);
  return archived.lines.length > 0 ? archived : { ...archived, lines: shown(kept, services) };
}

async function archivedLines(
  platform: AppPlatformClient,
  { appId, deploymentId }: WatchedDeployment,
  type: string,
  component: string | undefined,
  services: Services,
): Promise<LastLines> {
  const { signal } = services;
  const lines: string[] = [];
  try {
    const which = { appId, deploymentId, type, ...(component ? { component } : {}) };
    for await (const event of tailLogs(platform, { ...which, tailLines: TAIL_LINES, signal }))
      if (event.kind === "line") lines.push(event.text);
    return { lines: shown(lines.slice(-TAIL_LINES), services) };
  } catch (error) {
    signal.throwIfAborted();
    const known = [AppPlatformError, LogArchiveError, LogStreamError].some((kind) => error instanceof kind);
    if (!known || !(error instanceof Error)) throw error;
    return { lines: [], failure: error.message };
  }
}

/** Lines as they may go into a report: the runner hides secrets in its log only, and these go further than that. */
function shown(lines: readonly string[], { secrets }: Services): string[] {
  return lines.map((line) => secrets.hide(sanitizeLogText(line)).slice(0, MAX_LINE_LENGTH));
}
