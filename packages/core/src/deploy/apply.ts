import {
  type App,
  type AppPlatformClient,
  AppPlatformError,
  type Clock,
  OutcomeUnknown,
} from "../api/index.ts";
import type { LiveApp } from "./decide.ts";
import type { DeployPlan } from "./plan.ts";
import { pushDeployment } from "./push.ts";
import { isSameSpec } from "./same-spec.ts";
import { currentDeployments, deploymentIds, isOf, startedDeployment, type Write } from "./started.ts";

const LOOK_AGAIN_AFTER_MS = 2_000;
const LOOKS_AFTER_A_LOST_ANSWER = 3;

export interface ApplyOptions {
  /** The app that the plan was made for. What was written to it since makes the plan stale. */
  readonly live?: LiveApp | undefined;
  /** The project that a new app is put in. */
  readonly projectId?: string;
  /** Ends waiting and reading. A write that has begun is not cut off: its deployment would be nobody's. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What carrying out a plan has done. */
export interface Applied {
  readonly app: App;
  /**
   * `started`: a deployment of ours. `adopted`: one that somebody else has started. `unchanged`: there was nothing to
   * do. `stale`: somebody else wrote since the plan was made, and nothing was written.
   */
  readonly outcome: "started" | "adopted" | "unchanged" | "stale";
  /** Absent also where the platform took the spec and started no deployment. */
  readonly deploymentId?: string;
  /** Somebody else wrote another spec at the same moment: `after` ours, so that theirs is live, or just `before`. */
  readonly raced?: "before" | "after";
}

/**
 * Carries out a plan: creates the app, or replaces its spec and refreshes its sources, so that the newest commit is
 * what runs, or starts or adopts a deployment. A write whose answer was lost is never repeated: what happened is
 * looked up.
 *
 * Nothing in this API compares and sets. So the app is read right before and right after it is written; a write of
 * somebody else between the two is seen afterwards (`raced`).
 *
 * @throws AppPlatformError of the write; `NotApplied` where a look afterwards found no effect.
 */
export async function applyPlan(
  client: AppPlatformClient,
  plan: DeployPlan,
  options: ApplyOptions = {},
): Promise<Applied> {
  const { appId } = plan;
  if (appId === undefined) return create(client, plan, options);
  const app = await client.apps.get(appId, callOptions(options));
  if (options.live && isStale(options.live, app)) return { app, outcome: "stale" };
  switch (plan.action) {
    case "none":
      return { app, outcome: "unchanged", ...idOf(plan.deploymentId) };
    case "adopt":
      return plan.deploymentId === undefined
        ? pushDeployment(client, app, plan, { clock: clockOf(client, options), ...callOptions(options) })
        : { app, outcome: "adopted", deploymentId: plan.deploymentId };
    case "deploy":
      return deploy(client, app, appId, options);
    default:
      return update(client, app, plan, appId, options);
  }
}

async function create(client: AppPlatformClient, plan: DeployPlan, options: ApplyOptions): Promise<Applied> {
  const { projectId } = options;
  const body = { spec: plan.spec, ...(projectId === undefined ? {} : { project_id: projectId }) };
  options.signal?.throwIfAborted();
  const before = new Set<string>();
  try {
    return await withDeployment(client, await client.apps.create(body), plan, before, options);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const app = await lookAgain(options, client, () => client.apps.findByName(plan.appName));
    if (!app) throw new NotApplied("create the app", error);
    return isOurs(app, plan) ? withDeployment(client, app, plan, before, options) : { app, outcome: "stale" };
  }
}

async function update(
  client: AppPlatformClient,
  known: App,
  plan: DeployPlan,
  appId: string,
  options: ApplyOptions,
): Promise<Applied> {
  const before = deploymentIds(known);
  const body = { spec: plan.spec, update_all_source_versions: true };
  options.signal?.throwIfAborted();
  try {
    return await withDeployment(client, await client.apps.update(appId, body), plan, before, options);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const app = await lookAgain(options, client, async () => {
      const now = await client.apps.get(appId);
      return [...deploymentIds(now)].some((id) => !before.has(id)) ? now : undefined;
    });
    if (!app) throw new NotApplied("update the app", error);
    return isOurs(app, plan) ? withDeployment(client, app, plan, before, options) : { app, outcome: "stale" };
  }
}

/** After a lost answer: another run may have been the one that wrote. */
function isOurs(app: App, plan: DeployPlan): boolean {
  return app.spec === undefined || isSameSpec(app.spec, plan.spec);
}

async function deploy(
  client: AppPlatformClient,
  before: App,
  appId: string,
  options: ApplyOptions,
): Promise<Applied> {
  const write: Write = { spec: before.spec ?? {}, before: deploymentIds(before) };
  options.signal?.throwIfAborted();
  try {
    const { id } = await client.deployments.create(appId);
    return { app: before, outcome: "started", ...idOf(id) };
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const found = await lookAgain(options, client, async () => {
      const now = await client.apps.get(appId);
      return currentDeployments(now).find((each) => isOf(write, each));
    });
    if (!found) throw new NotApplied("start a deployment", error);
    return { app: before, outcome: "started", ...idOf(found.id) };
  }
}

/** The answer to a write was lost or an error, and a look afterwards found that it had no effect. */
export class NotApplied extends AppPlatformError {
  override name = "NotApplied";

