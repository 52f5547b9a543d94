/** The event and the run that this process belongs to, read once. */
export interface GitHubContext {
  readonly eventName: string;
  /** What happened to the pull request or the like: `opened`, `synchronize`, `closed`. */
  readonly action: string | undefined;
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    /** Undefined where the event does not tell. */
    readonly defaultBranch: string | undefined;
  };
  readonly pullRequest: PullRequest | undefined;
  /** What a `workflow_run` event is about: another run, whose code may be a stranger's. */
  readonly workflowRun: WorkflowRun | undefined;
  /** The commit that a merge group is to be merged into. */
  readonly mergeGroupBaseSha: string | undefined;
  /** The commit that a push began from; undefined for a new branch and for other events. */
  readonly beforeSha: string | undefined;
  /** The commit that is checked out by default: for `pull_request` a merge of head and base. */
  readonly sha: string;
  readonly ref: string;
  readonly runId: number;
  readonly runAttempt: number;
  readonly runUrl: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly actor: string;
  /** Runs that Dependabot starts see none of the workflow's secrets. */
  readonly isDependabot: boolean;
}

export interface WorkflowRun {
  /** What started it: `pull_request`, `push`. */
  readonly event: string | undefined;
  readonly headSha: string;
  readonly headBranch: string | undefined;
  /** `owner/name`; undefined where the fork was deleted. */
  readonly headRepository: string | undefined;
}

export interface PullRequest {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly headSha: string;
  readonly baseSha: string;
  readonly headRef: string;
  /** `owner/name`; undefined where the fork was deleted. */
  readonly headRepository: string | undefined;
  readonly isFork: boolean;
  /** What `refs/pull/N/merge` was at that time; undefined where GitHub had not made it yet. */
  readonly mergeSha: string | undefined;
  readonly draft: boolean;
}

/** The environment or the event is not what a runner provides. */
export class ContextError extends Error {
  override name = "ContextError";
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the variables that a runner sets (`GITHUB_*`) and the parsed file of `GITHUB_EVENT_PATH`.
 *
 * @throws ContextError that names the variable or the field of the event that is missing or malformed.
 */
export function readContext(
  env: Readonly<Record<string, string | undefined>>,
  eventPayload: unknown,
): GitHubContext {
  const payload = record(eventPayload);
  const [owner, name, ...more] = variable(env, "GITHUB_REPOSITORY").split("/");
  if (!owner || !name || more.length > 0) throw wrongVariable("GITHUB_REPOSITORY", "owner/name");
  const serverUrl = env.GITHUB_SERVER_URL || "https://github.com";
  const apiUrl = env.GITHUB_API_URL || "https://api.github.com";
  const runId = numberVariable(env, "GITHUB_RUN_ID");
  const actor = variable(env, "GITHUB_ACTOR");
  const pull = payload.pull_request;
  return {
    eventName: variable(env, "GITHUB_EVENT_NAME"),
    action: text(payload.action),
    repository: { owner, name, defaultBranch: text(record(payload.repository).default_branch) },
    pullRequest: pull === undefined ? undefined : readPullRequest(pull, `${owner}/${name}`),
    workflowRun:
      payload.workflow_run === undefined ? undefined : readWorkflowRun(record(payload.workflow_run)),
    mergeGroupBaseSha: text(record(payload.merge_group).base_sha),
    beforeSha: beforeOf(payload.before),
    sha: commit(variable(env, "GITHUB_SHA"), "GITHUB_SHA"),
    ref: env.GITHUB_REF ?? "",
    runId,
    runAttempt: env.GITHUB_RUN_ATTEMPT ? numberVariable(env, "GITHUB_RUN_ATTEMPT") : 1,
    runUrl: `${serverUrl}/${owner}/${name}/actions/runs/${runId}`,
    serverUrl,
    apiUrl,
    graphqlUrl: env.GITHUB_GRAPHQL_URL || graphqlUrlOf(apiUrl),
    actor,
    isDependabot: actor === "dependabot[bot]",
  };
}

/**
 * Reads a pull request as an event's payload and `GET /repos/{owner}/{repo}/pulls/{pull_number}` both write it.
 *
 * @throws ContextError that names the missing field.
 */
export function readPullRequest(value: unknown, repository: string): PullRequest {
  const pull = record(value);
  const [head, base] = [record(pull.head), record(pull.base)];
  const number = pull.number;
  if (typeof number !== "number" || !Number.isSafeInteger(number))
    throw wrongField("pull_request.number", "a number");
  const headRepository = text(record(head.repo).full_name);
  return {
    number,
    state: pull.state === "closed" ? "closed" : "open",
    headSha: commit(head.sha, "pull_request.head.sha of the event"),
    baseSha: commit(base.sha, "pull_request.base.sha of the event"),
    headRef: text(head.ref) ?? "",
    headRepository,
    // `head.repo.fork` would be true for every pull request inside of a repository that is itself a fork.
    isFork: headRepository?.toLowerCase() !== repository.toLowerCase(),
    mergeSha: text(pull.merge_commit_sha),
    draft: pull.draft === true,
  };
}

function readWorkflowRun(run: Json): GitHubContext["workflowRun"] {
  return {
    event: text(run.event),
    headSha: commit(run.head_sha, "workflow_run.head_sha of the event"),
    headBranch: text(run.head_branch),
    headRepository: text(record(run.head_repository).full_name),
  };
}

function variable(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new ContextError(
    `The environment variable ${name} is not set. This action runs in a GitHub Actions job.`,
  );
}

function numberVariable(env: Readonly<Record<string, string | undefined>>, name: string): number {
  const number = Number(variable(env, name));
  if (!Number.isSafeInteger(number) || number <= 0) throw wrongVariable(name, "a positive number");
  return number;
}

/** Forty zeros stand for no commit. */
function beforeOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value) && !/^0+$/.test(value)
    ? value
    : undefined;
}

function commit(value: unknown, where: string): string {
  if (typeof value === "string" && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)) return value;
  throw new ContextError(`${where} is not the full hash of a commit.`);
}

/** On an Enterprise Server REST is at `/api/v3` and GraphQL at `/api/graphql`. */
function graphqlUrlOf(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3\/?$/, "")}/graphql`;
}

function wrongVariable(name: string, expected: string): ContextError {
  return new ContextError(`The environment variable ${name} is not ${expected}.`);
}

function wrongField(name: string, expected: string): ContextError {
  return new ContextError(`${name} of the event is not ${expected}.`);
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
