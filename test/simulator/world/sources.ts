import { Random } from "./random.ts";
import type { Component } from "./spec.ts";
import type { World } from "./state.ts";

/** The newest commit of a component's branch, or the digest that its image tag points at. */
export function headOf(world: World, component: Component): string | undefined {
  const { image } = component;
  if (image) {
    if (image.digest) return image.digest;
    const reference = `${image.registry ?? ""}/${image.repository}:${image.tag ?? "latest"}`;
    return `sha256:${new Random(`${world.seed}:${reference}`).hex(64)}`;
  }
  const source = repositoryOf(component);
  return source && currentCommit(world, source.repository, source.branch);
}

export function currentCommit(world: World, repository: string, branch: string): string {
  const key = `${repository}#${branch}`;
  const known = world.heads.get(key);
  if (known) return known;
  const first = new Random(`${world.seed}:${key}`).hex(40);
  world.heads.set(key, first);
  return first;
}

export function repositoryOf(component: Component) {
  const hosted = component.github ?? component.gitlab ?? component.bitbucket;
  if (hosted)
    return {
      repository: hosted.repo ?? "",
      branch: hosted.branch ?? "main",
      deployOnPush: hosted.deploy_on_push === true,
    };
  if (component.git)
    return {
      repository: component.git.repo_clone_url ?? "",
      branch: component.git.branch ?? "main",
      deployOnPush: false,
    };
  return undefined;
}

/** What says which source a component has: another branch or tag is another source. */
export function sourceKey({ image, git, github, gitlab, bitbucket }: Component): string {
  return JSON.stringify([
    image?.registry,
    image?.repository,
    image?.tag,
    image?.digest,
    [git?.repo_clone_url, git?.branch],
    [github, gitlab, bitbucket].map((hosted) => [hosted?.repo, hosted?.branch]),
  ]);
}
