import { describe, expect, it } from "vitest";
import { dedent } from "../rules/rule.ts";
import { foldingRanges } from "./folding.ts";

/** Each fold by the text of its first and last line. */
function folds(source: string): string[] {
  const text = dedent(source);
  const lines = text.split("\n").map((line) => line.trim());
  return foldingRanges(text).map(({ startLine, endLine, kind }) =>
    [`${lines[startLine]} … ${lines[endLine]}`, kind].filter(Boolean).join(" "),
  );
}

describe("what can be folded", () => {
  it("is a key with what stands below it, and an item of a list", () => {
    expect(
      folds(`
        name: shop
        services:
        - name: api
          health_check:
            http_path: /

        - name: web
      `),
    ).toEqual(["services: … - name: web", "- name: api … http_path: /", "health_check: … http_path: /"]);
  });

  it("is a text of several lines, and a bracket with what it holds", () => {
    expect(folds("run_command: |\n  # not a comment\n  # nor this\n  npm start\nname: a\n")).toEqual([
      "run_command: | … npm start",
    ]);
    expect(folds('{\n  "services": [\n    {"name": "api"}\n  ]\n}\n')).toEqual([
      "{ … ]",
      '"services": [ … {"name": "api"}',
    ]);
  });

  it("is a comment of several lines, and a region", () => {
    expect(
      folds("# one\n# two\nname: a\n# alone\nservices:\n# region api\n- name: api\n# endregion\n"),
    ).toEqual(["# one … # two comment", "services: … - name: api", "# region api … # endregion region"]);
  });

  it("is nothing on a single line", () => {
    expect(folds("name: shop\nenvs: [{key: A}]\n")).toEqual([]);
    expect(folds("")).toEqual([]);
  });
});
