// Every operation of the API as a call of the client, in a scene where it can do its work.
import { setTimeout as delay } from "node:timers/promises";
import { AppPlatformClient, type AppSpec } from "@app-platform-toolkit/core";
import type { Simulator } from "../simulator/index.ts";

export interface Scene {
  readonly simulator: Simulator;
  readonly name: string;
  readonly appId: string;
  /** The one that is active. */
  readonly deploymentId: string;
  /** What {@link Write.prepare} has made. */
  readonly id: string;
}

type World = NonNullable<ReturnType<Simulator["appNamed"]>>;

interface Write {
  /** Brings the app where the write can be done; returns the id of what it is done to. */
  prepare?(client: AppPlatformClient, scene: Omit<Scene, "id">): Promise<string>;
  /** How often its effect can be seen in the world; `undefined`: the app is not there. */
  effects(app: World | undefined, scene: Scene): number;
}

export interface Operation {
  readonly id: string;
  readonly call: (client: AppPlatformClient, scene: Scene) => Promise<unknown>;
  /** Only for operations that change something. */
  readonly write?: Write;
}

const web = { name: "web", github: { repo: "acme/shop", branch: "main" } };

export const spec = (name: string): AppSpec => ({
  name,
  region: "fra",
  alerts: [{ rule: "DEPLOYMENT_FAILED" }],
  services: [
    {
      ...web,
      envs: [{ key: "TOKEN", value: "hush-hush", type: "SECRET" }],
      instance_size_slug: "apps-d-1vcpu-0.5gb",
      autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } },
    },
  ],
  jobs: [{ ...web, name: "report", kind: "SCHEDULED", schedule: { cron: "*/15 * * * *" } }],
});

const changed = (name: string): AppSpec => ({ ...spec(name), services: [{ ...web, instance_count: 1 }] });

/** How many deployments there are beside the first, and those that preparing has made. */
const moreDeployments = (prepared: number) => (app: World | undefined) =>
  (app?.deployments.length ?? 0) - 1 - prepared;

const startRollback: Write["prepare"] = async (client, { appId, deploymentId }) =>
  (await client.rollback.create(appId, deploymentId)).id ?? "";

const firstOf = async <T extends { readonly id?: string }>(items: AsyncIterable<T>): Promise<string> => {
  for await (const { id } of items) return id ?? "";
  return "";
};

const all = async (items: AsyncIterable<unknown>): Promise<unknown[]> => {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
};

