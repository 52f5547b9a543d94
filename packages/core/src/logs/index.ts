export { type ArchiveOptions, fetchHistoricLogs, LogArchiveError } from "./archive.ts";
export { logTail, sanitizeLogText } from "./text.ts";
