import type { Deployment } from "../api/index.ts";
import { componentsOf } from "../spec/components.ts";
import { type PlainRecord, recordOf, textOf } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { deployedSources } from "./deployed.ts";

/** The commit that a deploy is to bring live. */
export interface MergedCommit {
  /** `owner/name`. */
  readonly repository: string;
  /** The repository's server: components with a `github` source are of `https://github.com` only. */
  readonly serverUrl: string;
  /** Absent for a tag: components of every branch are then looked at. */
  readonly branch?: string;
  readonly sha: string;
}

/** How a deployed commit stands to the merged one. `newer`: it has the merged one among its ancestors. */
export type CommitRelation = "same" | "newer" | "older" | "unrelated" | "unknown";

/** What a component is built from, before and after. */
export interface SourcePlan {
  readonly component: string;
  /** The commit or digest that is live; absent where nothing is, or the platform does not say. */
  readonly before?: string;
  /** The commit that is wanted; absent for an image whose tag moves. */
  readonly after?: string;
  /** `moving`: an image by a tag that can point at another image tomorrow, so that nobody can tell. */
  readonly state: "current" | "newer" | "changed" | "moving";
  /** The platform itself deploys each push. */
  readonly deployOnPush: boolean;
}

export interface SourceFacts {
  /** Absent where nobody knows of a commit: the spec alone decides then, and images by a moving tag. */
  readonly merged?: MergedCommit;
  /** Of every deployed commit that is not the merged one. */
  readonly relations?: ReadonlyMap<string, CommitRelation>;
  /** Components whose image was given for this deploy by a tag. */
  readonly movingImages?: readonly string[];
}

/** The components that the merge may have changed: those built from its repository, and images by a moving tag. */
export function planSources(
  spec: AppSpec,
  deployment: Deployment | undefined,
  facts: SourceFacts,
): SourcePlan[] {
  const deployed = new Map(deployedSources(deployment).map(({ component, id }) => [component, id]));
  return componentsOf(spec).flatMap(({ name, value }): SourcePlan[] => {
    const before = deployed.get(name);
    const known = before === undefined ? {} : { before };
    if (isMoving(name, value, facts))
      return [{ component: name, ...known, state: "moving", deployOnPush: false }];
    const { merged, relations } = facts;
    if (!merged || !isBuiltFrom(merged, value)) return [];
    const after = merged.sha;
    const relation = before === after ? "same" : (relations?.get(before ?? "") ?? "unknown");
    const state = before === undefined ? "changed" : stateOf(relation);
    return [{ component: name, ...known, after, state, deployOnPush: deploysOnPush(value) }];
  });
}

/** The commits of components built from the merged repository that a deployment has and that differ from the merged one. */
export function commitsToCompare(
  spec: AppSpec,
  deployments: readonly (Deployment | undefined)[],
  merged: MergedCommit,
): string[] {
  const commits = deployments.flatMap((deployment) =>
    planSources(spec, deployment, { merged }).flatMap(({ before, after }) =>
      before !== undefined && after !== undefined && before !== after ? [before] : [],
    ),
  );
  return [...new Set(commits)];
}

/**
 * The folders of the repository that the components built from it are in, without slashes around them: a component
 * without a `source_dir` is in `""`, which is all of it.
 */
export function sourceFolders(
  spec: AppSpec,
  merged: Pick<MergedCommit, "repository" | "serverUrl">,
): string[] {
  const folders = componentsOf(spec)
    .filter(({ value }) => isBuiltFrom({ ...merged, sha: "" }, value))
    .map(({ value }) => (textOf(value.source_dir) ?? "").replace(/^(?:\.?\/)+|^\.$/, "").replace(/\/+$/, ""));
  return [...new Set(folders)];
}

/** Whether a component is built from the merged commit's repository, on the branch that was merged to. */
function isBuiltFrom(merged: MergedCommit, component: PlainRecord): boolean {
  const source = repositoryOf(component);
  if (source === undefined) return false;
  const onBranch =
    merged.branch === undefined || source.branch === undefined || source.branch === merged.branch;
  return onBranch && cloneUrl(source.url) === cloneUrl(`${merged.serverUrl}/${merged.repository}`);
}

function repositoryOf(component: PlainRecord): { url: string; branch: string | undefined } | undefined {
  const [github, git] = [recordOf(component.github), recordOf(component.git)];
  const repo = textOf(github?.repo);
  if (repo !== undefined) return { url: `https://github.com/${repo}`, branch: textOf(github?.branch) };
  const url = textOf(git?.repo_clone_url);
  return url === undefined ? undefined : { url, branch: textOf(git?.branch) };
}

/** GitHub takes names in any case, and clone URLs with and without `.git`. */
function cloneUrl(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

function deploysOnPush(component: PlainRecord): boolean {
  return recordOf(component.github)?.deploy_on_push === true;
}

function isMoving(name: string, component: PlainRecord, { movingImages = [] }: SourceFacts): boolean {
  const image = recordOf(component.image);
  if (!image || textOf(image.digest)) return false;
  // The platform takes `latest` where there is no tag. Other tags are taken for names that stay.
  return movingImages.includes(name) || (textOf(image.tag) ?? "latest") === "latest";
}

function stateOf(relation: CommitRelation): SourcePlan["state"] {
  if (relation === "same") return "current";
  return relation === "newer" ? "newer" : "changed";
}
