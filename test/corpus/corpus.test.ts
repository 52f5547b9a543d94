import { describe, expect, it } from "vitest";
import { expectNothingLeftOut } from "../../packages/core/src/rules/testing.ts";
import { loadSpecs } from "../fuzz/specs.ts";
import { CORPUS, compareCorpus, HAS_CORPUS, reasonFor } from "./findings.ts";

describe.skipIf(!HAS_CORPUS)(`real specs (skipped where ${CORPUS} is not there)`, () => {
  const { diagnostics, findings } = HAS_CORPUS ? compareCorpus() : { diagnostics: new Map(), findings: [] };
  const all = [...diagnostics].flatMap(([file, list]) =>
    [...list].map((diagnostic) => ({ file, diagnostic })),
  );

  it("make no rule fail", () => {
    expect(all.filter(({ diagnostic }) => diagnostic.code === "internal")).toEqual([]);
  });

  it("are asked about by every rule that has something to say of them", () => {
    for (const { text } of loadSpecs().specs) expectNothingLeftOut(text);
  });

  it("have no error where a linter found nothing", () => {
    const faulty = new Set(findings.map(({ file }) => file));
    expect(
      all.filter(({ file, diagnostic }) => diagnostic.severity === "error" && !faulty.has(file)),
    ).toEqual([]);
  });

  it("have each of its findings at the same line, but where we know why not", () => {
    expect(new Set(findings.map(({ kind }) => kind)).size).toBeGreaterThan(30);
    expect(findings.filter((finding) => !finding.agrees && reasonFor(finding) === undefined)).toEqual([]);
  });
});
