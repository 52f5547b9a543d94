import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Diagnostic, validateSpec } from "@app-platform-toolkit/core";

const SHARED = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../shared");

/** 155 specs of public repositories, and what a linter found in them. */
export const CORPUS = resolve(SHARED, "corpus");
export const HAS_CORPUS = existsSync(CORPUS);

/** What a linter of the corpus calls a mistake, and what we call the same. */
interface Kind {
  /** Our codes for it. None where we have nothing to say. */
  readonly codes: readonly string[];
  /** Why the two do not always agree. Where it is left out, they have to. */
  readonly differs?: string;
  /** How many lines lie between the two at most: the list often names the item, we the key. One if left out. */
  readonly within?: number;
}

const PRACTICE: Kind = { codes: [], differs: "ordinary practice, by the corpus's own words" };
const TWICE = "below a key that is written twice, of which one is read";
const CONSEQUENCE = "a consequence of another mistake, which is reported";

export const KINDS: Readonly<Record<string, Kind>> = {
  "alert-incomplete": { codes: ["alert-metric-fields"] },
  "autoscaling-and-count": { codes: ["scale-exclusive"] },
  "autoscaling-on-shared-size": { codes: ["scale-dedicated"], within: 70 },
  "bad-domain": { codes: ["pattern"], differs: "a placeholder" },
  "bad-enum": { codes: ["enum", "job-kind-cron", "domain-type-case"] },
  "bad-name": { codes: ["name-pattern"], differs: "the others are placeholders" },
  "bad-region": { codes: ["region-slug"] },
  "bad-size-slug": { codes: ["size-unknown"] },
  "bindable-unknown-property": {
    codes: ["env-bindable-var"],
    differs: "`REDIS_URL` is a variable of databases by the rules",
  },
  "catchall-and-error-document": { codes: ["static-catchall"] },
  "cluster-without-production": { codes: [], differs: "no rule speaks of it" },
  "component-alert-on-app": { codes: ["alert-component-level"] },
  "db-without-engine": { codes: [], differs: "`engine` may be left out: PostgreSQL" },
  deprecated: {
    codes: ["routes-deprecated", "routes-and-ingress", "db-size-deprecated", "size-legacy"],
    differs: TWICE,
  },
  "dev-db-not-pg": { codes: ["db-dev-pg", "enum"], differs: "the case of the engine alone" },
  "docr-or-hub-registry": { codes: ["image-dockerhub-registry"] },
  "docr-with-registry": { codes: ["image-docr-registry"] },
  "dockerfile-and-build-command": {
    codes: ["dockerfile-buildpack"],
    differs: "an empty command does nothing",
  },
  "dockerfile-and-slug": { codes: ["dockerfile-buildpack"] },
  "duplicate-env-key": { codes: ["env-dup"] },
  "duplicate-key": { codes: ["yaml-syntax"] },
  "duplicate-route": { codes: ["ingress-path-unique"] },
  "env-without-value": PRACTICE,
  "image-and-build-keys": { codes: ["image-build-fields"], within: 70 },
  "ingress-rule-without-target": { codes: ["ingress-one-target"], differs: CONSEQUENCE },
  "job-without-kind": { codes: [], differs: "`kind` may be left out" },
  "legacy-size-slug": { codes: ["size-legacy"] },
  "missing-required": { codes: ["required"] },
  "no-source": { codes: ["source-missing"] },
  "null-value": { codes: ["source-missing"], differs: "a key without a value counts as left out" },
  "production-db-without-cluster": { codes: ["db-prod-cluster"], within: 5, differs: TWICE },
  "repo-format": { codes: ["repo-format-github"] },
  "repo-placeholder": { codes: [], differs: "a placeholder" },
  "routes-and-ingress": { codes: ["routes-and-ingress"], within: 300 },
  "schedule-without-kind": { codes: ["job-schedule-kind"], differs: CONSEQUENCE },
  "secret-empty": { codes: ["env-secret-keep"] },
  "secret-placeholder": PRACTICE,
  "secret-without-value": PRACTICE,
  "self-named-bindable": PRACTICE,
  "source-without-repo": { codes: ["source-missing"] },
  "template-form-in-app-yaml": {
    codes: ["spec-wrapper"],
    differs: "told only where the file's name is known",
  },
  "undefined-bindable": { codes: ["env-bindable-component"], differs: "a workflow may fill it in" },
  "unknown-key": { codes: ["unknown-field", "worker-http"] },
  "unqualified-bindable": {
    codes: ["env-bindable-component"],
    differs: "no database is there, or it is a secret",
  },
  "wrong-type": { codes: ["type", "env-value-string"] },
};

export interface Finding {
  readonly kind: string;
  readonly file: string;
  /** One-based; 0 where the list names none. */
  readonly line: number;
}

export interface Comparison {
  /** Our diagnostics, by file. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The linter's findings, and for each whether we say the same at that line. */
  readonly findings: readonly (Finding & { readonly agrees: boolean })[];
}

/** Holds our diagnostics of the corpus against its list of findings. */
export function compareCorpus(): Comparison {
  const diagnostics = new Map(
    readdirSync(`${CORPUS}/specs`)
      .sort()
      .map((file) => [file, validateSpec(readFileSync(`${CORPUS}/specs/${file}`, "utf8"))]),
  );
  const findings = readFindings().map((finding) => ({
    ...finding,
    agrees: (diagnostics.get(finding.file) ?? []).some(({ code, range }) => {
      const { codes = [], within = 1 } = KINDS[finding.kind] ?? {};
      const isNear = finding.line === 0 || Math.abs(range.start.line + 1 - finding.line) <= within;
      return isNear && codes.includes(code);
    }),
  }));
  return { diagnostics, findings };
}

function readFindings(): Finding[] {
  const [, ...rows] = readFileSync(`${CORPUS}/findings.csv`, "utf8").trim().split("\n");
  return rows.map((row) => {
    const [kind = "", file = "", line = ""] = row.split(",");
    return { kind, file, line: Number(line) };
  });
}
