import {
  type App,
  type AppPlatformClient,
  type Clock,
  type Deployment,
  OutcomeUnknown,
  systemClock,
} from "../api/index.ts";
import type { DeployPlan } from "./plan.ts";

/** How long the platform may take to show the deployment that a write has started. */
const DEPLOYMENT_APPEARS_WITHIN_MS = 60_000;
const LOOK_AGAIN_AFTER_MS = 2_000;

export interface ApplyOptions {
  /** The project that a new app is put in. */
  readonly projectId?: string;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** What a write has done. */
export interface Applied {
  readonly app: App;
  /** Of the deployment that the write has started; absent where the platform started none. */
  readonly deploymentId?: string;
}

/**
 * Carries out a plan: creates the app, or replaces its spec and refreshes its sources, so that the newest commit is
 * what runs. A write whose answer was lost is never repeated: what happened is looked up.
 *
 * @throws AppPlatformError of the write; `OutcomeUnknown` where even the look-up cannot tell.
 */
export async function applyPlan(
  client: AppPlatformClient,
  plan: DeployPlan,
  options: ApplyOptions = {},
): Promise<Applied> {
  return plan.appId === undefined ? create(client, plan, options) : update(client, plan, plan.appId, options);
}

async function create(client: AppPlatformClient, plan: DeployPlan, options: ApplyOptions): Promise<Applied> {
  const call = callOptions(options);
  const body = {
    spec: plan.spec,
    ...(options.projectId === undefined ? {} : { project_id: options.projectId }),
  };
  const app = await client.apps.create(body, call).catch(async (error: unknown) => {
    if (!(error instanceof OutcomeUnknown)) throw error;
    const created = await client.apps.findByName(plan.appName, call);
    if (!created) throw error;
    return created;
  });
  return withDeployment(client, app, new Set(), options);
}

async function update(
  client: AppPlatformClient,
  plan: DeployPlan,
  appId: string,
  options: ApplyOptions,
): Promise<Applied> {
  const call = callOptions(options);
  const before = await deploymentIds(client, appId, options);
  const app = await client.apps
    .update(appId, { spec: plan.spec, update_all_source_versions: true }, call)
    .catch(async (error: unknown) => {
      if (!(error instanceof OutcomeUnknown)) throw error;
      const after = await client.apps.get(appId, call);
      if (newDeployment(after, before) === undefined) throw error;
      return after;
    });
  return withDeployment(client, app, before, options);
}

/**
 * The deployment of a write is in its answer, or appears soon after. It is never guessed as "the newest": only one
 * that was not there before the write counts.
 */
async function withDeployment(
  client: AppPlatformClient,
  answer: App,
  before: ReadonlySet<string>,
  options: ApplyOptions,
): Promise<Applied> {
  const clock = options.clock ?? systemClock;
  const giveUpAtMs = clock.now() + DEPLOYMENT_APPEARS_WITHIN_MS;
  let app = answer;
  for (;;) {
    const deploymentId = newDeployment(app, before);
    if (deploymentId !== undefined) return { app, deploymentId };
    if (answer.id === undefined || clock.now() >= giveUpAtMs) return { app };
    await clock.sleep(LOOK_AGAIN_AFTER_MS, options.signal);
    app = await client.apps.get(answer.id, callOptions(options));
  }
}

function newDeployment(app: App, before: ReadonlySet<string>): string | undefined {
  return [app.pending_deployment, app.in_progress_deployment, app.active_deployment]
    .map((deployment?: Deployment) => deployment?.id)
    .find((id) => id !== undefined && id !== "" && !before.has(id));
}

async function deploymentIds(
  client: AppPlatformClient,
  appId: string,
  options: ApplyOptions,
): Promise<Set<string>> {
  const ids = new Set<string>();
  // The newest page is enough: only deployments that still move, or began while we looked, could be mistaken.
  for await (const deployment of client.deployments.list(appId, callOptions(options))) {
    if (deployment.id !== undefined) ids.add(deployment.id);
    if (ids.size >= 200) break;
  }
  return ids;
}

function callOptions({ signal }: ApplyOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
