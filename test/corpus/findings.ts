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
  /**
   * Why the two do not agree: nowhere where it is left out, anywhere for one reason, or at these places (`spec-044:160`)
   * for these reasons.
   */
  readonly differs?: string | Readonly<Record<string, string>>;
  /** How many lines lie between the two at most: the list often names the item, we the key. One if left out. */
  readonly within?: number;
}

const PRACTICE: Kind = { codes: [], differs: "ordinary practice, by the corpus's own words" };
const FILLED_IN = "holds a placeholder, which a workflow fills in before the platform sees it";
const TWICE = "below the first of two `databases`, of which the last is read: the double key is reported";
const NO_DATABASE = "no database is in the spec, so the name is the workflow's to fill in";
const FILLED_SECRET = "a SECRET whose value is a placeholder of its own name is filled in by a workflow";
const REDIS_URL = "the reference lists `REDIS_URL` among the variables of databases (rule env-bindable-var)";
const STAND_IN =
  "a name of the form `owner/repo` for whoever copies the example: which repositories there are, only the platform knows";
const NO_RULE = "none of the 120 rules speaks of it, and what the platform makes of it is not known";
const POSTGRES = "the reference has `engine` optional: PostgreSQL without it";
const NO_KIND = "the reference has `kind` optional, with a default";

export const KINDS: Readonly<Record<string, Kind>> = {
  "alert-incomplete": { codes: ["alert-metric-fields"] },
  "autoscaling-and-count": { codes: ["scale-exclusive"] },
  "autoscaling-on-shared-size": { codes: ["scale-dedicated"], within: 70 },
  "bad-domain": { codes: ["pattern"], differs: { "spec-130:9": FILLED_IN } },
  "bad-enum": { codes: ["enum", "job-kind-cron", "domain-type-case"] },
  "bad-name": {
    codes: ["name-pattern"],
    differs: {
      "spec-082:1": FILLED_IN,
      "spec-082:68": FILLED_IN,
      "spec-130:6": FILLED_IN,
      "spec-138:15": FILLED_IN,
    },
  },
  "bad-region": { codes: ["region-slug"] },
  "bad-size-slug": { codes: ["size-unknown"] },
  "bindable-unknown-property": {
    codes: ["env-bindable-var"],
    differs: {
      "spec-047:44": REDIS_URL,
      "spec-047:81": REDIS_URL,
      "spec-049:53": REDIS_URL,
      "spec-049:109": REDIS_URL,
      "spec-136:36": REDIS_URL,
    },
  },
  "catchall-and-error-document": { codes: ["static-catchall"] },
  "cluster-without-production": {
    codes: [],
    differs: {
      "spec-017:102": NO_RULE,
      "spec-024:220": NO_RULE,
      "spec-082:68": NO_RULE,
      "spec-083:78": NO_RULE,
    },
  },
  "component-alert-on-app": { codes: ["alert-component-level"] },
  "db-without-engine": { codes: [], differs: { "spec-004:31": POSTGRES, "spec-073:40": POSTGRES } },
  deprecated: {
    codes: ["routes-deprecated", "routes-and-ingress", "db-size-deprecated", "size-legacy"],
    differs: { "spec-044:163": TWICE, "spec-044:164": TWICE },
  },
  "dev-db-not-pg": { codes: ["db-dev-pg", "domain-type-case"] },
  "docr-or-hub-registry": { codes: ["image-dockerhub-registry"] },
  "docr-with-registry": { codes: ["image-docr-registry"] },
  "dockerfile-and-build-command": {
    codes: ["dockerfile-buildpack"],
    differs: { "spec-113:9": "`build_command` is an empty text there, so there is no command" },
  },
  "dockerfile-and-slug": { codes: ["dockerfile-buildpack"] },
  "duplicate-env-key": { codes: ["env-dup"] },
  "duplicate-key": { codes: ["yaml-syntax"] },
  "duplicate-route": { codes: ["ingress-path-unique"] },
  "env-without-value": PRACTICE,
  "image-and-build-keys": { codes: ["image-build-fields"], within: 70 },
  "ingress-rule-without-target": {
    codes: ["unknown-field"],
  },
  "job-without-kind": {
    codes: [],
    differs: { "spec-030:42": NO_KIND, "spec-055:85": NO_KIND, "spec-104:13": NO_KIND },
  },
  "legacy-size-slug": { codes: ["size-legacy"] },
  "missing-required": { codes: ["required"] },
  "no-source": { codes: ["source-missing"] },
  "null-value": {
    codes: ["source-missing"],
    differs: {
      "spec-026:30":
        "all items of the list are commented out, which leaves an empty key: nothing to deploy, nothing wrong",
      "spec-038:17": "a variable without a value is ordinary practice",
    },
  },
  "production-db-without-cluster": {
    codes: ["db-prod-cluster"],
    within: 5,
    differs: { "spec-044:160": TWICE },
  },
  "repo-format": { codes: ["repo-format-github"] },
  "repo-placeholder": { codes: [], differs: STAND_IN },
  "routes-and-ingress": { codes: ["routes-and-ingress"], within: 300 },
  "schedule-without-kind": { codes: ["job-kind-cron"], within: 2 },
  "secret-empty": { codes: ["env-secret-keep"] },
  "secret-placeholder": PRACTICE,
  "secret-without-value": PRACTICE,
  "self-named-bindable": PRACTICE,
  "source-without-repo": { codes: ["source-missing"] },
  "template-form-in-app-yaml": {
    codes: ["spec-wrapper"],
    differs: {
      "spec-005:1": "`spec-wrapper` tells it where the file's name is known, which it is not in the corpus",
      "spec-060:1": "the file is called `deploy.yaml`, and only `app.yaml` is known to need the other form",
      "spec-121:1":
        "the file is called `do.deployment.yml`, and only `app.yaml` is known to need the other form",
    },
  },
  "undefined-bindable": {
    codes: ["env-bindable-component"],
    differs: "`${NAME}` names no component and nothing of the platform, so a workflow fills it in",
  },
  "unknown-key": { codes: ["unknown-field", "worker-http"] },
  "unqualified-bindable": {
    codes: ["env-bindable-component"],
    differs: {
      "spec-024:60": FILLED_SECRET,
      "spec-024:174": FILLED_SECRET,
      "spec-138:43": FILLED_SECRET,
      "spec-138:98": FILLED_SECRET,
      "spec-138:114": FILLED_SECRET,
      "spec-130:40": FILLED_SECRET,
      "spec-131:50": FILLED_SECRET,
      "spec-097:6": "`PUBLIC_URL` is no variable of databases: a workflow may fill it in",
      "spec-097:9": "`PRIVATE_DOMAIN` is no variable of databases: a workflow may fill it in",
      "spec-114:19": NO_DATABASE,
      "spec-117:10": NO_DATABASE,
      "spec-147:147": NO_DATABASE,
    },
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

/** Why we do not say the same of a finding; `undefined` where nobody knows. */
export function reasonFor({ kind, file, line }: Finding): string | undefined {
  const differs = KINDS[kind]?.differs;
  return typeof differs === "object" ? differs[`${file.replace(".yaml", "")}:${line}`] : differs;
}

function readFindings(): Finding[] {
  const [, ...rows] = readFileSync(`${CORPUS}/findings.csv`, "utf8").trim().split("\n");
  return rows.map((row) => {
    const [kind = "", file = "", line = ""] = row.split(",");
    return { kind, file, line: Number(line) };
  });
}
