/** Which log tells most about a failure. */
export type TellingLog = "BUILD" | "DEPLOY" | "RUN";

/** What a reason code of a failed step means, and what to do. Source: the platform's page on error codes, April 2025. */
export interface ReasonCode {
  readonly code: string;
  readonly meaning: string;
  readonly hint: string;
  readonly log?: TellingLog;
  /** Keys of the component (or of the database) that are most likely to blame, the likeliest first. */
  readonly fields?: readonly string[];
}

/** The known ones, in the order of a deployment: build, databases, containers. */
export const REASON_CODES: readonly ReasonCode[] = [
  {
    code: "InternalError",
    meaning: "Something failed on the platform's side.",
    hint: "Deploy again. If it stays, give DigitalOcean's support the deployment's id.",
  },
  {
    code: "BuildJobFailed",
    meaning: "The build could not be run.",
    hint: "Read the build log; check that the branch and the source directory exist.",
    log: "BUILD",
    fields: ["source_dir", "dockerfile_path", "github", "gitlab", "bitbucket", "git"],
  },
  {
    code: "BuildJobExitNonZero",
    meaning: "The build command failed.",
    hint: "Read the end of the build log. Often it is the `build_command` itself, a missing lock file, or a `source_dir` that points elsewhere.",
    log: "BUILD",
    fields: ["build_command", "dockerfile_path", "source_dir"],
  },
  {
    code: "BuildJobTimeout",
    meaning: "The build ran longer than the 60 minutes that it may.",
    hint: "Build less: use a cache, a smaller image, or an image that is built beforehand.",
    log: "BUILD",
    fields: ["build_command", "dockerfile_path"],
  },
  {
    code: "BuildJobOutOfMemory",
    meaning: "The build needed more memory than there is.",
    hint: "Let it do less at once, for example with fewer parallel workers.",
    log: "BUILD",
    fields: ["build_command", "dockerfile_path"],
  },
  {
    code: "BuildRateLimit",
    meaning: "The account has started too many builds.",
    hint: "Wait a while and deploy again.",
  },
  {
    code: "PreviousBuildReused",
    meaning: "The source is the same as before, so the earlier build was used. That is no failure.",
    hint: "Deploy with a forced build to build anew.",
  },
  {
    code: "DatabaseNotAvailable",
    meaning: "The database cluster is not ready or is off.",
    hint: "Look at the cluster in the control panel, and deploy again once it runs.",
    fields: ["cluster_name"],
  },
  {
    code: "DatabaseNotFound",
    meaning: "There is no database cluster of this name and engine.",
    hint: "Compare `cluster_name` and `engine` with the cluster in the control panel.",
    fields: ["cluster_name"],
  },
  {
    code: "DatabaseLimitExceeded",
    meaning: "The account may have no more databases.",
    hint: "Remove one, or ask DigitalOcean to raise the limit.",
  },
  {
    code: "ContainerCommandNotExecutable",
    meaning: "The run command was not found or may not be executed.",
    hint: "Check `run_command`, and that the file is in the image and executable.",
    log: "DEPLOY",
    fields: ["run_command", "dockerfile_path", "image"],
  },
  {
    code: "ContainerExitNonZero",
    meaning: "The container ended with an error.",
    hint: "Read its last lines: often a missing environment variable, or a database that it cannot reach.",
    log: "RUN",
    fields: ["run_command", "image", "dockerfile_path"],
  },
  {
    code: "ContainerHealthChecksFailed",
    meaning: "The container did not answer the health check in time.",
    hint: "It must listen on 0.0.0.0 (not on localhost) at `http_port`, which is 8080 unless set. If it starts slowly, raise `health_check.initial_delay_seconds`.",
    log: "RUN",
    fields: ["http_port", "health_check"],
  },
  {
    code: "ContainerOutOfMemory",
    meaning: "The container was ended because it used all its memory.",
    hint: "Choose a larger `instance_size_slug`, or let the program use less.",
    log: "RUN",
    fields: ["instance_size_slug"],
  },
  {
    code: "ResourceExhausted",
    meaning: "The platform has no room for the containers, or the account may have no more of them.",
    hint: "Deploy again later, or with fewer or smaller instances.",
    fields: ["instance_count", "autoscaling", "instance_size_slug"],
  },
];

/** What a code means; codes of the deploy phase also come with `Deploy` before them. */
export function findReasonCode(code: string): ReasonCode | undefined {
  return REASON_CODES.find((known) => code === known.code || code === `Deploy${known.code}`);
}

/** Exit codes of containers that say more than "an error". */
const EXIT_CODES: Readonly<Record<number, string>> = {
  0: "the program ended without an error, but a service must keep running",
  126: "the command is there but may not be executed",
  127: "the command was not found",
  134: "the program aborted itself",
  137: "the program was killed, usually because it used all its memory",
  139: "the program accessed memory that it may not",
  143: "the program was asked to end",
  255: "the program ended with a code that is out of range, such as -1",
};
/** Above this a shell adds the number of the signal that ended a program. */
const SIGNALS_BEGIN = 128;
const LAST_SIGNAL = 64;

/** What the exit code in a message means, where it has one that says something. */
export function explainExitCode(message: string): string | undefined {
  return readExitCode(message)?.meaning;
}

/** An exit code, and what it means where it says more than "an error". */
export interface ExitCode {
  readonly code: number;
  readonly meaning?: string;
}

/** The last exit code that lines of a log speak of. */
export function findExitCode(lines: readonly string[]): ExitCode | undefined {
  return lines.reduceRight<ExitCode | undefined>((found, line) => found ?? readExitCode(line), undefined);
}

function readExitCode(text: string): ExitCode | undefined {
  const digits = /\bexit(?:ed)?(?: with)?(?: a)?(?: status| code)*[ :]+(\d{1,3})\b/i.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const code = Number(digits);
  const signal = code - SIGNALS_BEGIN;
  const bySignal =
    signal > 0 && signal <= LAST_SIGNAL ? `the program was ended by the signal ${signal}` : undefined;
  const meaning = EXIT_CODES[code] ?? bySignal;
  return { code, ...(meaning === undefined ? {} : { meaning }) };
}
