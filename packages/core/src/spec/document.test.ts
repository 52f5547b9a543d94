import { describe, expect, it } from "vitest";
import { parseSpec } from "./document.ts";

const SHOP = `name: shop
services:
  - name: web
    envs:
      - { key: A, value: "1" }
    routes:
      - path: /
`;

/** The text that a range covers. */
function covered(text: string, path: (string | number)[], part?: "key" | "value"): string {
  const document = parseSpec(text);
  const { start, end } = document.rangeOf(path, part);
  const lines = text.split("\n");
  expect(start.line).toBe(end.line);
  return (lines[start.line] ?? "").slice(start.character, end.character);
}

describe("parseSpec", () => {
  it("gives the plain value and the range of each path", () => {
    expect(parseSpec(SHOP).spec.name).toBe("shop");
    expect(covered(SHOP, ["name"])).toBe("shop");
    expect(covered(SHOP, ["name"], "key")).toBe("name");
    expect(covered(SHOP, ["services", 0, "envs", 0, "value"])).toBe('"1"');
  });

  it("marks a block by its key or its first token, never as a whole", () => {
    expect(covered(SHOP, ["services"])).toBe("services");
    expect(covered(SHOP, ["services", 0])).toBe("name");
    expect(covered(SHOP, ["services", 0, "routes", 0])).toBe("path");
  });

  it("gives a missing path the nearest token above it", () => {
    expect(covered(SHOP, ["services", 0, "envs", 0, "scope"])).toBe('{ key: A, value: "1" }');
    expect(covered(SHOP, ["services", 0, "health_check", "port"])).toBe("name");
    expect(covered(SHOP, ["region"])).toBe("name");
  });

  it("reads the template form below its spec key", () => {
    const text = "spec:\n  name: shop\n  region: nyc\n";
    const document = parseSpec(text);
    expect(document.form).toBe("template");
    expect(document.spec.name).toBe("shop");
    expect(covered(text, ["region"])).toBe("nyc");
    expect(parseSpec("name: shop\nspec: {}\n").form).toBe("app");
  });

  it("follows anchors, aliases and merge keys", () => {
    const text = "x: &base\n  scope: RUN_TIME\nenvs:\n  - <<: *base\n    key: A\n  - *base\n";
    const document = parseSpec(text);
    expect(document.value).toMatchObject({ envs: [{ scope: "RUN_TIME", key: "A" }, { scope: "RUN_TIME" }] });
    expect(covered(text, ["envs", 0, "scope"])).toBe("RUN_TIME");
    expect(covered(text, ["envs", 1, "scope"])).toBe("RUN_TIME");
  });

  it("takes an own key before a merged one, and ends where maps merge in each other", () => {
    const text = "a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}\nc: &c {<<: *c, z: 4}\n";
    expect(covered(text, ["b", "x"])).toBe("3");
    expect(covered(text, ["b", "y"])).toBe("2");
    expect(covered(text, ["c", "z"])).toBe("4");
    expect(parseSpec(text).pairAt(["c", "x"])).toBeUndefined();
  });

  it("gives a key that is a list or a map no path", () => {
    const text = `name: shop\n? ${"[{".repeat(40)}a${"}]".repeat(40)}\n: 1\n`;
    expect(covered(text, ["region"])).toBe("name");
    expect(covered(text, ["name"])).toBe("shop");
  });

  it("reads JSON and CRLF", () => {
    expect(parseSpec('{"name": "shop"}').spec.name).toBe("shop");
    expect(covered("name: shop\r\nregion: nyc\r\n", ["region"])).toBe("nyc");
  });

  it("reports what is not YAML with its place, and keeps the rest", () => {
    const document = parseSpec("name: shop\nregion: nyc\nname: other\n");
    expect(document.spec.region).toBe("nyc");
    expect(document.syntaxProblems).toMatchObject(
      [{ code: "yaml-syntax", range: { start: { line: 2, character: 0 } }, message: /written twice/ }].map(
        (problem) => ({ ...problem, message: expect.stringMatching(problem.message) }),
      ),
    );
  });

  it("survives empty, binary, bomb, deep and huge input with one clear problem", () => {
    expect(parseSpec("").value).toBeUndefined();
    expect(parseSpec("\u0000\ud800\uffff").syntaxProblems.length).toBeGreaterThanOrEqual(0);
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
      .split("")
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[i]}`).join(",")}]`)
      .join("\n")}`;
    expect(parseSpec(bomb).syntaxProblems.map((p) => p.message)).toEqual([
      expect.stringContaining("expand without bound"),
    ]);
    expect(parseSpec("[".repeat(10_000)).syntaxProblems.length).toBeGreaterThan(0);
    expect(parseSpec(`${"- ".repeat(10_000)}x`).syntaxProblems.length).toBeGreaterThan(0);
    expect(parseSpec(`name: ${"x".repeat(1_048_576)}`).syntaxProblems.map((p) => p.code)).toEqual([
      "too-large",
    ]);
  });
});
