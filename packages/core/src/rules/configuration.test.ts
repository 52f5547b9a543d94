import { describe, expect, it } from "vitest";
import { inspectSpec, validateSpec } from "../validate.ts";
import { readRuleConfiguration } from "./configuration.ts";

const LEGACY = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web }
    instance_size_slug: basic-xxs
  - name: api
    image: { registry_type: GHCR, registry: octo, repository: api }
    instance_size_slug: basic-xs
ingress:
  rules:
    - match: { path: { prefix: / } }
      component: { name: web }
`;

const lines = (text: string) =>
  validateSpec(text).map(({ code, severity, range }) => `${range.start.line + 1} ${severity} ${code}`);

describe("readRuleConfiguration", () => {
  it("reads levels by rule, `off` with and without quotes", () => {
    const text =
      'rules:\n  size-legacy: off\n  env-plain-secret: error\n  type: warning\n  features-format: "off"\n';
    expect(readRuleConfiguration(text)).toEqual({
      severities: {
        "size-legacy": "off",
        "env-plain-secret": "error",
        type: "warning",
        "features-format": "off",
      },
      diagnostics: [],
    });
  });

  it("reports what it does not know with its place, and takes the rest", () => {
    const { severities, diagnostics } = readRuleConfiguration(
      "rule: {}\nrules:\n  size-legaci: off\n  size-legacy: loud\n  name-unique: warning\n  yaml-syntax: off\n",
    );
    expect(severities).toEqual({ "name-unique": "warning" });
    expect(
      diagnostics.map(
        ({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`,
      ),
    ).toEqual([
      "1:1 `rule` means nothing here. Levels stand below `rules:`.",
      "3:3 There is no rule `size-legaci`. Did you mean `size-legacy`?",
      "4:16 The level of `size-legacy` is one of `off`, `info`, `warning`, `error`.",
      expect.stringMatching(/^6:3 There is no rule `yaml-syntax`/),
    ]);
  });

  it.each(["", "rules:\n", "# nothing\n"])("has nothing to say of %j", (text) => {
    expect(readRuleConfiguration(text)).toEqual({ severities: {}, diagnostics: [] });
  });

  it.each(["- a\n", "rules: [a]\n", "rules: {", "\u0000"])("survives %j", (text) => {
    expect(readRuleConfiguration(text).severities).toEqual({});
  });

  it("changes what validation says", () => {
    const { severities } = readRuleConfiguration("rules: { size-legacy: error }");
    expect(validateSpec(LEGACY, { severities }).map(({ severity }) => severity)).toEqual(["error", "error"]);
    expect(validateSpec(LEGACY, { severities: { "size-legacy": "off" } })).toEqual([]);
  });
});

describe("appspec-ignore", () => {
  it("silences a rule on its line", () => {
    const text = LEGACY.replace("basic-xxs", "basic-xxs # appspec-ignore size-legacy");
    expect(lines(text)).toEqual(["8 warning size-legacy"]);
    expect(inspectSpec(text).ignored.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "size-legacy services.0.instance_size_slug",
    ]);
  });

  it("silences it for the item or key below, with all that it holds", () => {
    expect(lines(LEGACY.replace("  - name: web", "  # appspec-ignore size-legacy\n  - name: web"))).toEqual([
      "9 warning size-legacy",
    ]);
    expect(
      lines(LEGACY.replace("services:", "# appspec-ignore size-legacy: moved in spring\nservices:")),
    ).toEqual([]);
    expect(
      lines(LEGACY.replace("services:", "# appspec-ignore size-legacy, name-unique\nservices:")),
    ).toEqual([]);
  });

  it("is no comment inside of a value", () => {
    const text = LEGACY.replace("basic-xs", '"basic-xs # appspec-ignore size-unknown"');
    expect(lines(text)).toContain("8 warning size-unknown");
  });

  it("reports a rule that there is not, and cannot silence broken YAML", () => {
    expect(lines(`# appspec-ignore size-old\n${LEGACY}`)[0]).toBe("1 warning unknown-rule");
    expect(lines("# appspec-ignore yaml-syntax\nname: [\n")).toContain("1 warning unknown-rule");
    for (const bare of [
      "# appspec-ignore",
      "#appspec-ignore: ",
      "# appspec-ignore *",
      "# appspec-ignore (for now)",
    ])
      expect(lines(`${bare}\n${LEGACY}`)[0]).toBe("1 warning unknown-rule");
    expect(lines(`# appspec-ignored\n${LEGACY}`)[0]).toBe("6 warning size-legacy");
    expect(
      lines("# appspec-ignore yaml-syntax\nname: [\n").some((line) => line.includes("error yaml-syntax")),
    ).toBe(true);
  });
});
