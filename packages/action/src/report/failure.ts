import type { Diagnosis } from "@app-platform-toolkit/core";
import { code, details, fence, htmlText, inlineText } from "../github/markdown.ts";
import { stepName } from "./progress.ts";

interface LogTail {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is known of a failed deployment, and the end of its log in a collapsed block; empty where nothing is. */
export function failureBlock(
  diagnosis: Diagnosis | undefined,
  logTail: LogTail | undefined,
  { about = "", open = false } = {},
): string {
  const log = logTail?.lines.length
    ? details(htmlText(about + logTail.title), fence(logTail.lines.join("\n")), open)
    : "";
  return [diagnosis ? facts(diagnosis, about) : "", log].filter(Boolean).join("\n\n");
}

function facts({ title, stepPath, code: reason, message, hint }: Diagnosis, about: string): string {
  return [
    `**${inlineText(about + title)}**`,
    stepPath.length ? `Failed step: ${code(stepName(stepPath))}` : "",
    reason ? `Reason: ${code(reason)}${message ? `, ${inlineText(message)}` : ""}` : "",
    hint ? `What to do: ${inlineText(hint)}` : "",
  ]
    .filter(Boolean)
    .join("<br>\n");
}
