import { describe, expect, it } from "vitest";
import { parseSpec } from "./document.ts";

/** The value of a text, and its problems with the text that each of them marks. */
function read(text: string) {
  const { value, syntaxProblems } = parseSpec(text);
  const lines = text.split("\n");
  const problems = syntaxProblems.map(
    ({ message, range: { start, end } }) =>
      `[${lines[start.line]?.slice(start.character, end.character)}] ${message}`,
  );
  return { value, problems };
}

const plain = (text: string) => read(text).value;

describe("the plain value", () => {
  it("has each scalar as JSON has it", () => {
    expect(plain("{a: 1, b: 1.5, c: true, d: null, e: , f: '1', g: x}")).toEqual({
      a: 1,
      b: 1.5,
      c: true,
      d: null,
      e: null,
      f: "1",
      g: "x",
    });
    expect(plain("%YAML 1.1\n---\na: 2001-01-01\nb: !!set {x, z}\nc: !!omap [x: 1]\n")).toEqual({
      a: "2001-01-01",
      b: { x: null, z: null },
      c: [{ x: 1 }],
    });
  });

  it("has the keys of every object as keys of its own", () => {
    const value = plain("__proto__: {a: 1}\nconstructor: 2\n") as object;
    expect(Object.entries(value)).toEqual([
      ["__proto__", { a: 1 }],
      ["constructor", 2],
    ]);
  });

  it("calls a key that is no text by what is written", () => {
    expect(Object.keys(plain("1: a\ntrue: b\n: c\n? [x, y]\n: d\n{{ NAME }}: e\n") as object)).toEqual([
      "1",
      "true",
      "",
      "[x, y]",
      "{{ NAME }}",
    ]);
  });

  it("takes an anchor where it was last set before the alias", () => {
    expect(plain("a: &x 1\nb: *x\nc: &x 2\nd: *x\n&k key: 3\ne: *k\n")).toEqual({
      a: 1,
      b: 1,
      c: 2,
      d: 2,
      key: 3,
      e: "key",
    });
  });

  it("merges maps: own keys first wherever they stand, then the earlier map", () => {
    const text =
      "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {x: 0, <<: [*a, *b]}\nd: {<<: *b, <<: *a, z: 3}\n";
    expect(plain(text)).toMatchObject({ c: { x: 0, y: 1, z: 2 }, d: { x: 1, y: 2, z: 3 } });
    expect(plain('"<<": {x: 1}\n')).toEqual({ "<<": { x: 1 } });
  });
});

describe("what the grammar allows, and makes no sense", () => {
  it("is a key that is written twice: the last one counts, and is marked", () => {
    expect(read("a: 1\nb: 2\na: 3\n")).toEqual({
      value: { a: 3, b: 2 },
      problems: ["[a] `a` is written twice in the same map. Keep one of them."],
    });
    expect(read("x: &x {a: 1}\ny: {<<: *x, a: 2}\n").problems).toEqual([]);
    expect(read("x: &x {a: 1}\ny: {<<: *x, a: 2, a: 3}\n").problems).toHaveLength(1);
  });

  it("is a merge of what is no map: the rest is read", () => {
    expect(read("a: 1\n<<: 2\n")).toEqual({
      value: { a: 1 },
      problems: ["[<<] `<<` takes a map, or a list of maps: write `<<: *name` with its anchor."],
    });
  });

  it("is an alias of nothing, or of what it stands in: there is no value then", () => {
    expect(read("a: *x\nb: &x 1\n")).toEqual({
      value: undefined,
      problems: [
        "[*x] `*` begins an alias in YAML, and no anchor of that name (`&name`) is above it. Write the value itself, in quotes if it begins with `*`: `'…'`.",
      ],
    });
    expect(read("a: &x\n  b: *x\n")).toEqual({
      value: undefined,
      problems: ["[*x] `&x` would hold itself here, without end. Write the value itself."],
    });
  });

  it("is an anchor that stands for far more than is written, and a document that holds far too much", () => {
    const shared = `a: &a [${"1,".repeat(1000)}]\nb: [${"*a,".repeat(99)}]\n`;
    expect(read(shared)).toEqual({
      value: undefined,
      problems: [expect.stringMatching(/^\[\*a\] The aliases of this document expand without bound/)],
    });
    expect(parseSpec(`a: [${"1,".repeat(60_000)}]\n`).syntaxProblems).toMatchObject([{ code: "too-large" }]);
    expect(read(`a: [${"1,".repeat(40_000)}]\n`).problems).toEqual([]);
  });

  it("is said once and short, where it is in many places", () => {
    expect(read(`x: ${"[".repeat(150)}${"]".repeat(150)}\n`).problems).toEqual([
      expect.stringMatching(/nested too deeply/),
    ]);
    expect(read("}\n".repeat(1000)).problems).toEqual([expect.stringMatching(/closes nothing/)]);
    const { problems } = read("a: 1\n".repeat(1001));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatch(/There are 1000 such problems/);
  });
});
