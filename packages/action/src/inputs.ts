const COMMANDS = ["auto", "validate", "propose", "deploy"] as const;
const COMMENT_MODES = ["always", "never"] as const;

export type Command = (typeof COMMANDS)[number];

/** Everything that the workflow file said, read and checked once. */
export interface Inputs {
  readonly command: Command;
  readonly token: string | undefined;
  readonly githubToken: string | undefined;
  readonly specPaths: readonly string[];
  readonly appId: string | undefined;
  readonly appName: string | undefined;
  readonly projectId: string | undefined;
  readonly apiUrl: string;
  readonly timeoutMs: number;
  readonly envAllow: readonly string[];
  readonly allowSecretChanges: boolean;
  readonly allowDestructive: boolean;
  readonly comment: (typeof COMMENT_MODES)[number];
  readonly dryRun: boolean;
}

/** Names of all inputs; a test holds them against `action.yml`. */
export const INPUT_NAMES = [
  "command",
  "token",
  "github-token",
  "spec-path",
  "app-id",
  "app-name",
  "project-id",
  "api-url",
  "timeout",
  "env-allow",
  "allow-secret-changes",
  "allow-destructive",
  "comment",
  "dry-run",
] as const;

type InputName = (typeof INPUT_NAMES)[number];

/** A mistake in the workflow file or in what it points at: shown as it is, without a stack. */
export class InputError extends Error {
  override name = "InputError";
}

/**
 * Reads the inputs through `get`, which answers like `getInput` of the Actions toolkit: trimmed, empty where unset.
 *
 * @throws InputError that names the input, what is wrong with it and what may be written.
 */
export function readInputs(get: (name: InputName) => string): Inputs {
  const optional = (name: InputName) => get(name) || undefined;
  const inputs: Inputs = {
    command: oneOf("command", get("command") || "auto", COMMANDS),
    token: token("token", optional("token")),
    githubToken: token("github-token", optional("github-token")),
    specPaths: paths("spec-path", get("spec-path") || ".do/app.yaml"),
    appId: uuid("app-id", optional("app-id")),
    appName: optional("app-name"),
    projectId: uuid("project-id", optional("project-id")),
    apiUrl: httpUrl("api-url", get("api-url") || "https://api.digitalocean.com"),
    timeoutMs: duration("timeout", get("timeout") || "30m"),
    envAllow: environmentNames("env-allow", get("env-allow")),
    allowSecretChanges: bool("allow-secret-changes", get("allow-secret-changes")),
    allowDestructive: bool("allow-destructive", get("allow-destructive")),
    comment: oneOf("comment", get("comment") || "always", COMMENT_MODES),
    dryRun: bool("dry-run", get("dry-run")),
  };
  return inputs;
}

function oneOf<T extends string>(name: InputName, value: string, allowed: readonly T[]): T {
  const found = allowed.find((option) => option === value);
  if (found) return found;
  throw new InputError(`Input "${name}" is "${value}". It takes one of: ${allowed.join(", ")}.`);
}

function list(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "" && !item.startsWith("#"));
}

/** Checked without being shown: a token that was pasted with a line break would end up in an error otherwise. */
function token(name: InputName, value: string | undefined): string | undefined {
  if (value === undefined || /^[\x21-\x7e]+$/.test(value)) return value;
  throw new InputError(
    `Input "${name}" holds blanks, line breaks or other characters that no token has. Set the secret anew.`,
  );
}

function paths(name: InputName, value: string): string[] {
  const found = list(value, /\r?\n/);
  if (found.length > 0) return found;
  throw new InputError(`Input "${name}" names no file. Write a path or a glob, one a line.`);
}

function bool(name: InputName, value: string): boolean {
  if (value === "" || /^false$/i.test(value)) return false;
  if (/^true$/i.test(value)) return true;
  throw new InputError(`Input "${name}" is "${value}". It takes true or false.`);
}

function uuid(name: InputName, value: string | undefined): string | undefined {
  if (value === undefined || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  throw new InputError(
    `Input "${name}" is "${value}", which is not an id such as 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf.` +
      (name === "app-id" ? ' To find the app by its name, leave "app-id" out.' : ""),
  );
}

function httpUrl(name: InputName, value: string): string {
  const url = URL.parse(value);
  if (url && (url.protocol === "https:" || url.protocol === "http:") && !url.username && !url.password)
    return value.replace(/\/+$/, "");
  throw new InputError(`Input "${name}" is not an http or https URL such as https://api.digitalocean.com.`);
}

function duration(name: InputName, value: string): number {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value);
  const [hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const ms = ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
  if (match && ms > 0) return ms;
  throw new InputError(`Input "${name}" is "${value}". Write a duration such as 30m, 1h30m or 900s.`);
}

function environmentNames(name: InputName, value: string): string[] {
  const names = list(value, /[\r\n,]/);
  for (const item of names) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(item))
      throw new InputError(
        `Input "${name}" holds "${item}", which is no name of an environment variable. Write names only, one a line.`,
      );
  }
  return names;
}
