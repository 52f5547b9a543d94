import {
  type App,
  type AppSpec,
  type CommitRelation,
  commitsToCompare,
  type DecideOptions,
  type DeployPlan,
  type ImageOverride,
  imagesOf,
  isSameSpec,
  type MergedCommit,
  parseSpec,
  recordedCommit,
} from "@app-platform-toolkit/core";
import type { GitHubContext } from "../github/context.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";

/** The commit that a deploy is of, and the branch it was merged to. */
export function mergedCommit({ repository, serverUrl, pullRequest, ref, sha }: GitHubContext): MergedCommit {
  const branch = pullRequest?.headRef ?? /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return {
    repository: `${repository.owner}/${repository.name}`,
    serverUrl,
    ...(branch === undefined ? {} : { branch }),
    sha: pullRequest?.headSha ?? sha,
  };
}

/** What a decision needs to know of commits: how each that is deployed stands to the merged one. */
export async function sourceFacts(
  spec: AppSpec,
  live: App | undefined,
  services: Services,
): Promise<DecideOptions & { readonly merged: MergedCommit }> {
  const { context, inputs, compareCommits } = services;
  const merged = mergedCommit(context);
  const deployments = [live?.active_deployment, live?.in_progress_deployment, live?.pending_deployment];
  const relations = new Map<string, CommitRelation>();
  for (const commit of commitsToCompare(spec, deployments, merged)) {
    const comparison = await compareCommits(merged.sha, commit);
    relations.set(commit, comparison?.relation ?? "unknown");
  }
  const images = imagesOf(spec, inputs.images);
  return {
    merged,
    relations,
    movingImages: images.filter(({ digest }) => digest === undefined).map(({ component }) => component),
    force: inputs.forceDeploy,
    // In a later attempt the platform's own deployment of the push has come and gone.
    isFreshPush: context.eventName === "push" && context.runAttempt === 1,
  };
}

/**
 * The spec at the head of the branch, where the branch has moved on to another spec than ours: a newer run has the
 * word. `undefined` where ours is the newest, or nobody can tell.
 */
export async function newerSpec(
  file: SpecFile,
  { context, compareCommits, readFileAt }: Services,
): Promise<{ readonly spec: AppSpec } | undefined> {
  const { branch, sha } = mergedCommit(context);
  if (branch === undefined) return undefined;
  const comparison = await compareCommits(sha, branch);
  if (comparison?.relation !== "newer") return undefined;
  const head = await readFileAt(file.path, branch);
  if (!head.ok || head.text === file.text) return undefined;
  return { spec: head.text === undefined ? {} : parseSpec(head.text).spec };
}

/** Whether a newer run has been here before us, so that our spec would take its work back. */
export async function isOvertaken(
  plan: DeployPlan,
  live: App | undefined,
  file: SpecFile,
  services: Services,
): Promise<boolean> {
  if (!live?.spec || plan.action !== "update" || services.inputs.forceDeploy) return false;
  const newer = await newerSpec(file, services);
  if (!newer) return false;
  if (isSameSpec(live.spec, newer.spec)) return true;
  const { merged, relations } = await sourceFacts(plan.spec, live, services);
  const recorded = recordedCommit(live.spec);
  if (recorded !== undefined && recorded !== merged.sha) {
    const comparison = await services.compareCommits(merged.sha, recorded);
    if (comparison?.relation === "newer") return true;
  }
  return [live.pending_deployment, live.in_progress_deployment, live.active_deployment].some(
    (deployment) =>
      deployment?.cause_details?.type === "MANUAL" &&
      commitsToCompare(plan.spec, [deployment], merged).some((commit) => relations?.get(commit) === "newer"),
  );
}

/** What `images` gives to this spec, in words for the plan and the report. */
export function imageNotes(spec: AppSpec, images: readonly ImageOverride[]): string[] {
  return imagesOf(spec, images)
    .filter(({ digest }) => digest === undefined)
    .map(
      ({ component }) =>
        `\`${component}\` is given an image by its tag, and tags can move. Give \`images\` a digest to deploy this very image.`,
    );
}