  constructor(what: string, error: OutcomeUnknown) {
    const said = error.serverMessage
      ? `it answered "${error.serverMessage}". A spec that names a branch, an image or a repository that cannot be read gets such an answer.`
      : "its answer was lost.";
    super(`DigitalOcean did not ${what}: ${said} Nothing has changed: run the job again.`, {
      operation: error.operation,
      attempts: error.attempts,
      ...(error.status === undefined ? {} : { status: error.status }),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    });
  }
}

/** Whether somebody has written the app, or started a deployment, since it was read. */
function isStale(read: LiveApp, now: App): boolean {
  if (read.spec && now.spec && !isSameSpec(read.spec, now.spec)) return true;
  if (read.pinned_deployment?.id !== now.pinned_deployment?.id) return true;
  const known = deploymentIds(read);
  return [...deploymentIds(now)].some((id) => !known.has(id));
}

/** An effect may show a little later than the answer that was lost. */
async function lookAgain<T>(
  options: ApplyOptions,
  client: AppPlatformClient,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let looked = 1; ; looked++) {
    const found = await look();
    if (found !== undefined || looked >= LOOKS_AFTER_A_LOST_ANSWER) return found;
    await clockOf(client, options).sleep(LOOK_AGAIN_AFTER_MS);
  }
}

async function withDeployment(
  client: AppPlatformClient,
  answer: App,
  plan: DeployPlan,
  before: ReadonlySet<string>,
  options: ApplyOptions,
): Promise<Applied> {
  // Compared is the platform's copy with the platform's copy: what it makes of a spec is no difference then.
  const write: Write = { spec: answer.spec ?? plan.spec, before };
  const id = answer.id ?? plan.appId;
  const written = id === undefined ? answer : { ...answer, id };
  const look = { clock: clockOf(client, options), ...callOptions(options) };
  const deployment = await startedDeployment(client, written, write, look);
  // Nobody knew of a new app before. A job that is being canceled must still learn what it has started.
  if (id === undefined || plan.appId === undefined || options.signal?.aborted)
    return { app: written, outcome: "started", ...idOf(deployment?.id) };
  const app = await client.apps.get(id, callOptions(options));
  const raced = await race(client, app, deployment?.previous_deployment_id, write, options);
  return { app, outcome: "started", ...idOf(deployment?.id), ...(raced ? { raced } : {}) };
}

/** Who wrote between our last read and our write, or since. */
async function race(
  client: AppPlatformClient,
  app: App,
  previousId: string | undefined,
  { spec, before }: Write,
  options: ApplyOptions,
): Promise<Applied["raced"]> {
  if (app.spec && !isSameSpec(app.spec, spec)) return "after";
  if (!previousId || before.size === 0 || before.has(previousId) || app.id === undefined) return undefined;
  const previous = await client.deployments.get(app.id, previousId, callOptions(options));
  // A push deploys the spec that was there before us, which is no race.
  const asked = previous.cause_details?.type === "MANUAL";
  return asked && previous.spec && !isSameSpec(previous.spec, spec) ? "before" : undefined;
}

function idOf(deploymentId: string | undefined): { deploymentId?: string } {
  return deploymentId === undefined ? {} : { deploymentId };
}

function clockOf(client: AppPlatformClient, { clock }: ApplyOptions): Clock {
  return clock ?? client.transport.clock;
}

function callOptions({ signal }: ApplyOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
