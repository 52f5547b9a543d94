import * as vscode from "vscode";

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `5 minutes ago`, in the language of the editor; empty where there is no time. */
export function age(time: string | undefined, nowMs: number): string {
  const ms = Date.parse(time ?? "") - nowMs;
  if (Number.isNaN(ms)) return "";
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: "auto" });
  const [unit, length] = UNITS.find(([, unitMs]) => Math.abs(ms) >= unitMs) ?? ["second", 1_000];
  return format.format(Math.round(ms / length), unit);
}
