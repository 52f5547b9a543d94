// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${` is data here
// Documents that somebody wrote to break their reader: each gets a clear problem, or a true result. That they get
// it in bounded time is what the test's time-out is for; nothing here is timed.
import {
  type Diagnostic,
  diffSpecs,
  estimateCost,
  fillPlaceholders,
  normaliseSpec,
  parseSpec,
  redactSpec,
  validateSpec,
} from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { fieldPaths } from "../../packages/core/src/spec/schema/index.ts";

const HEAD = "name: shop\nservices:\n- name: api\n  image: {registry_type: DOCR, repository: api}\n";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");

/** Reads a text in every way there is, and gives what is wrong with it. */
function survive(text: string): Diagnostic[] {
  const document = parseSpec(text);
  const { spec } = document;
  const { monthly } = estimateCost(spec);
  expect(monthly.low).toBeLessThanOrEqual(monthly.high);
  expect(diffSpecs(spec, spec)).toEqual([]);
  expect(diffSpecs({}, normaliseSpec(spec))).toBeInstanceOf(Array);
  expect(redactSpec(spec)).toBeTypeOf("object");
  expect(fillPlaceholders(document, { allow: ["X"], values: {} }).filled).toEqual([]);
  const diagnostics = validateSpec(document);
  expect(diagnostics.filter(({ code }) => code === "internal")).toEqual([]);
  return diagnostics;
}

