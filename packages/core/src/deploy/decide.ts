import type { App, Deployment } from "../api/index.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { isSameSpec } from "./same-spec.ts";
import { planSources, type SourceFacts, type SourcePlan } from "./sources.ts";

/** The live app that a plan changes, as the API gives it. */
export type LiveApp = Pick<
  App,
  | "id"
  | "spec"
  | "active_deployment"
  | "in_progress_deployment"
  | "pending_deployment"
  | "pinned_deployment"
  | "live_url"
  | "default_ingress"
>;

/**
 * What a deploy does. `create` and `update` write the spec; `deploy` starts a deployment of the spec that is there;
 * `adopt` follows a deployment that is under way, or that the platform is about to start for the push; `none`: all is
 * as it should be.
 */
export type DeployAction = "create" | "update" | "deploy" | "adopt" | "none";

export interface Decision {
  readonly action: DeployAction;
  /** Why, in one sentence. */
  readonly reason: string;
  /** Of `adopt`, where it is known, and of `none`: the deployment that has it all. */
  readonly deploymentId?: string;
  readonly sources: readonly SourcePlan[];
}

export interface DecideOptions extends SourceFacts {
  /** Writes the spec and deploys it although nothing has changed. */
  readonly force?: boolean;
  /** The merge has only just happened: the platform's own deployment of it can still be to come. */
  readonly isFreshPush?: boolean;
}

/** What the spec's own changes are. */
export interface SpecVerdict {
  readonly changed: boolean;
  /** Something is no change, and is yet to be sent: it can go with the spec only. */
  readonly mustBeSent: boolean;
}

/** Decides by spec and by source: most merges change the code alone, and many change nothing that the app is made of. */
export function decide(
  ours: AppSpec,
  live: LiveApp | undefined,
  verdict: SpecVerdict,
  options: DecideOptions,
): Decision {
  const sources = planSources(ours, live?.active_deployment, options);
  const done = (action: DeployAction, reason: string, deploymentId?: string): Decision => ({
    action,
    reason,
    ...(deploymentId === undefined ? {} : { deploymentId }),
    sources,
  });
  if (!live) return done("create", "There is no app of this name yet.");
  if (options.force) return done("update", "`force-deploy` is set.");
  if (verdict.changed) return done("update", "The spec has changed.");

  // From here on the live spec says the same as ours, in the platform's own words.
  const spec = live.spec ?? ours;
  const running = runningDeployment(live);
  if (running && delivers(running, spec, options, "running"))
    return done("adopt", "A deployment of this spec and commit is under way.", running.id);
  const active = live.active_deployment;
  if (!active) return done(written(verdict), "No deployment of the app has succeeded yet.");
  if (!running && delivers(active, spec, options, "active"))
    return done("none", nothingToDo(sources, options), active.id);

  const changed = sources.filter(({ state }) => state === "changed");
  if (changed.length > 0 && options.isFreshPush && changed.some(({ deployOnPush }) => deployOnPush))
    return done("adopt", "Only the code has changed, and App Platform itself deploys each push.");
  return done(written(verdict), reasonToDeploy(sources, running));
}

/** What can go with the spec only is sent where something is deployed anyway. */
function written({ mustBeSent }: SpecVerdict): DeployAction {
  return mustBeSent ? "update" : "deploy";
}

function runningDeployment({
  pending_deployment: pending,
  in_progress_deployment: running,
}: LiveApp): Deployment | undefined {
  return pending ?? running;
}

/**
 * Whether a deployment brings this spec and this commit, or a newer one. Of one that has only begun the commit may
 * not be known yet: it fetches the newest.
 */
function delivers(
  deployment: Deployment,
  spec: AppSpec,
  facts: SourceFacts,
  stage: "running" | "active",
): boolean {
  if (deployment.spec && !isSameSpec(deployment.spec, spec)) return false;
  return planSources(spec, deployment, facts).every(({ state, before }) => {
    if (stage === "running" && (state === "moving" || before === undefined)) return true;
    return state === "current" || state === "newer";
  });
}

function nothingToDo(sources: readonly SourcePlan[], { merged }: SourceFacts): string {
  if (!merged) return "The spec is as it is live.";
  const newer = sources.find(({ state }) => state === "newer");
  if (newer) return `The spec has not changed, and a newer commit is live (${short(newer.before)}).`;
  const built = sources.some(({ state }) => state === "current");
  return built
    ? "Neither the spec nor the code has changed."
    : "The spec has not changed, and no component is built from this repository.";
}

function reasonToDeploy(sources: readonly SourcePlan[], running: Deployment | undefined): string {
  const changed = sources.find(({ state }) => state === "changed");
  if (changed?.before)
    return `Only the code has changed (${short(changed.before)} → ${short(changed.after)}).`;
  if (changed) return "The code that is live is not known.";
  if (sources.some(({ state }) => state === "moving"))
    return "The tag of an image can point at another image than the one that is live.";
  return running
    ? "A deployment of something else is under way."
    : "The deployment of this spec has not succeeded yet.";
}

function short(source: string | undefined): string {
  const text = source ?? "";
  return text.startsWith("sha256:") ? text.slice(0, 19) : text.slice(0, 7);
}
