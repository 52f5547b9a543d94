import type { GitHubClient } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { type GitHubFailure, type GitHubResult, isOutcomeUnknown, tryGitHub } from "./failure.ts";
import { clean } from "./markdown.ts";

/** GitHub refuses longer ones. */
const MAX_DESCRIPTION = 140;
/** What tells our records from those of the runner and of other tools. */
const TOOL = "app-platform-toolkit";

export type RecordState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

export interface DeploymentRequest {
  readonly octokit: GitHubClient;
  readonly context: GitHubContext;
  /** Name of the GitHub environment: `production`, `preview/pr-7`. */
  readonly environment: string;
  /** The commit that is deployed. */
  readonly sha: string;
  /** The app's name: the record of one app is no other's, though both are of one commit and environment. */
  readonly app: string;
  /** For an environment that will go away, such as a preview. Such a one is no production environment either. */
  readonly transient?: boolean;
  readonly description?: string;
}

export interface StatusDetails {
  readonly description?: string;
  /** Where the app is served. */
  readonly environmentUrl?: string | undefined;
  /** Where the log is; the run unless said. */
  readonly logUrl?: string;
}

/**
 * The GitHub deployment that stands for one deploy. Best effort: what GitHub refuses is one warning, and from then on
 * nothing more is tried.
 *
 * Needs `deployments: write`. https://docs.github.com/en/rest/deployments/deployments
 */
export class DeploymentRecord {
  readonly #request: DeploymentRequest;
  readonly #id: number;
  readonly #warn: (failure: GitHubFailure) => void;
  #broken = false;
  #last: string | undefined;

  private constructor(request: DeploymentRequest, id: number, warn: (failure: GitHubFailure) => void) {
    this.#request = request;
    this.#id = id;
    this.#warn = warn;
  }

  /**
   * Begins a record, or takes up the one that an earlier attempt has begun for this commit, environment and app.
   * `undefined` where GitHub refuses, which has then been said.
   */
  static async begin(
    request: DeploymentRequest,
    warn: (failure: GitHubFailure) => void,
  ): Promise<DeploymentRecord | undefined> {
    const id = await attempt(request, `record a deployment to ${request.environment}`, async () => {
      const earlier = await findRecord(request);
      return earlier ?? createRecord(request);
    });
    if (!id.ok) {
      warn(id.failure);
      return undefined;
    }
    const record = new DeploymentRecord(request, id.value, warn);
    await record.status("queued");
    return record;
  }

  /** Says how the deployment stands. The same state twice is said once. */
  async status(state: RecordState, details: StatusDetails = {}): Promise<void> {
    const url = details.environmentUrl;
    const said = JSON.stringify([state, url]);
    if (this.#broken || said === this.#last) return;
    this.#last = said;
    const { octokit, context } = this.#request;
    const doing = `set the deployment to ${this.#request.environment} to ${state}`;
    const result = await attempt(this.#request, doing, () =>
      octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
        ...repositoryOf(context),
        deployment_id: this.#id,
        state,
        log_url: details.logUrl ?? context.runUrl,
        description: shortened(details.description ?? ""),
        ...(url !== undefined && /^https?:\/\//.test(url) ? { environment_url: url } : {}),
      }),
    );
    if (result.ok) return;
    this.#broken = true;
    this.#warn(result.failure);
  }
}

/**
 * Marks every record of an environment that is still shown as active as inactive: what it stood for was removed, or
 * was replaced by `exceptFor` this app and commit. GitHub itself leaves the records of transient environments alone.
 */
export async function retireEnvironment(
  request: Pick<DeploymentRequest, "octokit" | "context" | "environment"> & {
    readonly exceptFor?: Pick<DeploymentRequest, "app" | "sha">;
  },
): Promise<GitHubResult<number>> {
  const { octokit, context, environment, exceptFor } = request;
  const repository = repositoryOf(context);
  return attempt(request, `mark ${environment} as inactive`, async () => {
    let retired = 0;
    const all = await octokit.paginate("GET /repos/{owner}/{repo}/deployments", {
      ...repository,
      environment,
      per_page: 100,
    });
    for (const { id, sha, payload } of all) {
      if (exceptFor && (sha === exceptFor.sha || !isOurs(payload, exceptFor.app))) continue;
      const place = { ...repository, deployment_id: Number(id) };
      const { data } = await octokit.request(
        "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        { ...place, per_page: 1 },
      );
      if (data[0]?.state === "inactive") continue;
      await octokit.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
        ...place,
        state: "inactive",
        log_url: context.runUrl,
      });
      retired++;
    }
    return retired;
  });
}

/**
 * Whether the job itself has an `environment:`, for which the runner has begun a record of its own: it is of the same
 * commit, and its status links to this run. Nothing in a job's environment says so.
 */
export async function jobHasEnvironment(
  octokit: GitHubClient,
  context: GitHubContext,
): Promise<GitHubResult<boolean>> {
  const repository = repositoryOf(context);
  return attempt({ context }, "look for the job's own deployment", async () => {
    const { data } = await octokit.request("GET /repos/{owner}/{repo}/deployments", {
      ...repository,
      sha: context.sha,
      per_page: 20,
    });
    for (const { id, payload } of data) {
      if (isOurs(payload)) continue;
      const place = { ...repository, deployment_id: Number(id) };
      const { data: statuses } = await octokit.request(
        "GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        { ...place, per_page: 1 },
      );
      const [latest] = statuses;
      const link = latest?.log_url || latest?.target_url || "";
      if (latest?.state === "in_progress" && `${link}/`.startsWith(`${context.runUrl}/`)) return true;
    }
    return false;
  });
}

/** A record whose commit, environment and app are ours. */
async function findRecord({
  octokit,
  context,
  environment,
  sha,
  app,
}: DeploymentRequest): Promise<number | undefined> {
  const { data } = await octokit.request("GET /repos/{owner}/{repo}/deployments", {
    ...repositoryOf(context),
    environment,
    sha,
    per_page: 20,
  });
  const found = data.find(({ payload }) => isOurs(payload, app));
  return found && Number(found.id);
}

async function createRecord(request: DeploymentRequest): Promise<number> {
  const { octokit, context, environment, sha, app, transient = false, description = "" } = request;
  try {
    const { data } = await octokit.request("POST /repos/{owner}/{repo}/deployments", {
      ...repositoryOf(context),
      ref: sha,
      environment,
      transient_environment: transient,
      ...(transient ? { production_environment: false } : {}),
      description: shortened(description),
      auto_merge: false,
      // The running job is itself a check of the commit that is not green yet.
      required_contexts: [],
      payload: { tool: TOOL, app },
    });
    if ("id" in data) return Number(data.id);
    throw new Error(data.message);
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    const made = await findRecord(request);
    if (made === undefined) throw error;
    return made;
  }
}

/** The payload as it was sent: GitHub gives it back as a map or as its text. */
function isOurs(payload: unknown, app?: string): boolean {
  const value: unknown = typeof payload === "string" ? parsed(payload) : payload;
  if (typeof value !== "object" || value === null || !("tool" in value) || value.tool !== TOOL) return false;
  return app === undefined || ("app" in value && value.app === app);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function attempt<T>(
  { context }: Pick<DeploymentRequest, "context">,
  doing: string,
  requests: () => Promise<T>,
): Promise<GitHubResult<T>> {
  return tryGitHub({ doing, needs: ["deployments", "write"], context }, requests);
}

function repositoryOf({ repository }: GitHubContext): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}

function shortened(text: string): string {
  const line = clean(text).replaceAll(/\s+/g, " ").trim();
  return line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION - 1)}…` : line;
}
