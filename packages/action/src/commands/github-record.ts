import type { GitHubClient } from "../github/client.ts";
import type { GitHubContext } from "../github/context.ts";
import { DeploymentRecord, jobHasEnvironment, type StatusDetails } from "../github/deployments.ts";
import type { GitHubFailure } from "../github/failure.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import { mergedCommit } from "./merge.ts";

type Status = Parameters<DeploymentRecord["status"]>;

/** The GitHub deployment of one app. Its requests go out behind the deploy, which never waits for them. */
export class AppRecord {
  #requests: Promise<DeploymentRecord | undefined>;

  /** Begins it, unless the job has one of its own or the workflow wants none. */
  constructor(app: string, services: Services) {
    this.#requests = begin(app, services);
  }

  status(...status: Status): void {
    this.#requests = this.#requests.then(async (record) => {
      await record?.status(...status);
      return record;
    });
  }

  /** Writes the last status, and waits until all is written. */
  async end(...status: Status): Promise<void> {
    this.status(...status);
    await this.#requests;
  }
}

async function begin(app: string, services: Services): Promise<DeploymentRecord | undefined> {
  const { github, context, inputs, isOneOfMany, warnings } = services;
  if (!github || inputs.githubDeployment === "never") return undefined;
  const warn = ({ message, ...failure }: GitHubFailure) =>
    warnings.tell({
      ...failure,
      message: `${message}\nWithout such records, write \`github-deployment: never\`.`,
    });
  if (inputs.githubDeployment === "auto") {
    const own = await ownEnvironment(github, context);
    if (!own.ok) warn(own.failure);
    if (!own.ok || own.value) return undefined;
  }
  const environment = isOneOfMany ? `${inputs.environment}/${app}` : inputs.environment;
  const request = { octokit: github, context, environment, sha: mergedCommit(context).sha, app };
  return DeploymentRecord.begin(request, warn);
}

const known = new WeakMap<GitHubClient, ReturnType<typeof jobHasEnvironment>>();

/** Asked once a run, however many apps there are. */
function ownEnvironment(github: GitHubClient, context: GitHubContext): ReturnType<typeof jobHasEnvironment> {
  const answer = known.get(github) ?? jobHasEnvironment(github, context);
  known.set(github, answer);
  return answer;
}

/** How a record ends, by the result of the deploy. */
export function lastStatus({ deployment, failure }: AppResult): Status {
  const details = (description: string): StatusDetails => ({
    description,
    ...(deployment?.liveUrl === undefined ? {} : { environmentUrl: deployment.liveUrl }),
  });
  switch (deployment?.outcome) {
    case "active":
      return failure === undefined
        ? ["success", details(`Deployment ${deployment.id} is live.`)]
        : ["failure", details(failure)];
    case "superseded":
      return ["inactive", details(`Deployment ${deployment.id} was superseded.`)];
    case "error":
      return ["failure", details(failure ?? `Deployment ${deployment.id} failed.`)];
    default:
      return failure === undefined ? ["success", details("Deployed.")] : ["error", details(failure)];
  }
}