/** How often each code is found. */
function codes(diagnostics: readonly Diagnostic[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of diagnostics) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function onlyProblem(text: string): string {
  const found = survive(text);
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toHaveLength(1);
  return found[0]?.message ?? "";
}

describe("aliases", () => {
  const laughs = `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${lines(9, (i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`)}`;

  it.each([
    ["a billion laughs", laughs],
    [
      "a billion laughs in maps",
      laughs
        .replaceAll("[", "{")
        .replaceAll("]", "}")
        .replaceAll("x,", "")
        .replaceAll(/(\*a\d),/g, "$1 : 1,")
        .replaceAll(/\*a/g, "? *a"),
    ],
    ["a long list, 99 times", `x: &x [${"1,".repeat(1000)}]\ny: [${"*x,".repeat(99)}]\n`],
    [
      "a wide map, merged 99 times",
      `x: &x {\n${lines(1000, (i) => `  k${i}: v,`)}}\n${lines(99, (i) => `y${i}: {<<: *x}`)}`,
    ],
  ])("that expand without bound are one problem: %s", (_, text) => {
    expect(onlyProblem(text)).toMatch(/expand without bound|holds more than 50000 values/);
  });

  it.each([
    ["the document in itself", "&a\nname: shop\nservices: [*a, *a]\ningress: *a\n"],
    ["a list in itself", `${HEAD}  envs: &e\n  - *e\n  - {key: A, value: *e}\n`],
    ["many times", `&a\nname: shop\nservices: [${"*a,".repeat(99)}]\n`],
  ])("that hold themselves are one problem: %s", (_, text) => {
    expect(onlyProblem(text)).toMatch(/would hold itself here, without end/);
  });

  it("of tens of thousands are read, where they stand for little", () => {
    expect(codes(survive(`${HEAD}x: &a 1\n${lines(20_000, (i) => `y${i}: *a`)}`))).toEqual({
      "unknown-field": 20_001,
    });
  });

  it("mean the anchor that was set last, as YAML has it", () => {
    const text =
      "name: &a shop\nservices:\n- &a {name: api, image: {registry_type: DOCR, repository: api}}\nworkers: [*a]\n";
    expect(parseSpec(text).spec.workers).toEqual(parseSpec(text).spec.services);
    expect(codes(survive(text))).toMatchObject({ "name-unique": expect.any(Number) });
  });
});

describe("ten thousand levels", () => {
  it.each([
    ["of lists", `x: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`],
    ["of maps", `x: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}\n`],
    ["of lists and maps that are not closed", `x: ${"[{a: ".repeat(10_000)}`],
    ["of dashes", `${"- ".repeat(10_000)}x\n`],
    [
      "of components in the template form",
      `spec:\n  name: shop\n  services: ${"[{envs: ".repeat(5000)}${"}]".repeat(5000)}\n`,
    ],
    ["of brackets alone", "[".repeat(100_000)],
  ])("are one problem: %s", (_, text) => {
    expect(onlyProblem(text)).toMatch(/nested too deeply/);
  });

  it("of indentation are one problem", () => {
    expect(onlyProblem(`x:\n${lines(1300, (i) => `${" ".repeat(i + 1)}a:`)}`)).toMatch(/nested too deeply/);
  });

  it.each([
    ["explicit keys", `${HEAD}${"? ".repeat(5000)}a\n`],
    ["lists of maps as a key", `${HEAD}? ${"[{".repeat(5000)}a${"}]".repeat(5000)}\n: 1\n`],
    ["maps as keys of maps", `${HEAD}? ${"{? ".repeat(500)}a${"}".repeat(500)}\n`],
  ])("of keys are one unknown key: %s", (_, text) => {
    const [problem, ...others] = survive(text);
    expect(others).toEqual([]);
    expect(problem?.code).toMatch(/unknown-field|yaml-syntax/);
    expect(problem?.message.length).toBeLessThan(500);
  });
});

describe("too much", () => {
  it("text is not read", () => {
    expect(codes(survive(`name: ${"x".repeat(1024 * 1024)}`))).toEqual({ "too-large": 1 });
    expect(codes(survive("é".repeat(600_000)))).toEqual({ "too-large": 1 });
  });

  it.each([
    ["keys", `name: shop\n${lines(100_000, (i) => `${i}:`)}`],
    ["services", `name: shop\nservices:\n${"- {}\n".repeat(100_000)}`],
    ["items", `name: shop\nservices: [${"x,".repeat(100_000)}]\n`],
  ])("a hundred thousand %s are not checked", (_, text) => {
    expect(codes(survive(text))).toEqual({ "too-large": 1 });
  });

  it("is still checked, where it is a little less", () => {
    expect(codes(survive(`${HEAD}${lines(20_000, (i) => `key${i}: 1`)}`))).toEqual({
      "unknown-field": 20_000,
    });
    expect(codes(survive(`name: shop\nservices:\n${lines(10_000, (i) => `- {name: s${i}}`)}`))).toMatchObject(
      {
        "source-missing": 10_000,
      },
    );
    expect(
      codes(survive(`${HEAD}jobs:\n${lines(5000, (i) => `- {name: j${i}, kind: CRON}`)}`)),
    ).toMatchObject({
      "job-kind-cron": 5000,
    });
    expect(
      codes(survive(`${HEAD}  envs:\n${"  - {key: K, value: '${nope.X}'}\n".repeat(10_000)}`)),
    ).toMatchObject({
      "env-bindable-component": 10_000,
    });
  });

  it("in one text is read, and shown short", () => {
    const [problem, ...others] = survive(HEAD.replace("shop", "x".repeat(1_000_000)));
    expect(others).toEqual([]);
    expect(problem?.code).toBe("name-pattern");
    expect(problem?.message.length).toBeLessThan(500);
    expect(survive(`${HEAD}  run_command: ${"x ".repeat(500_000)}\n`)).toEqual([]);
    expect(survive(`${HEAD}  run_command: |\n${"    line\n".repeat(100_000)}`)).toEqual([]);
  });
});

describe("no YAML", () => {
  it("binary garbage has a problem, and no value", () => {
    const bytes = Array.from({ length: 100_000 }, (_, index) => (index * 7919 + (index >> 8)) % 256);
    expect(survive(String.fromCharCode(...bytes)).length).toBeGreaterThan(0);
    expect(survive("\u0000\u0001\u0002")).toMatchObject([{ severity: "error" }]);
  });

  it.each([
    ["half of a character", "\ud800"],
    ["half of a character", "\udfff"],
    ["a control character", "\u0000"],
    ["a control character", "\u001b"],
    ["a control character", "\u007f"],
    ["a control character", "\uffff"],
  ])("%s is one problem, wherever it stands", (kind, character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const problem = `There is ${kind} (U+${hex}) here`;
    expect(onlyProblem(HEAD.replace("shop", `sh${character}op`))).toContain(problem);
    expect(onlyProblem(`${HEAD}  run_command: echo ${character} ${character}\n`)).toContain(
      `${problem}, and 1 more`,
    );
    expect(onlyProblem(`# ${character}\n${HEAD}`)).toContain(problem);
  });

  it("whole characters beyond the first plane, tabs and line ends are none", () => {
    expect(survive(`# \u{1f600}\t\u0085\r\n${HEAD}  run_command: echo \u{1f600}\n`)).toEqual([]);
  });

  it.each([
    ["closing braces", "}\n".repeat(20_000)],
    ["quotes", '"'.repeat(60_000)],
    ["tags", "! ".repeat(40_000)],
    ["anchors", "&a ".repeat(40_000)],
    ["directives", "%YAML 9\n".repeat(30_000)],
    ["aliases of nothing", lines(20_000, (i) => `x${i}: *a${i}`)],
    ["one key", "a: 1\n".repeat(40_000)],
  ])(
    "nothing but %s has no more problems than one can read, and their number where it is larger",
    (_, text) => {
      const found = survive(text).filter(({ code }) => code === "yaml-syntax");
      expect(found.length).toBeGreaterThan(0);
      if (found.length < 100) return;
      expect(found.length).toBeLessThanOrEqual(102);
      expect(found.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/There are \d{5,6} such problems/),
      );
    },
  );

  it.each([
    ["spaces", " ".repeat(1_000_000)],
    ["lines", "\n".repeat(1_000_000)],
    ["tabs", "\t".repeat(1_000_000)],
    ["comments", "#\n".repeat(500_000)],
  ])("nothing but %s is an empty spec", (_, text) => {
    expect(codes(survive(text))).toEqual({ required: 1 });
  });
});

