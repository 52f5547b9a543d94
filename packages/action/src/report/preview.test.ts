import { describe, expect, it } from "vitest";
import { markRemoved, previewCell, previewNotes } from "./preview.ts";

const NAME = "pr-7-shop-0123456789ab";

describe("the preview in a comment", () => {
  const row = (cell: string) => `| ✅ | ${cell} | more |`;
  const live = previewCell({ state: "live", appName: NAME, url: "https://shop.ondigitalocean.app" });

  it("is found again when it is removed, and nothing else changes", () => {
    const text = [
      "### shop",
      "",
      row(live),
      row(live.replaceAll(NAME, "pr-7-other-0123456789ab")),
      "",
      "x",
    ].join("\n");
    expect(markRemoved(text, NAME)).toBe(
      text.replace(live, previewCell({ state: "removed", appName: NAME })),
    );
    expect(markRemoved(markRemoved(text, NAME), NAME)).toBe(markRemoved(text, NAME));
    expect(markRemoved(text, "pr-8-shop-0123456789ab")).toBe(text);
  });

  it("is not found in text that only looks like it", () => {
    const forged = `a log line <!-- preview ${NAME} -->x<!-- /preview -->\n| <!-- preview ${NAME} --> no end |`;
    expect(markRemoved(forged, NAME)).toBe(forged);
  });

  it("shows a stranger's words as they are, on its way too", () => {
    const note = "| @octo <img src=x> <!-- /preview -->";
    for (const state of ["pending", "failed", "refused"] as const) {
      const cell = previewCell({ state, appName: NAME, note });
      expect(cell.slice(NAME.length + 17, -17)).not.toMatch(/[<|]|@octo/);
    }
    expect(previewNotes({ state: "live", appName: NAME, notes: [note] })).not.toMatch(/<img|@octo/);
  });

  it("lists why there is none at once, and how it differs on a click", () => {
    expect(previewNotes({ state: "refused", notes: ["`db` is a cluster."] })).toBe(
      "**There is no preview:**\n\n- `db` is a cluster.",
    );
    expect(previewNotes({ state: "live", appName: NAME, notes: ["Without `a`."] })).toMatch(
      /^<details>\n<summary>How the preview .* differs/,
    );
    expect(previewNotes({ state: "removed", appName: NAME, notes: ["Without `a`."] })).toBe("");
  });
});
