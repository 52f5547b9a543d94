// npm run bench -- watch
// 200 deployments of the simulator, followed with one token by watchDeployments. Platform and client run on one
// virtual clock: what is counted are requests and virtual seconds, so that the figures do not depend on the machine.
import { AppPlatformClient, type AppSpec, watchDeployments } from "@app-platform-toolkit/core";
import { VirtualClock } from "../../packages/core/src/api/testing.ts";
import { ALL_SCOPES, type Simulator, startSimulator } from "../simulator/index.ts";

const DEPLOYMENTS = 200;
/** Between two deployments that begin. */
const STAGGER_MS = 250;
/** One in so many fails, and is then read by itself. */
const FAILURES_ONE_IN = 10;

export const LIMITS = { requestsAMinute: 60, p95Ms: 6_000 };

export interface WatchFigures {
  readonly deployments: number;
  readonly minutes: number;
  readonly requests: number;
  /** In any minute. */
  readonly busiestMinute: number;
  readonly changes: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

export async function measureWatch(): Promise<WatchFigures> {
  await using simulator = await startSimulator({ speed: 0 });
  const targets = await startDeployments(simulator);
  const clock = new VirtualClock(simulator.now());
  const sentAtMs: number[] = [];
  const client = new AppPlatformClient({
    baseUrl: simulator.url,
    token: simulator.token,
    clock,
    fetch: (url, init) => {
      sentAtMs.push(clock.now());
      // The simulator's clock has whole milliseconds.
      simulator.advance(Math.max(0, Math.floor(clock.now()) - simulator.now()));
      return clock.hold(answerTo(url, init));
    },
  });

  const startMs = clock.now();
  const seen = new Map<string, number[]>();
  const outcomes: Record<string, number> = {};
  await clock.run(
    (async () => {
      for await (const event of watchDeployments(client, targets)) {
        if (event.kind === "phase") append(seen, event.deploymentId, clock.now());
        if (event.kind === "ended") outcomes[event.outcome] = (outcomes[event.outcome] ?? 0) + 1;
      }
    })(),
  );

  const delays = targets
    .flatMap(({ name, deploymentId }) =>
      changesOf(simulator, name)
        .filter((at) => at > startMs)
        // A phase that was over before anybody looked is seen with the next.
        .map((at) => (seen.get(deploymentId)?.find((seenAt) => seenAt >= at) ?? Infinity) - at),
    )
    .sort((a, b) => a - b);
  return {
    deployments: DEPLOYMENTS,
    minutes: (clock.now() - startMs) / 60_000,
    requests: sentAtMs.length,
    busiestMinute: Math.max(
      ...sentAtMs.map((from) => sentAtMs.filter((at) => at >= from && at < from + 60_000).length),
    ),
    changes: delays.length,
    p50Ms: quantile(delays, 0.5),
    p95Ms: quantile(delays, 0.95),
    worstMs: quantile(delays, 1),
    outcomes,
  };
}

/** With a token of its own, so that its calls do not count. */
async function startDeployments(simulator: Simulator) {
  const starter = new AppPlatformClient({
    baseUrl: simulator.url,
    token: simulator.addToken(ALL_SCOPES),
  });
  const targets = [];
  for (let index = 0; index < DEPLOYMENTS; index++) {
    const name = `app-${index}`;
    await starter.apps.create({ spec: specOf(name, index % FAILURES_ONE_IN === 0) });
    const deployment = simulator.appNamed(name)?.deployments[0];
    const appId = simulator.appNamed(name)?.id;
    if (!deployment || !appId) throw new Error(`${name} has no deployment.`);
    targets.push({ name, appId, deploymentId: deployment.id });
    simulator.advance(STAGGER_MS);
  }
  return targets;
}

function specOf(name: string, fails: boolean): AppSpec {
  const source = { name: "web", github: { repo: "acme/shop", branch: "main" } };
  return { name, services: [fails ? { ...source, build_command: "exit 1" } : source] };
}

function changesOf(simulator: Simulator, name: string): number[] {
  const phases = simulator.appNamed(name)?.deployments[0]?.timeline.phases ?? [];
  return phases.map(({ at }) => at);
}

async function answerTo(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text: async () => text };
}

function append(map: Map<string, number[]>, key: string, value: number): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Prints the figures; says whether they are within the limits. */
export async function run(): Promise<boolean> {
  const figures = await measureWatch();
  const { deployments, minutes, requests, busiestMinute, changes, p50Ms, p95Ms, worstMs, outcomes } = figures;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const ended = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  console.log(
    `${deployments} deployments of the simulator, one token, ${minutes.toFixed(1)} virtual minutes: ${ended.join(", ")}`,
  );
  console.table({
    watchDeployments: {
      "requests a minute": (requests / minutes).toFixed(1),
      "busiest minute": busiestMinute,
      "change seen, median": seconds(p50Ms),
      "95th percentile": seconds(p95Ms),
      worst: seconds(worstMs),
    },
    ...Object.fromEntries([2, 10].map((everyS) => [`each every ${everyS} s (computed)`, polling(everyS)])),
  });
  console.log(`${changes} changes of a phase. The platform allows 250 requests a minute and 5,000 an hour.`);
  return busiestMinute <= LIMITS.requestsAMinute && p95Ms <= LIMITS.p95Ms;
}

/** Each deployment asked for at a fixed interval, if the platform allowed it: a change waits evenly up to that long. */
function polling(everyS: number) {
  const aMinute = DEPLOYMENTS * (60 / everyS);
  return {
    "requests a minute": aMinute.toFixed(1),
    "busiest minute": aMinute,
    "change seen, median": `${(everyS * 0.5).toFixed(1)} s`,
    "95th percentile": `${(everyS * 0.95).toFixed(1)} s`,
    worst: `${everyS.toFixed(1)} s`,
  };
}

if (import.meta.main && !(await run())) process.exitCode = 1;
