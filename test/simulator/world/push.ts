import { startDeployment } from "./deployments.ts";
import { Random } from "./random.ts";
import { currentCommit, repositoryOf } from "./sources.ts";
import { componentsOf } from "./spec.ts";
import type { Deployment, World } from "./state.ts";

/**
 * Moves a branch on by one commit, or to this commit, and deploys every app that follows it, as a push does. Names of
 * repositories are compared as they are written.
 */
export function push(
  world: World,
  repository: string,
  branch: string,
  commit = new Random(`${world.seed}:${currentCommit(world, repository, branch)}`).hex(40),
): { commit: string; started: Deployment[] } {
  world.heads.set(`${repository}#${branch}`, commit);
  const started: Deployment[] = [];
  for (const app of world.apps.values()) {
    const followed = componentsOf(app.spec).some(({ component }) => {
      const source = repositoryOf(component);
      return source?.deployOnPush && source.repository === repository && source.branch === branch;
    });
    if (!followed || app.pinned) continue;
    const cause = `commit ${commit.slice(0, 7)} pushed to github/${repository}`;
    started.push(startDeployment(world, app, { cause, causeType: "DEPLOY_ON_PUSH", refreshSources: true }));
  }
  return { commit, started };
}
