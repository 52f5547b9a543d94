import type { PullRequest } from "../github/context.ts";
import { DeploymentRecord, retireEnvironment } from "../github/deployments.ts";
import type { Services } from "../services.ts";
import { previewEnvironment } from "./preview-identity.ts";

/**
 * Begins the GitHub deployment of a preview. GitHub leaves older ones of a transient environment as they are, so they
 * are retired here. Undefined where GitHub does not let us.
 */
export async function beginPreviewRecord(
  { number, headSha }: PullRequest,
  app: string,
  { github: octokit, context, warnings }: Services,
): Promise<DeploymentRecord | undefined> {
  if (!octokit) return undefined;
  const environment = previewEnvironment(number);
  const record = await DeploymentRecord.begin(
    { octokit, context, environment, sha: headSha, app, transient: true },
    (failure) => warnings.tell(failure),
  );
  if (record) await retireEnvironment({ octokit, context, environment, exceptFor: { sha: headSha, app } });
  return record;
}
