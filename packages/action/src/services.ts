import type { AppPlatformClient, Catalog, RuleConfiguration } from "@app-platform-toolkit/core";
import type { GitHubContext } from "./github/context.ts";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";

/** What the commands work with: everything outside comes in here. */
export interface Services {
  readonly inputs: Inputs;
  readonly context: GitHubContext;
  readonly log: Log;
  /** Absent where the workflow gave no DigitalOcean token. */
  readonly platform: AppPlatformClient | undefined;
  /** The account's own sizes and regions; absent where only the built-in list is known. */
  readonly catalog: Catalog | undefined;
  /** The levels that the team has chosen for rules, and what is wrong with their file. */
  readonly rules: RuleConfiguration;
  /** The job's environment, from which allowed placeholders are filled. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A file at a commit, for comparing with the base of a pull request; `undefined` where there is none. */
  readonly readFileAt: (path: string, sha: string) => Promise<string | undefined>;
  /** Keeps a value out of the job log, in every form that the runner can recognise. */
  readonly mask: (secret: string) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
}
