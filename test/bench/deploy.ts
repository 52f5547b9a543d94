// npm run bench -- deploy
// One deployment of six minutes on the simulator, watched with its logs as the action does, beside a client that asks
// for it every two seconds without end. Platform and clients run on a virtual clock: what is counted are calls.
import {
  AppPlatformClient,
  type AppSpec,
  DeploymentLogs,
  type DeploymentTarget,
  watchDeployment,
} from "@app-platform-toolkit/core";
import WebSocket from "ws";
import { VirtualClock } from "../../packages/core/src/api/testing.ts";
import { startSimulator } from "../simulator/index.ts";

const BUILD_S = 240;
const DEPLOY_S = 90;
const POLL_MS = 2_000;

/** How many of the other client's calls ours may take. */
export const MAX_SHARE = 1 / 3;

/** Five services that are done one after the other, so that something moves all the time. */
const SPEC: AppSpec = {
  name: "shop",
  services: [1, 2, 3, 4, 5].map((number) => ({
    name: `service-${number}`,
    github: { repo: "octo/shop", branch: "main" },
    envs: [
      { key: "SIMULATE_BUILD_SECONDS", value: String((BUILD_S / 5) * number) },
      { key: "SIMULATE_DEPLOY_SECONDS", value: String((DEPLOY_S / 5) * number) },
    ],
  })),
};

export interface DeployFigures {
  readonly minutes: number;
  /** Calls of the API by watching with logs, by their operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly total: number;
  readonly logLines: number;
  readonly pollingTotal: number;
  readonly outcomes: readonly string[];
}

export async function measureDeploy(): Promise<DeployFigures> {
  let logLines = 0;
  const ours = await measured(async (client, target, clock) => {
    await using logs = new DeploymentLogs(client, { ...target, clock, onLine: () => logLines++ });
    for await (const event of watchDeployment(client, { ...target, clock, random: () => 0.5 })) {
      logs.follow(event);
      if (event.kind !== "ended") continue;
      await logs.end(event.outcome);
      return event.outcome;
    }
    return "none";
  });
  const polling = await measured(async (client, { appId, deploymentId }, clock) => {
    for (;;) {
      const { phase = "" } = await client.deployments.get(appId, deploymentId);
      if (phase === "ACTIVE" || phase === "ERROR") return phase.toLowerCase();
      await clock.sleep(POLL_MS);
    }
  });
  return {
    minutes: ours.minutes,
    calls: ours.calls,
    total: ours.total,
    logLines,
    pollingTotal: polling.total,
    outcomes: [ours.outcome, polling.outcome],
  };
}

type Watch = (client: AppPlatformClient, target: DeploymentTarget, clock: VirtualClock) => Promise<string>;

/** The same deployment each time, and the calls that watching it takes. */
async function measured(watch: Watch) {
  await using simulator = await startSimulator({ speed: 0, seed: 7 });
  const starter = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const app = await starter.apps.create({ spec: SPEC });
  const { id: deploymentId = "", timeline } = simulator.appNamed("shop")?.deployments[0] ?? {};
  const before = simulator.requests.length;
  const clock = new VirtualClock(simulator.now());
  const startMs = clock.now();
  const client = new AppPlatformClient({
    token: simulator.token,
    baseUrl: simulator.url,
    webSocket: WebSocket,
    clock,
    fetch: (url, init) => {
      simulator.advance(Math.max(0, Math.floor(clock.now()) - simulator.now()));
      return clock.hold(answerTo(url, init));
    },
  });
  const outcome = await clock.run(watch(client, { appId: app.id ?? "", deploymentId }, clock));
  const calls: Record<string, number> = {};
  for (const { operation = "none" } of simulator.requests.slice(before))
    calls[operation] = (calls[operation] ?? 0) + 1;
  return {
    outcome,
    calls,
    total: simulator.requests.length - before,
    minutes: ((timeline?.endsAt ?? Number.NaN) - startMs) / 60_000,
  };
}

async function answerTo(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text: async () => text };
}

/** Prints the figures; says whether they are within the limit. */
export async function run(): Promise<boolean> {
  const { minutes, calls, total, logLines, pollingTotal, outcomes } = await measureDeploy();
  const share = total / pollingTotal;
  console.log(`One deployment of ${minutes.toFixed(1)} virtual minutes, with ${logLines} lines of logs:`);
  console.table({
    "watched, logs included": { calls: total, outcome: outcomes[0] },
    "asked every 2 s": { calls: pollingTotal, outcome: outcomes[1] },
  });
  console.table(calls);
  console.log(`That is ${(100 * share).toFixed(1)} % (at most ${(100 * MAX_SHARE).toFixed(1)} %).`);
  return share <= MAX_SHARE;
}

if (import.meta.main && !(await run())) process.exitCode = 1;
