// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${db.DATABASE_URL}` is selected
import { describe, expect, it } from "vitest";
import type { SelectionRange } from "vscode-languageserver-types";
import { dedent } from "../rules/rule.ts";
import { parseSpec } from "../spec/document.ts";
import { selectionRanges } from "./selection.ts";
import { atCursor } from "./testing.ts";

/** What is selected step by step, from the innermost. */
function selected(marked: string): string[] {
  const { text, position } = atCursor(dedent(marked));
  const document = parseSpec(text);
  const texts: string[] = [];
  for (let at: SelectionRange | undefined = selectionRanges(text, [position])[0]; at; at = at.parent)
    texts.push(text.slice(document.offsetAt(at.range.start), document.offsetAt(at.range.end)));
  return texts;
}

describe("what is selected step by step", () => {
  it("goes from a reference to its variable, its component and the file", () => {
    const api = ["- name: api", "  envs:", "  - key: URL", '    value: "x ${db.DATABASE_URL}"'];
    expect(
      selected(`
        name: shop
        services:
        - name: api
          envs:
          - key: URL
            value: "x \${db.DATA|BASE_URL}"
        - name: web
      `),
    ).toEqual([
      "${db.DATABASE_URL}",
      "x ${db.DATABASE_URL}",
      '"x ${db.DATABASE_URL}"',
      'value: "x ${db.DATABASE_URL}"',
      'key: URL\n    value: "x ${db.DATABASE_URL}"',
      '- key: URL\n    value: "x ${db.DATABASE_URL}"',
      'envs:\n  - key: URL\n    value: "x ${db.DATABASE_URL}"',
      api.join("\n").slice(2),
      api.join("\n"),
      `${api.join("\n")}\n- name: web`,
      `services:\n${api.join("\n")}\n- name: web`,
      `name: shop\nservices:\n${api.join("\n")}\n- name: web`,
      `name: shop\nservices:\n${api.join("\n")}\n- name: web\n`,
    ]);
  });

  it("begins with a key on a key", () => {
    expect(selected("re|gion: nyc\nname: a\n").slice(0, 2)).toEqual(["region", "region: nyc"]);
  });

  it("is the file where nothing else is", () => {
    expect(selected("name: a\n\n|\n")).toEqual(["name: a\n\n\n"]);
    expect(selected("|")).toEqual(["\n"]);
  });
});
