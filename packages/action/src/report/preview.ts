import { formatRange } from "@app-platform-toolkit/core";
import { code, details, htmlCode, inlineText, link } from "../github/markdown.ts";
import type { PreviewResult } from "../result.ts";
import { failureBlock } from "./failure.ts";

/**
 * The preview's place in a comment, between marks by which it is found again when the preview is removed and nothing
 * else of the comment has changed.
 */
export function previewCell(preview: PreviewResult): string {
  const words = previewWords(preview);
  return preview.appName === undefined ? words : `${openMark(preview.appName)}${words}${CLOSE_MARK}`;
}

/** A comment's text after a preview was removed. */
export function markRemoved(text: string, appName: string, note?: string): string {
  const begin = openMark(appName);
  return text
    .split("\n")
    .map((line) => {
      const start = line.indexOf(begin);
      const end = line.indexOf(CLOSE_MARK, start);
      if (!line.startsWith("| ") || start < 0 || end < 0) return line;
      return (
        line.slice(0, start + begin.length) +
        previewWords({ state: "removed", appName, note }) +
        line.slice(end)
      );
    })
    .join("\n");
}

const CLOSE_MARK = "<!-- /preview -->";

/** Names of previews are made of letters, digits and hyphens. */
function openMark(appName: string): string {
  return `<!-- preview ${appName} -->`;
}

/** Why there is no preview, or how it differs from what a merge deploys. */
export function previewNotes({ notes = [], state, appName = "" }: PreviewResult): string {
  const lines = notes.map((note) => `- ${inlineText(note)}`).join("\n");
  if (lines === "" || state === "removed") return "";
  return state === "refused"
    ? `**There is no preview:**\n\n${lines}`
    : details(`How the preview ${htmlCode(appName)} differs from what a merge deploys`, lines);
}

/** The preview in a few words: `🚀 [web-shop-7.ondigitalocean.app](…), $5.00/mo`. */
export function previewWords({
  state,
  url,
  monthlyCost,
  phase,
  note,
  appName,
  diagnosis,
}: PreviewResult): string {
  const price = monthlyCost ? `${formatRange(monthlyCost)}/mo` : "";
  const name = appName ? code(appName) : "";
  const listed = (...parts: string[]) => parts.filter(Boolean).join(", ");
  const why = note ? `: ${inlineText(note)}` : "";
  switch (state) {
    case "pending":
      return note
        ? `⏳ ${inlineText(note)}`
        : listed(`⏳ ${phase ? code(phase) : "on its way"}`, name, price);
    case "live":
      return listed(`🚀 ${link(url) || "live"}`, name, price) + (note ? `. ${inlineText(note)}` : "");
    case "failed":
      // What is known of the failure stands below.
      return listed("❌ failed", name, price) + (diagnosis ? "" : why);
    case "refused":
      return `🚫 refused${why}`;
    case "removed":
      return `${listed("🧹 removed", name)}${why}`;
  }
}

/** Why a preview failed, with the end of its log. */
export function previewFailure({ state, diagnosis, logTail }: PreviewResult): string {
  return state === "failed" ? failureBlock(diagnosis, logTail, { about: "Preview: " }) : "";
}
