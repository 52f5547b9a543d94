import { type LogEvent, sanitizeLogText } from "@app-platform-toolkit/core";

/**
 * An event as a line of text: `12:00:01.123 api │ listening`. Times are the reader's own; a notice stands between
 * rules, so that it is not taken for the app's words.
 */
export function formatEvent(event: LogEvent, options: { colours: boolean }): string {
  if (event.kind === "notice") return `──── ${event.message} ────`;
  const text = sanitizeLogText(event.text, options);
  const time = localTime(event.time);
  const head = [time, event.component].filter((part) => part !== "").join(" ");
  return head === "" ? text : `${head} │ ${text}`;
}

/** `2026-11-25T12:00:01.123456789Z` as the reader's `2026-11-25 13:00:01.123`; empty where it is no time. */
function localTime(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return "";
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 23).replace("T", " ");
}
