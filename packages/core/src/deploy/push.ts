import {
  type App,
  type AppPlatformClient,
  AppPlatformError,
  type Clock,
  type Deployment,
} from "../api/index.ts";
import type { Applied } from "./apply.ts";
import { deployedSources } from "./deployed.ts";
import type { DeployPlan } from "./plan.ts";
import { deploymentIds } from "./started.ts";

/** How long the platform may take to hear of a push and to start its deployment. */
const PUSH_ARRIVES_WITHIN_MS = 2 * 60_000;
const LOOK_AGAIN_AFTER_MS = 3_000;
const NEWEST = 20;

/** App Platform deploys each push of this app, and has not deployed the one that was merged. */
export class PushNotDeployed extends AppPlatformError {
  override name = "PushNotDeployed";

  constructor(commit: string, attempts: number) {
    super(
      `App Platform deploys each push of this app (\`deploy_on_push\`), and has started no deployment of ${commit.slice(0, 7)} within two minutes. Look at the app's activity: the GitHub connection may be broken. To deploy it from here, run the job again with \`force-deploy: true\`.`,
      { operation: "apps_list_deployments", attempts },
    );
  }
}

/**
 * Waits for the deployment that the platform itself starts for a push, and adopts it: a second one would replace the
 * first in mid-build. One that is over is adopted too, with its outcome.
 *
 * @throws PushNotDeployed where there is none in time.
 */
export async function pushDeployment(
  client: AppPlatformClient,
  app: App,
  plan: DeployPlan,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<Applied> {
  const appId = app.id ?? plan.appId ?? "";
  const known = deploymentIds(app);
  const commit =
    plan.sources.find(({ deployOnPush, state }) => deployOnPush && state === "changed")?.after ?? "";
  const giveUpAtMs = clock.now() + PUSH_ARRIVES_WITHIN_MS;
  for (let looks = 1; ; looks++) {
    const pushed = await newestPushes(client, appId, signal);
    const ours = pushed.find((deployment) => isOfCommit(deployment, commit));
    if (ours?.id && ours.phase !== "SUPERSEDED") return { app, outcome: "adopted", deploymentId: ours.id };
    // A later push has taken over: whether it has our commit is for the next plan to say, or nobody can tell.
    const later = pushed.find(({ phase }) => !hasEnded(phase));
    if (later?.id && known.has(later.id)) return { app, outcome: "adopted", deploymentId: later.id };
    if (ours || later) return { app: await client.apps.get(appId, { signal }), outcome: "stale" };
    if (clock.now() >= giveUpAtMs) throw new PushNotDeployed(commit, looks);
    await clock.sleep(LOOK_AGAIN_AFTER_MS, signal);
  }
}

async function newestPushes(
  client: AppPlatformClient,
  appId: string,
  signal: AbortSignal | undefined,
): Promise<Deployment[]> {
  const pushed: Deployment[] = [];
  for await (const deployment of client.deployments.list(appId, { types: ["DEPLOY_ON_PUSH"], signal })) {
    pushed.push(deployment);
    if (pushed.length >= NEWEST) break;
  }
  return pushed;
}

/** By the commit of a component or, before the platform tells it, by the cause: `commit 9c35414 pushed to …`. */
function isOfCommit(deployment: Deployment, commit: string): boolean {
  const sources = deployedSources(deployment).map(({ id }) => id);
  return sources.includes(commit) || (deployment.cause ?? "").includes(`commit ${commit.slice(0, 7)}`);
}

function hasEnded(phase: string | undefined): boolean {
  return ["ACTIVE", "ERROR", "CANCELED", "SUPERSEDED"].includes(phase ?? "");
}
