export { LogStreamError } from "./address.ts";
export { type ArchiveOptions, fetchHistoricLogs, LogArchiveError } from "./archive.ts";
export type { CommandResult } from "./command.ts";
export {
  type ConsoleEnd,
  type ConsoleOptions,
  type ConsoleSession,
  openConsole,
  type RunOptions,
} from "./console.ts";
export type { EndReason, LogEvent, LogLevel, LogLine, LogNotice } from "./event.ts";
export type { LogSelection } from "./subject.ts";
export { type TailOptions, tailLogs } from "./tail.ts";
export { TerminalFilter } from "./terminal.ts";
export { harmlessLine, logTail, sanitizeLogText } from "./text.ts";