describe("texts that make a regular expression try everything", () => {
  const HOSTILE = [
    "a".repeat(20_000),
    `${"a-".repeat(10_000)}!`,
    `${"a.".repeat(10_000)}!`,
    `${"1".repeat(20_000)}x`,
    `${"1h".repeat(10_000)}x`,
    "${".repeat(10_000),
    `${"${a:-".repeat(4000)}}`,
    `${"/".repeat(20_000)} `,
    `${" ".repeat(20_000)}x`,
    `${"a@".repeat(10_000)}:`,
    `a://${"a:".repeat(10_000)}`,
    `${"* ".repeat(10_000)}`,
    `${"_".repeat(20_000)}`,
    `${"(a+)+".repeat(4000)}`,
    `EV[1:${":".repeat(20_000)}`,
  ];
  const paths = fieldPaths().filter((path) => !path.endsWith("[]") || path.endsWith("ports[]"));

  it.each(HOSTILE.map((text) => [text.slice(0, 12), text]))("%s… is judged in every field", (_, text) => {
    for (const path of paths) {
      const found = validateSpec(JSON.stringify(specWith(path, text)));
      expect(found.filter(({ code }) => code === "internal")).toEqual([]);
      expect(Math.max(0, ...found.map(({ message }) => message.length)), path).toBeLessThan(2000);
    }
  });
});

/** A spec with a text at one place: `services[].name` is the name of its one service. */
function specWith(path: string, text: string): unknown {
  return path.split(".").reduceRight<unknown>((below, step) => {
    const key = step.replace("[]", "");
    return { [key]: step.endsWith("[]") ? [below] : below };
  }, text);
}

describe("the name of a variable", () => {
  it.each([
    ["of digits", `SECRET_${"1".repeat(400_000)}x`],
    ["of parts", `SECRET${"_1".repeat(200_000)}x`],
    ["of secrets", `${"SECRET_KEY_".repeat(40_000)}x`],
  ])("is judged in one pass, though it is a long one %s", (_, key) => {
    expect(survive(`${HEAD}  envs:\n  - {key: ${key}, value: a}\n`)).toEqual([]);
  });
});

describe("comments that silence", () => {
  it("are looked up once, however many they are and however many values stand below", () => {
    const text = `${"#appspec-ignore unknown-field\n".repeat(20_000)}name: shop\nfeatures: [${"a,".repeat(40_000)}]\n`;
    expect(codes(survive(text))).toEqual({ "empty-app": 1 });
  });

  it("are looked up once, however many problems there are", () => {
    const text = `name: shop\n${lines(10_000, (i) => `x${i}: 1 # appspec-ignore unknown-field`)}`;
    expect(codes(survive(text))).toEqual({ "empty-app": 1 });
  });
});
