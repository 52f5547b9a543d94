import type { App, AppPlatformClient, Catalog, RuleConfiguration } from "@app-platform-toolkit/core";
import type { GitHubClient } from "./github/client.ts";
import type { Comparison } from "./github/commits.ts";
import type { GitHubContext } from "./github/context.ts";
import type { GitHubWarnings } from "./github/warnings.ts";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import type { AppResult } from "./result.ts";
import type { Secrets } from "./secrets.ts";

/** A file at a commit: its text, `undefined` where there is none; not `ok` where it could not be read. */
export type FileAtCommit = { readonly ok: true; readonly text: string | undefined } | { readonly ok: false };

/** What the commands work with: everything outside comes in here. */
export interface Services {
  readonly inputs: Inputs;
  readonly context: GitHubContext;
  /** Whether the job has secrets while the pull request may be a stranger's: see `Subject`. */
  readonly isPrivileged: boolean;
  readonly log: Log;
  /** Absent where the workflow emptied `github-token`. */
  readonly github: GitHubClient | undefined;
  readonly warnings: GitHubWarnings;
  /** Absent where the workflow gave no DigitalOcean token, and where it must not be used. */
  readonly platform: AppPlatformClient | undefined;
  /** The account's own sizes and regions; absent where only the built-in list is known. */
  readonly catalog: Catalog | undefined;
  /** The levels that the team has chosen for rules, and what is wrong with their file. */
  readonly rules: RuleConfiguration;
  /** The job's environment, from which allowed placeholders are filled. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads a file at a commit or at the head of a branch. */
  readonly readFileAt: (path: string, ref: string) => Promise<FileAtCommit>;
  /** Compares a commit with another one or with the head of a branch; `undefined` where GitHub cannot be asked. */
  readonly compareCommits: (base: string, head: string) => Promise<Comparison | undefined>;
  /** The app of a name as it was at the beginning of the run, where several are looked for; `now` asks again. */
  readonly findApp: (name: string, when?: "now") => Promise<App | undefined>;
  /** Whether `spec-path` names several specs. */
  readonly isOneOfMany: boolean;
  readonly secrets: Secrets;
  /**
   * Shows an unfinished result in the pull request's comment, every 15 seconds at most: what comes in between is left
   * out. Nothing waits for it, and it never fails.
   */
  readonly showProgress: (result: AppResult) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
}
