import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validateSpec } from "./validate.ts";

const shared = process.env.APP_PLATFORM_SHARED ?? new URL("../../../../shared", import.meta.url).pathname;
const corpus = `${shared}/corpus`;

/** What a linter of the same specs called what we find under these codes, each at its line. */
const SAME_FINDINGS: Record<string, readonly string[]> = {
  "unknown-key": ["unknown-field", "worker-http"],
  "legacy-size-slug": ["size-legacy"],
  "bad-size-slug": ["size-unknown"],
  "bad-region": ["region-slug"],
  "bad-enum": ["enum", "job-kind-cron", "domain-type-case"],
  "wrong-type": ["type", "env-value-string"],
  "repo-format": ["repo-format-github"],
  "no-source": ["source-missing"],
  "source-without-repo": ["source-missing"],
  "component-alert-on-app": ["alert-component-level"],
  "alert-incomplete": ["alert-metric-fields"],
  "duplicate-env-key": ["env-dup"],
  "duplicate-key": ["yaml-syntax"],
  "duplicate-route": ["ingress-path-unique"],
  "missing-required": ["required"],
  "docr-with-registry": ["image-docr-registry"],
  "autoscaling-and-count": ["scale-exclusive"],
};

describe.skipIf(!existsSync(corpus))(`real specs (skipped where ${corpus} is not there)`, () => {
  const names = existsSync(corpus) ? readdirSync(`${corpus}/specs`) : [];
  const found = new Map(
    names.map((name) => [name, validateSpec(readFileSync(`${corpus}/specs/${name}`, "utf8"))]),
  );
  const findings = names.length === 0 ? [] : readFindings();

  it("make no rule fail", () => {
    expect([...found].filter(([, problems]) => problems.some(({ code }) => code === "internal"))).toEqual([]);
  });

  it("have no error where a linter found nothing", () => {
    const faulty = new Set(findings.map(({ file }) => file));
    const errors = [...found].flatMap(([name, problems]) =>
      faulty.has(name)
        ? []
        : problems.filter(({ severity }) => severity === "error").map(({ code }) => [name, code]),
    );
    expect(errors).toEqual([]);
  });

  it.each(Object.entries(SAME_FINDINGS))("have %s at the same lines", (kind, codes) => {
    const same = findings.filter((finding) => finding.kind === kind);
    const missed = same.filter(
      ({ file, line }) =>
        !found
          .get(file)
          ?.some(({ code, range }) => codes.includes(code) && Math.abs(range.start.line + 1 - line) <= 1),
    );
    expect(same.length).toBeGreaterThan(0);
    expect(missed).toEqual([]);
  });
});

function readFindings(): { kind: string; file: string; line: number }[] {
  const [, ...rows] = readFileSync(`${corpus}/findings.csv`, "utf8").trim().split("\n");
  return rows.map((row) => {
    const [kind = "", file = "", line = ""] = row.split(",");
    return { kind, file, line: Number(line) };
  });
}
