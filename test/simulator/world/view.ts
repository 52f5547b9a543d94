import { rfc3339, rfc3339Nano, ZERO_TIME } from "./clock.ts";
import { inProgress, phaseOf, phaseSince } from "./deployments.ts";
import { domainsOf, liveHost } from "./domains.ts";
import { Random } from "./random.ts";
import { DEFAULT_REGION, findRegion } from "./regions.ts";
import { tierOf } from "./sizes.ts";
import {
  COMPONENT_LISTS,
  type ComponentList,
  componentsOf,
  hasContainers,
  isStatic,
  type Spec,
} from "./spec.ts";
import type { App, Deployment, World } from "./state.ts";
import { leavesOf, type PlannedStep, type Step } from "./timeline.ts";

/** An app as the API returns it. Fields that would be empty are left out. */
export function viewApp(world: World, app: App, options: { withProject?: boolean } = {}) {
  const now = world.clock.now();
  const running = inProgress(app, now);
  const pending = running && phaseOf(running, now) === "PENDING_BUILD";
  const last = app.deployments.at(-1);
  const domains = domainsOf(app, now);
  return {
    id: app.id,
    owner_uuid: world.ownerId,
    spec: app.spec,
    ...(app.active ? { active_deployment: viewDeployment(app.active, now) } : {}),
    ...(running && !pending ? { in_progress_deployment: viewDeployment(running, now) } : {}),
    ...(running && pending ? { pending_deployment: viewDeployment(running, now) } : {}),
    ...(app.pinned ? { pinned_deployment: viewDeployment(app.pinned, now) } : {}),
    created_at: rfc3339(app.createdAt),
    updated_at: rfc3339(app.updatedAt),
    ...(last ? { last_deployment_created_at: rfc3339(last.createdAt) } : {}),
    ...liveAddress(app, now),
    region: findRegion(app.spec.region ?? DEFAULT_REGION),
    tier_slug: tierSlug(app.spec),
    ...(options.withProject ? { project_id: app.projectId } : {}),
    ...(domains.length > 0 ? { domains } : {}),
    ...dedicatedIps(world, app),
    ...(app.spec.vpc ? { vpc: app.spec.vpc } : {}),
  };
}

/** Where the app answers, from its first success on and if anything of it can be reached. */
function liveAddress(app: App, now: number) {
  if (!app.active?.spec.ingress?.rules?.length) return {};
  const host = liveHost(app, now);
  return {
    default_ingress: `https://${app.host}.ondigitalocean.app`,
    live_url: `https://${host}`,
    live_url_base: `https://${host}`,
    live_domain: host,
  };
}

function dedicatedIps(world: World, app: App) {
  if (app.spec.egress?.type !== "DEDICATED_IP") return {};
  const random = new Random(`${world.seed}:ips:${app.id}`);
  // 203.0.113.0/24 is reserved for documentation.
  const address = () => ({
    id: random.uuid(),
    ip: `203.0.113.${random.integer(1, 254)}`,
    status: "ASSIGNED",
  });
  return { dedicated_ips: [address(), address()] };
}

function tierSlug(spec: Spec): string {
  if (isStatic(spec)) return "starter";
  const sizes = componentsOf(spec).filter(({ list }) => hasContainers(list));
  const professional = sizes.some(
    ({ component }) =>
      component.instance_size_slug && tierOf(component.instance_size_slug) === "professional",
  );
  return professional ? "professional" : "basic";
}

/** A deployment as the API returns it, at a virtual time. */
export function viewDeployment(deployment: Deployment, now: number) {
  const since = phaseSince(deployment, now);
  return {
    id: deployment.id,
    spec: deployment.spec,
    ...componentSources(deployment),
    phase: phaseOf(deployment, now),
    phase_last_updated_at: since === undefined ? ZERO_TIME : rfc3339(since),
    created_at: rfc3339(deployment.createdAt),
    updated_at: rfc3339(since ?? deployment.createdAt),
    cause: deployment.cause,
    cause_details: { type: deployment.causeType },
    ...(deployment.previousId ? { previous_deployment_id: deployment.previousId } : {}),
    ...(deployment.clonedFrom ? { cloned_from: deployment.clonedFrom } : {}),
    progress: viewProgress(deployment, now),
    tier_slug: tierSlug(deployment.spec),
  };
}

interface ComponentSource {
  name: string;
  source_commit_hash?: string;
  source_image_digest?: string;
}

function componentSources(deployment: Deployment): Partial<Record<ComponentList, ComponentSource[]>> {
  const lists = COMPONENT_LISTS.map((list) => {
    const entries = (deployment.spec[list] ?? []).map(({ name, image }) => {
      const source = deployment.sources.get(name);
      return { name, ...(source ? { [image ? "source_image_digest" : "source_commit_hash"]: source } : {}) };
    });
    return [list, entries] as const;
  });
  return Object.fromEntries(lists.filter(([, entries]) => entries.length > 0));
}

function viewProgress(deployment: Deployment, now: number) {
  const { timeline, stopped } = deployment;
  const cutAt = stopped && stopped.at < timeline.endsAt && now >= stopped.at ? stopped.at : undefined;
  const statuses = timeline.steps.flatMap(leavesOf).map((leaf) => statusOf(leaf, now, cutAt));
  const count = (status: Step["status"]) => statuses.filter((each) => each === status).length;
  const counts = {
    pending_steps: count("PENDING"),
    running_steps: count("RUNNING"),
    success_steps: count("SUCCESS"),
    error_steps: count("ERROR"),
    total_steps: statuses.length,
  };
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0)),
    steps: timeline.steps.map((step) => viewStep(step, now, cutAt)),
  };
}

/** What a deployment that was cut short was doing at that moment counts as failed: `Step` knows no cancelled. */
function statusOf(step: PlannedStep, now: number, cutAt: number | undefined): Step["status"] {
  const at = cutAt ?? now;
  if (at < step.startsAt) return "PENDING";
  if (at < step.endsAt) return cutAt === undefined ? "RUNNING" : "ERROR";
  return step.failed ? "ERROR" : "SUCCESS";
}

function viewStep(step: PlannedStep, now: number, cutAt: number | undefined): Step {
  const status = statusOf(step, now, cutAt);
  const ended = status === "SUCCESS" || status === "ERROR";
  return {
    name: step.name,
    status,
    ...(step.steps ? { steps: step.steps.map((child) => viewStep(child, now, cutAt)) } : {}),
    ...(status === "PENDING" ? {} : { started_at: rfc3339Nano(step.startsAt) }),
    ...(ended ? { ended_at: rfc3339Nano(Math.min(step.endsAt, cutAt ?? step.endsAt)) } : {}),
    ...(ended && step.reason && cutAt === undefined ? { reason: step.reason } : {}),
    ...(step.componentName ? { component_name: step.componentName } : {}),
    ...(step.messageBase ? { message_base: step.messageBase } : {}),
  };
}