export const READS: readonly Operation[] = [
  { id: "apps_list", call: (client) => all(client.apps.list({ withProjects: true })) },
  { id: "apps_get", call: (client, { appId }) => client.apps.get(appId) },
  {
    id: "apps_validate_appSpec",
    call: (client, { name, appId }) => client.apps.propose({ spec: spec(name), app_id: appId }),
  },
  { id: "apps_get_health", call: (client, { appId }) => client.apps.health(appId) },
  { id: "apps_get_instances", call: (client, { appId }) => client.apps.instances(appId) },
  {
    id: "apps_list_deployments",
    call: (client, { appId }) => all(client.deployments.list(appId, { types: ["MANUAL", "AUTOSCALED"] })),
  },
  {
    id: "apps_get_deployment",
    call: (client, { appId, deploymentId }) => client.deployments.get(appId, deploymentId),
  },
  {
    id: "apps_validate_rollback",
    call: (client, { appId, deploymentId }) =>
      client.rollback.validate(appId, deploymentId, { skipPin: true }),
  },
  {
    id: "apps_list_job_invocations",
    call: (client, { appId, deploymentId }) =>
      all(client.jobs.list(appId, { jobNames: ["report"], deploymentId })),
  },
  {
    id: "apps_get_job_invocation",
    call: async (client, { simulator, name, appId }) =>
      client.jobs.get(appId, simulator.appNamed(name)?.jobInvocations[0]?.id ?? "", { jobName: "report" }),
  },
  {
    id: "apps_list_events",
    call: (client, { appId }) => all(client.events.list(appId, { types: ["AUTOSCALING"] })),
  },
  {
    id: "apps_get_event",
    call: async (client, { simulator, name, appId }) =>
      client.events.get(appId, simulator.appNamed(name)?.autoscalings[0]?.id ?? ""),
  },
  { id: "apps_list_alerts", call: (client, { appId }) => client.alerts.list(appId) },
  {
    id: "apps_get_metrics_bandwidth_daily",
    call: (client, { appId }) => client.metrics.bandwidth(appId, { date: "2026-01-05T00:00:00Z" }),
  },
  {
    id: "apps_list_metrics_bandwidth_daily",
    call: (client, { appId }) => client.metrics.bandwidthOf([appId], { date: "2026-01-05T00:00:00Z" }),
  },
  {
    id: "apps_get_logs",
    call: (client, { appId, deploymentId }) =>
      client.logs.deployment(appId, deploymentId, { type: "BUILD", component: "web", tailLines: 5 }),
  },
  {
    id: "apps_get_logs_aggregate",
    call: (client, { appId, deploymentId }) =>
      client.logs.deployment(appId, deploymentId, { type: "DEPLOY" }),
  },
  {
    id: "apps_get_logs_active_deployment",
    call: (client, { appId }) => client.logs.active(appId, { type: "RUN", component: "web", follow: true }),
  },
  {
    id: "apps_get_logs_active_deployment_aggregate",
    call: (client, { appId }) => client.logs.active(appId, { type: "RUN", instanceTimeoutMs: 60_000 }),
  },
  {
    id: "apps_get_job_invocation_logs",
    call: async (client, { simulator, name, appId }) => {
      const run = simulator.appNamed(name)?.jobInvocations[0]?.id ?? "";
      return client.logs.jobInvocation(appId, "report", run, { tailLines: 5 });
    },
  },
  {
    id: "apps_get_event_logs",
    call: async (client, { simulator, name, appId }) =>
      client.logs.event(appId, simulator.appNamed(name)?.autoscalings[0]?.id ?? ""),
  },
  { id: "apps_get_exec_active_deployment", call: (client, { appId }) => client.exec.url(appId, "web") },
  {
    id: "apps_get_exec",
    call: (client, { appId, deploymentId }) => client.exec.url(appId, "web", { deploymentId }),
  },
  { id: "apps_list_regions", call: (client) => client.catalog.regions() },
  { id: "apps_list_instanceSizes", call: (client) => client.catalog.sizes() },
  { id: "apps_get_instanceSize", call: (client) => client.catalog.size("apps-d-1vcpu-1gb") },
];

