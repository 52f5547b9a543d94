import type { Diagnosis } from "@app-platform-toolkit/core";
import { code, details, fence, htmlText, inlineText } from "../github/markdown.ts";
import { stepName } from "./progress.ts";

interface LogTail {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * What is known of a failed deployment, and the end of its log in a collapsed block; empty where nothing is. `more`:
 * further facts, as Markdown.
 */
export function failureBlock(
  diagnosis: Diagnosis | undefined,
  logTail: LogTail | undefined,
  { about = "", open = false, more = [] }: { about?: string; open?: boolean; more?: readonly string[] } = {},
): string {
  const log = logTail?.lines.length
    ? details(htmlText(about + logTail.title), fence(logTail.lines.join("\n")), open)
    : "";
  return [diagnosis ? facts(diagnosis, about, more) : "", log].filter(Boolean).join("\n\n");
}

function facts(
  { title, stepPath, code: reason, message, hint }: Diagnosis,
  about: string,
  more: readonly string[],
): string {
  return [
    `**${inlineText(about + title)}**`,
    stepPath.length ? `Failed step: ${code(stepName(stepPath))}` : "",
    reason ? `Reason: ${code(reason)}${message ? `, ${inlineText(message)}` : ""}` : "",
    hint ? `What to do: ${inlineText(hint)}` : "",
    ...more,
  ]
    .filter(Boolean)
    .join("<br>\n");
}
