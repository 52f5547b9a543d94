import {
  type App,
  type AppPlatformClient,
  AppPlatformError,
  type Clock,
  type Deployment,
  OutcomeUnknown,
  systemClock,
} from "../api/index.ts";
import type { DeployPlan } from "./plan.ts";

/** How long the platform may take to show the deployment that a write has started. */
const DEPLOYMENT_APPEARS_WITHIN_MS = 60_000;
const LOOK_AGAIN_AFTER_MS = 2_000;
const LOOKS_AFTER_A_LOST_ANSWER = 3;

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
 * @throws AppPlatformError of the write; `NotApplied` where a look afterwards found no effect.
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
    const created = await lookAgain(options, client, () => client.apps.findByName(plan.appName, call));
    if (!created) throw new NotApplied("create the app", error);
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
      const after = await lookAgain(options, client, async () => {
        const now = await client.apps.get(appId, call);
        return newDeployment(now, before) === undefined ? undefined : now;
      });
      if (!after) throw new NotApplied("update the app", error);
      return after;
    });
  return withDeployment(client, app, before, options);
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

/** An effect may show a little later than the answer that was lost. */
async function lookAgain<T>(
  options: ApplyOptions,
  client: AppPlatformClient,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let looked = 1; ; looked++) {
    const found = await look();
    if (found !== undefined || looked >= LOOKS_AFTER_A_LOST_ANSWER) return found;
    await (options.clock ?? client.transport.clock).sleep(LOOK_AGAIN_AFTER_MS, options.signal);
  }
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
