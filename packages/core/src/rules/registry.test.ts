import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { IGNORE_EXAMPLE, ruleDocs } from "../../../../scripts/generate-rule-docs.ts";
import { inspectSpec, validateSpec } from "../validate.ts";
import { RULES } from "./registry.ts";
import { dedent } from "./rule.ts";
import { expectNothingLeftOut, fixed, found } from "./testing.ts";

// The example of `domain-500` would be long: its test is in domains.test.ts.
const checked = RULES.filter((rule) => rule.checkedBy !== "server" && rule.id !== "domain-500");
const options = { fileName: ".do/app.yaml" };

describe("every rule", () => {
  it("has an id of its own", () => {
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
  });

  it("has a check, or says who checks it", () => {
    for (const rule of RULES)
      expect([rule.id, Boolean(rule.check ?? rule.refine)]).toEqual([rule.id, !rule.checkedBy]);
  });

  it.each(checked)("$id is broken by its bad example", ({ id, severity, bad }) => {
    expect(
      validateSpec(dedent(bad), options)
        .filter(({ code }) => code === id)
        .map((problem) => problem.severity),
    ).toContain(severity);
  });

  it.each(RULES)("$id finds nothing in its good example, nor does any other", ({ good }) => {
    expect(found(dedent(good), options)).toEqual([]);
  });
});

it("is asked of every spec that has something for it", () => {
  const examples = RULES.flatMap(({ bad, good }) => [dedent(bad), dedent(good)]);
  for (const text of examples) expectNothingLeftOut(text, options);
});

describe("a fix of a bad example", () => {
  const fixable = checked.flatMap(({ id, bad }) => {
    const mended = fixed(dedent(bad), id, options);
    return mended === undefined ? [] : [{ id, bad: dedent(bad), mended }];
  });

  it.each(fixable)("of $id mends it", ({ id, bad, mended }) => {
    const count = (text: string) => validateSpec(text, options).filter(({ code }) => code === id).length;
    expect(count(mended)).toBeLessThan(count(bad));
    expect(found(mended, options).filter((line) => line.startsWith("error yaml-syntax"))).toEqual([]);
  });
});

interface ReferenceRule {
  id: string;
  severity: string;
  yaml?: string;
}

const reference = new URL("../../../../../shared/reference/rules.json", import.meta.url);
const shared = process.env.APP_PLATFORM_SHARED;
const file = shared ? `${shared}/reference/rules.json` : fileURLToPath(reference);

describe.skipIf(!existsSync(file))(`the reference's rules (skipped where ${file} is not there)`, () => {
  const rules = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ReferenceRule[]) : [];

  it("are all here, with their severities", () => {
    const ours = Object.fromEntries(RULES.map((rule) => [rule.id, rule.severity]));
    const theirs = Object.fromEntries(rules.map((rule) => [rule.id, rule.severity]));
    expect(ours).toEqual(theirs);
  });

  it.each(rules.filter((rule) => rule.yaml && rule.severity !== "server-only"))(
    "$id is broken by the reference's example",
    ({ id, yaml = "" }) => {
      expect(validateSpec(yaml).map(({ code }) => code)).toContain(id);
    },
  );
});

it("are documented in docs/rules.md as they are here", () => {
  const written = readFileSync(new URL("../../../../docs/rules.md", import.meta.url), "utf8");
  expect(written, "run `node --conditions=source scripts/generate-rule-docs.ts`").toBe(ruleDocs());
});

it("are silenced by comments as docs/rules.md shows", () => {
  const { diagnostics, ignored } = inspectSpec(IGNORE_EXAMPLE);
  expect(diagnostics).toEqual([]);
  expect(ignored.map(({ code }) => code)).toEqual(["region-slug", "size-legacy", "env-plain-secret"]);
});
