import { DEFAULT_PREVIEW_SIZE, nearest, PREVIEW_JOB_MODES } from "@app-platform-toolkit/core/options";
import {
  allowance,
  bool,
  deploymentId,
  duration,
  environmentNames,
  httpUrl,
  InputError,
  images,
  numberByApp,
  oneOf,
  optional,
  paths,
  positiveNumber,
  previewDatabases,
  previewSecrets,
  type Reader,
  smallCount,
  statuses,
  text,
  token,
  urlOrPath,
  uuid,
} from "./input-readers.ts";

export { InputError } from "./input-readers.ts";

const COMMANDS = [
  "auto",
  "validate",
  "propose",
  "deploy",
  "preview",
  "delete-preview",
  "sweep",
  "rollback",
  "drift",
] as const;

/**
 * Every input: the name that the workflow writes, how its text is read, and the text that stands for one that is left
 * out. A test holds names and defaults against `action.yml`.
 */
const INPUTS = {
  command: input("command", oneOf(COMMANDS), "auto"),
  token: input("token", optional(token)),
  githubToken: input("github-token", optional(token)),
  specPaths: input("spec-path", paths, ".do/app.yaml"),
  changedOnly: input("changed-only", bool, "false"),
  appId: input("app-id", optional(uuid)),
  appName: input("app-name", optional(text)),
  projectId: input("project-id", optional(uuid)),
  apiUrl: input("api-url", httpUrl, "https://api.digitalocean.com"),
  timeoutMs: input("timeout", duration, "30m"),
  logs: input("logs", oneOf(["live", "on-failure", "never"]), "live"),
  verifyUrl: input("verify-url", optional(urlOrPath)),
  verifyStatus: input("verify-status", statuses, "200-399"),
  verifyTimeoutMs: input("verify-timeout", duration, "10s"),
  verifyRetries: input("verify-retries", smallCount, "6"),
  rollback: input("rollback", oneOf(["never", "on-failure"]), "never"),
  rollbackTo: input("rollback-to", deploymentId, "previous"),
  rollbackCommit: input("rollback-commit", bool, "true"),
  failOnDrift: input("fail-on-drift", bool, "false"),
  driftIssue: input("drift-issue", optional(positiveNumber)),
  envAllow: input("env-allow", environmentNames),
  images: input("images", images),
  recordRun: input("record-run", bool, "false"),
  allowSecretChanges: input("allow-secret-changes", bool, "false"),
  allowDestructive: input("allow-destructive", bool, "false"),
  policy: input("policy", oneOf(["forks", "always", "never"]), "forks"),
  allow: input("allow", allowance),
  maxInstanceSize: input("max-instance-size", optional(text)),
  maxInstanceCount: input("max-instance-count", optional(positiveNumber)),
  pullRequest: input("pull-request", optional(positiveNumber)),
  forceDeploy: input("force-deploy", bool, "false"),
  onSuperseded: input("on-superseded", oneOf(["neutral", "follow", "fail"]), "neutral"),
  cancelOnAbort: input("cancel-on-abort", bool, "false"),
  githubDeployment: input("github-deployment", oneOf(["auto", "always", "never"]), "auto"),
  environment: input("environment", text, "production"),
  comment: input("comment", oneOf(["always", "changes", "increase", "never"]), "always"),
  maxMonthlyCost: input("max-monthly-cost", numberByApp),
  maxMonthlyIncrease: input("max-monthly-increase", numberByApp),
  maxIncreasePercent: input("max-increase-percent", numberByApp),
  budgetAction: input("budget-action", oneOf(["warn", "fail"]), "fail"),
  preview: input("preview", bool, "false"),
  previewDatabase: input("preview-database", previewDatabases),
  previewJobs: input("preview-jobs", optional(oneOf(PREVIEW_JOB_MODES))),
  previewSize: input("preview-size", text, DEFAULT_PREVIEW_SIZE),
  previewSecrets: input("preview-secrets", previewSecrets),
  previewTtlMs: input("preview-ttl", optional(duration)),
  dryRun: input("dry-run", bool, "false"),
};

/** Everything that the workflow file said, read and checked once. */
export type Inputs = { readonly [Key in keyof typeof INPUTS]: ReturnType<(typeof INPUTS)[Key]["read"]> };

export type Command = Inputs["command"];

export const INPUT_NAMES: readonly string[] = Object.values(INPUTS).map(({ name }) => name);

/** The texts that stand for inputs that are left out; empty where there is none. */
export const INPUT_DEFAULTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(INPUTS).map(({ name, fallback }) => [name, fallback]),
);

/** What other actions for App Platform call an input of ours, where the spelling alone does not tell. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  "app-spec-location": "spec-path",
  "app-spec": "spec-path",
  spec: "spec-path",
  "do-token": "token",
  "digitalocean-token": "token",
  "deploy-pr-preview": "preview",
};

function input<T>(name: string, read: Reader<T>, fallback = "") {
  return { name, read, fallback };
}

/**
 * Reads the inputs through `get`, which answers like `getInput` of the Actions toolkit: trimmed, empty where unset.
 *
 * @throws InputError that names the input, what is wrong with it and what may be written.
 */
export function readInputs(get: (name: string) => string): Inputs {
  const values = Object.entries(INPUTS).map(([key, { name, read, fallback }]) => [
    key,
    read(get(name) || fallback, name),
  ]);
  return Object.fromEntries(values) as Inputs;
}

/**
 * Refuses inputs that there are not: the runner only warns of them, and a misspelt one would be left out in silence.
 *
 * @param variables the job's environment, in which the runner puts each input as `INPUT_NAME`
 * @throws InputError that names the input, and the one that was probably meant.
 */
export function refuseUnknownInputs(variables: Readonly<Record<string, string | undefined>>): void {
  const known = new Set(INPUT_NAMES.map((name) => name.toUpperCase()));
  const unknown = Object.keys(variables)
    .filter((variable) => variable.startsWith("INPUT_") && !known.has(variable.slice("INPUT_".length)))
    .map((variable) => variable.slice("INPUT_".length).toLowerCase())
    .sort();
  if (unknown.length > 0) throw new InputError(unknown.map(unknownInput).join(" "));
}

function unknownInput(written: string): string {
  const name = written.replaceAll("_", "-");
  const meant = OTHER_NAMES[name] ?? nearest(name, INPUT_NAMES);
  return meant !== undefined && INPUT_NAMES.includes(meant)
    ? `There is no input "${written}". Write "${meant}".`
    : `There is no input "${written}". Remove it; these are the inputs that there are: ${INPUT_NAMES.join(", ")}.`;
}