export const WRITES: readonly Operation[] = [
  {
    id: "apps_create",
    call: (client, { name }) => client.apps.create({ spec: spec(`${name}-new`) }),
    write: {
      effects: (_, { simulator, name }) => simulator.appNamed(`${name}-new`)?.deployments.length ?? 0,
    },
  },
  {
    id: "apps_update",
    call: (client, { appId, name }) =>
      client.apps.update(appId, { spec: changed(name), update_all_source_versions: true }),
    write: { effects: moreDeployments(0) },
  },
  {
    id: "apps_delete",
    call: (client, { appId }) => client.apps.delete(appId),
    write: { effects: (app) => (app ? 0 : 1) },
  },
  {
    id: "apps_restart",
    call: (client, { appId }) => client.apps.restart(appId, { components: ["web"] }),
    write: { effects: moreDeployments(0) },
  },
  {
    id: "apps_create_deployment",
    call: (client, { appId }) => client.deployments.create(appId, { force_build: true }),
    write: { effects: moreDeployments(0) },
  },
  {
    id: "apps_cancel_deployment",
    call: (client, { appId, id }) => client.deployments.cancel(appId, id),
    write: {
      prepare: async (client, { appId }) => (await client.deployments.create(appId)).id ?? "",
      effects: (app) => (app?.deployments.at(-1)?.stopped?.phase === "CANCELED" ? 1 : 0),
    },
  },
  {
    id: "apps_create_rollback",
    call: (client, { appId, deploymentId }) => client.rollback.create(appId, deploymentId),
    write: { effects: moreDeployments(0) },
  },
  {
    id: "apps_commit_rollback",
    call: (client, { appId }) => client.rollback.commit(appId),
    write: { prepare: startRollback, effects: (app) => (app?.pinned ? 0 : 1) },
  },
  {
    id: "apps_revert_rollback",
    call: (client, { appId }) => client.rollback.revert(appId),
    write: { prepare: startRollback, effects: moreDeployments(1) },
  },
  {
    id: "apps_assign_alertDestinations",
    call: (client, { appId, id }) =>
      client.alerts.setDestinations(appId, id, {
        emails: ["sammy@example.com"],
        slack_webhooks: [{ url: "https://hooks.slack.example/hush", channel: "ops" }],
      }),
    write: {
      prepare: async (client, { appId }) => (await client.alerts.list(appId))[0]?.id ?? "",
      effects: (app) =>
        [...(app?.alerts.values() ?? [])].filter(({ emails }) => emails.includes("sammy@example.com")).length,
    },
  },
  {
    id: "apps_cancel_event",
    call: (client, { appId, id }) => client.events.cancel(appId, id),
    write: {
      prepare: (client, { simulator, appId }) => {
        const begun = () => firstOf(client.events.list(appId, { types: ["AUTOSCALING"] }));
        return untilThereIs(simulator, begun);
      },
      effects: (app) => (app?.autoscalings.at(-1)?.canceledAt === undefined ? 0 : 1),
    },
  },
  {
    id: "apps_cancel_job_invocation",
    call: (client, { appId, id }) => client.jobs.cancel(appId, id, { jobName: "report" }),
    write: {
      prepare: async (client, { simulator, appId }) => {
        simulator.advance(15 * 60_000 - (simulator.now() % (15 * 60_000)));
        return firstOf(client.jobs.list(appId));
      },
      effects: (app) => app?.jobInvocations.filter(({ canceledAt }) => canceledAt !== undefined).length ?? 0,
    },
  },
];

async function untilThereIs(simulator: Simulator, find: () => Promise<string>): Promise<string> {
  for (let looks = 0; looks < 200; looks++) {
    const id = await find();
    if (id !== "") return id;
    simulator.advance(20_000);
  }
  throw new Error("What a test waits for has not come.");
}

let scenes = 0;

/** A new app with an active deployment. Its age lets what the platform does by itself have happened. */
export async function newScene(simulator: Simulator, ageMs = 5 * 60_000): Promise<Omit<Scene, "id">> {
  const client = plainClient(simulator);
  const name = `shop-${++scenes}`;
  const app = await client.apps.create({ spec: spec(name) });
  simulator.advance(ageMs);
  const deploymentId = simulator.appNamed(name)?.active?.id;
  if (!app.id || !deploymentId) throw new Error(`${name} is not active after ${ageMs / 60_000} minutes.`);
  return { simulator, name, appId: app.id, deploymentId };
}

export async function prepared({ write }: Operation, scene: Omit<Scene, "id">): Promise<Scene> {
  const id = (await write?.prepare?.(plainClient(scene.simulator), scene)) ?? "";
  return { ...scene, id };
}

/** One that meets no faults, for what comes before and after a test. */
export function plainClient({ url, token }: Simulator): AppPlatformClient {
  return new AppPlatformClient({ baseUrl: url, token });
}

/** A real wait, only for what the simulator does on the wall. */
export async function eventually(holds: () => boolean): Promise<boolean> {
  for (let looks = 0; looks < 500 && !holds(); looks++) await delay(5);
  return holds();
}
