import { type BuildKind, planDeployment } from "./plan.ts";
import { Random } from "./random.ts";
import { headOf, sourceKey } from "./sources.ts";
import { type Component, componentsOf, findComponent, type Placed, type Spec } from "./spec.ts";
import type { App, CauseType, Deployment, World } from "./state.ts";
import type { Phase } from "./timeline.ts";

export interface DeployOptions {
  cause: string;
  causeType: CauseType;
  spec?: Spec;
  clonedFrom?: Deployment;
  /** Fetch the newest commit and digest of every source, not only of new ones. */
  refreshSources: boolean;
  forceBuild?: boolean;
}

/** Starts a deployment of an app. One that is still under way gives way to it at once. */
export function startDeployment(world: World, app: App, options: DeployOptions): Deployment {
  const now = world.clock.now();
  const previous = app.deployments.at(-1);
  const running = inProgress(app, now);
  if (running) running.stopped = { phase: "SUPERSEDED", at: now };

  const spec = structuredClone(options.spec ?? app.spec);
  const sources = chooseSources(
    world,
    spec,
    options.refreshSources ? undefined : previous,
    options.clonedFrom,
  );
  const id = world.random.uuid();
  const timeline = planDeployment({
    spec,
    startAt: now,
    random: new Random(`${world.seed}:${id}`),
    secrets: app.secrets,
    buildKindOf: (placed) => buildKind(app, placed, sources, options.forceBuild === true),
    commitOf: ({ component }) => sources.get(component.name),
  });
  const deployment: Deployment = {
    id,
    spec,
    cause: options.cause,
    causeType: options.causeType,
    createdAt: now,
    timeline,
    sources,
    settled: false,
    wasActive: false,
    ...(previous ? { previousId: previous.id } : {}),
    ...(options.clonedFrom ? { clonedFrom: options.clonedFrom.id } : {}),
  };
  app.deployments.push(deployment);
  return deployment;
}

/** Components that were there with the same source keep their commit, unless the caller asks for the newest. */
function chooseSources(
  world: World,
  spec: Spec,
  kept: Deployment | undefined,
  cloned: Deployment | undefined,
) {
  const sources = new Map<string, string>();
  for (const { component } of componentsOf(spec)) {
    const earlier = kept && findComponent(kept.spec, component.name)?.component;
    const same = earlier !== undefined && sourceKey(earlier) === sourceKey(component);
    const known =
      cloned?.sources.get(component.name) ?? (same ? kept?.sources.get(component.name) : undefined);
    const source = known ?? headOf(world, component);
    if (source) sources.set(component.name, source);
  }
  return sources;
}

/** A component is built again if its source, or what goes into its build, differs from its last good build. */
function buildKind(app: App, { component }: Placed, sources: Map<string, string>, force: boolean): BuildKind {
  if (component.image) return "prebuilt";
  if (force) return "build";
  const commit = sources.get(component.name);
  const sameBuild = app.deployments.some((deployment) => {
    const earlier = findComponent(deployment.spec, component.name);
    return (
      deployment.wasActive &&
      deployment.sources.get(component.name) === commit &&
      earlier !== undefined &&
      buildInputs(earlier.component) === buildInputs(component)
    );
  });
  return sameBuild ? "reuse" : "build";
}

function buildInputs(component: Component): string {
  const { build_command, dockerfile_path, environment_slug, source_dir, git, github, gitlab, bitbucket } =
    component;
  const envs = component.envs?.filter((env) => env.scope !== "RUN_TIME");
  return JSON.stringify([
    build_command,
    dockerfile_path,
    environment_slug,
    source_dir,
    git,
    github,
    gitlab,
    bitbucket,
    envs,
  ]);
}

export function phaseOf(deployment: Deployment, now: number): Phase {
  const { stopped, timeline } = deployment;
  if (stopped && now >= stopped.at) return stopped.phase;
  return timeline.phases.findLast(({ at }) => at <= now)?.phase ?? "PENDING_BUILD";
}

/** When the phase of now began; `undefined` in the first phase, for which the platform writes the zero time. */
export function phaseSince(deployment: Deployment, now: number): number | undefined {
  const { stopped, timeline } = deployment;
  if (stopped && now >= stopped.at) return stopped.at;
  const index = timeline.phases.findLastIndex(({ at }) => at <= now);
  return index > 0 ? timeline.phases[index]?.at : undefined;
}

export function hasEnded(phase: Phase): boolean {
  return phase === "ACTIVE" || phase === "ERROR" || phase === "CANCELED" || phase === "SUPERSEDED";
}

/** The deployment that is under way, in whichever phase. */
export function inProgress(app: App, now: number): Deployment | undefined {
  return app.deployments.find((deployment) => !hasEnded(phaseOf(deployment, now)));
}

/** Draws the consequences of the time that has passed: a deployment that became active replaces the one before. */
export function settleDeployments(app: App, now: number): void {
  for (const deployment of app.deployments) {
    const { timeline, stopped } = deployment;
    if (deployment.settled) continue;
    if (stopped && stopped.at <= timeline.endsAt) deployment.settled = true;
    else if (timeline.endsAt <= now) {
      deployment.settled = true;
      if (!timeline.succeeds) continue;
      if (app.active) app.active.stopped = { phase: "SUPERSEDED", at: timeline.endsAt };
      app.active = deployment;
      deployment.wasActive = true;
    }
  }
}
