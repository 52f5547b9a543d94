import { formatRange } from "@app-platform-toolkit/core";
import { code, inlineText, link } from "../github/markdown.ts";
import type { PreviewResult } from "../result.ts";
import { failureBlock } from "./failure.ts";

/** The preview in a few words: `🚀 [web-shop-7.ondigitalocean.app](…), $5.00/mo`. */
export function previewWords({ state, url, monthlyCost, phase, note, appName }: PreviewResult): string {
  const price = monthlyCost ? `${formatRange(monthlyCost)}/mo` : "";
  const name = appName ? code(appName) : "";
  const listed = (...parts: string[]) => parts.filter(Boolean).join(", ");
  const why = note ? `: ${inlineText(note)}` : "";
  switch (state) {
    case "pending":
      return listed(`⏳ ${phase ? code(phase) : "on its way"}`, name, price);
    case "live":
      return listed(`🚀 ${link(url) || "live"}`, name, price) + (note ? `. ${inlineText(note)}` : "");
    case "failed":
      return `${listed("❌ failed", name, price)}${why}`;
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
