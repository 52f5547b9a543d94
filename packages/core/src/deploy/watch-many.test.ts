// What a person sees who watches many deployments with one token.
import { describe, expect, it } from "vitest";
import type { App, Deployment } from "../api/index.ts";
import { type Answer, broken, json, refusal, type Sent, scriptedClient, thrownBy } from "../api/testing.ts";
import type { DeploymentTarget, WatchLimits } from "./watch.ts";
import { type WatchedEvent, watchDeployments } from "./watch-many.ts";

const MINUTE_MS = 60_000;

interface Life {
  /** Phase by phase: when it begins, in milliseconds. */
  readonly phases: readonly (readonly [atMs: number, phase: string])[];
  /** What took over. */
  readonly successor?: string;
}

/** An account whose apps each have one deployment: `a1` has `d1` and so on. Others fill the list. */
function account(
  lives: readonly Life[],
  {
    others = 0,
    fault,
  }: { others?: number; fault?: (elapsedMs: number, sent: Sent) => Answer | undefined } = {},
) {
  let startMs: number | undefined;
  const deploymentOf = (index: number, elapsedMs: number): Deployment => {
    const phase = lives[index]?.phases.findLast(([atMs]) => atMs <= elapsedMs)?.[1] ?? "PENDING_BUILD";
    return { id: `d${index + 1}`, phase, created_at: "2026-01-05T09:00:00Z" };
  };
  const appOf = (index: number, elapsedMs: number): App => {
    const deployment = deploymentOf(index, elapsedMs);
    const successor = lives[index]?.successor;
    const slot =
      deployment.phase === "ACTIVE"
        ? "active_deployment"
        : deployment.phase === "PENDING_BUILD"
          ? "pending_deployment"
          : "in_progress_deployment";
    // What ended otherwise is no more on the app.
    const gone = ["ERROR", "SUPERSEDED", "CANCELED"].includes(deployment.phase ?? "");
    return {
      id: `a${index + 1}`,
      ...(gone ? {} : { [slot]: deployment }),
      ...(gone && successor
        ? { in_progress_deployment: { id: successor, created_at: "2026-01-05T09:01:00Z" } }
        : {}),
    };
  };
  const answer: Answer = (sent, signal) => {
    startMs ??= sent.atMs;
    const elapsedMs = sent.atMs - startMs;
    const other = fault?.(elapsedMs, sent);
    if (other) return other(sent, signal);
    const one = /^\/v2\/apps\/a(\d+)\/deployments\/d\1$/.exec(sent.path);
    if (one) return json({ deployment: deploymentOf(Number(one[1]) - 1, elapsedMs) })(sent, signal);
    const app = /^\/v2\/apps\/a(\d+)$/.exec(sent.path);
    if (app) return json({ app: appOf(Number(app[1]) - 1, elapsedMs) })(sent, signal);
    const page = Number(new URLSearchParams(sent.path.split("?")[1]).get("page"));
    const apps = [
      ...Array.from({ length: others }, (_, index): App => ({ id: `other-${index}` })),
      ...lives.map((_, index) => appOf(index, elapsedMs)),
    ];
    const next = page * 200 < apps.length ? { next: "https://x" } : {};
    return json({ apps: apps.slice((page - 1) * 200, page * 200), links: { pages: next } })(sent, signal);
  };
  const scripted = scriptedClient(answer);
  const targets = lives.map(
    (_, index): DeploymentTarget => ({ appId: `a${index + 1}`, deploymentId: `d${index + 1}` }),
  );
  const watch = async (options: WatchLimits = {}) => {
    const events: WatchedEvent[] = [];
    for await (const event of watchDeployments(scripted.client, targets, { random: () => 0.5, ...options }))
      events.push(event);
    return events;
  };
  const lists = () => scripted.sent.filter(({ path }) => path.startsWith("/v2/apps?"));
  return { ...scripted, lists, watch: (options?: WatchLimits) => scripted.run(watch(options)) };
}

const building = (endsAtMs: number, end: string): Life => ({
  phases: [
    [0, "BUILDING"],
    [endsAtMs, end],
  ],
});

function told(events: readonly WatchedEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === "notice") return `notice ${event.message}`;
    const where = `${event.appId}/${event.deploymentId}`;
    if (event.kind === "phase") return `${where} ${event.phase}`;
    if (event.kind === "ended")
      return `${where} ended ${event.outcome}${event.successorId ? ` by ${event.successorId}` : ""}`;
    return `${where} ${event.kind}`;
  });
}

describe("many deployments", () => {
  it("are told by app and deployment until the last has ended", async () => {
    const { watch } = account([
      building(20_000, "ACTIVE"),
      building(40_000, "ERROR"),
      building(1, "CANCELED"),
    ]);
    expect(told(await watch())).toEqual([
      "a1/d1 BUILDING",
      "a2/d2 BUILDING",
      "a3/d3 BUILDING",
      "a3/d3 CANCELED",
      "a3/d3 ended canceled",
      "a1/d1 ACTIVE",
      "a1/d1 ended active",
      "a2/d2 ERROR",
      "a2/d2 ended error",
    ]);
  });

  it("cost one call a look, and one more each that ended other than well", async () => {
    const lives = Array.from({ length: 150 }, (_, index) =>
      building(5 * MINUTE_MS, index < 10 ? "ERROR" : "ACTIVE"),
    );
    const { watch, sent, lists } = account(lives);
    expect((await watch()).filter(({ kind }) => kind === "ended")).toHaveLength(150);
    expect(sent.length - lists().length).toBe(10);
    expect(lists().length).toBeGreaterThan(60);
    expect(lists().length).toBeLessThan(100);
  });

  it("stay within 60 calls in any minute, though all fail at once", async () => {
    const { watch, sent } = account(Array.from({ length: 200 }, () => building(MINUTE_MS, "ERROR")));
    expect((await watch()).filter(({ kind }) => kind === "ended")).toHaveLength(200);
    const at = sent.map(({ atMs }) => atMs);
    const busiest = Math.max(
      ...at.map((from) => at.filter((ms) => ms >= from && ms < from + MINUTE_MS).length),
    );
    expect(busiest).toBeLessThanOrEqual(60);
  });

  it("are seen within six seconds", async () => {
    const { watch, clock } = account([building(100_000, "ACTIVE"), building(203_000, "ACTIVE")]);
    const startMs = clock.now();
    await watch({ random: () => 1 });
    expect(clock.now() - startMs - 203_000).toBeLessThan(6_000);
  });

  it("name the successor of one that was superseded", async () => {
    const { watch, sent } = account([
      { ...building(1, "SUPERSEDED"), successor: "d9" },
      building(60_000, "ACTIVE"),
    ]);
    expect(told(await watch())).toContain("a1/d1 ended superseded by d9");
    expect(sent.filter(({ path }) => path === "/v2/apps/a1")).toEqual([]);
  });

  it("are read one by one where that is cheaper than a list of 1,000 apps", async () => {
    const { watch, sent, lists } = account(
      [building(MINUTE_MS, "ACTIVE"), { ...building(MINUTE_MS, "SUPERSEDED"), successor: "d9" }],
      { others: 1_000 },
    );
    expect(told(await watch())).toContain("a2/d2 ended superseded by d9");
    expect(lists()).toHaveLength(6);
    expect(sent.length).toBeGreaterThan(20);
  });

  it("are read no further in the list than needed", async () => {
    const lives = Array.from({ length: 30 }, () => building(MINUTE_MS, "ACTIVE"));
    const { watch, lists } = account(lives, { others: 150 });
    await watch();
    expect(new Set(lists().map(({ path }) => path))).toEqual(new Set(["/v2/apps?page=1&per_page=200"]));
  });

  it("of which one is gone go on without it", async () => {
    const { watch } = account([building(MINUTE_MS, "ERROR"), building(2 * MINUTE_MS, "ACTIVE")], {
      fault: (_, { path }) => (path.includes("/d1") ? refusal(404, "no") : undefined),
    });
    expect(told(await watch())).toEqual([
      "a1/d1 BUILDING",
      "a2/d2 BUILDING",
      "a1/d1 lost",
      "a2/d2 ACTIVE",
      "a2/d2 ended active",
    ]);
  });

  it("end with the time-out, each with what was seen last", async () => {
    const { watch, clock } = account([building(9 * MINUTE_MS, "ACTIVE"), building(MINUTE_MS, "ACTIVE")]);
    const startMs = clock.now();
    const events = await watch({ timeoutMs: 5 * MINUTE_MS });
    expect(told(events).at(-1)).toBe("a1/d1 ended timed-out");
    expect(events.at(-1)).toMatchObject({ deployment: { id: "d1", phase: "BUILDING" } });
    expect(clock.now() - startMs).toBe(5 * MINUTE_MS);
  });

  it("are none: then nothing is asked", async () => {
    const { watch, sent } = account([]);
    expect(await watch()).toEqual([]);
    expect(sent).toEqual([]);
  });
});

it("an outage is two notices, and loses nothing", async () => {
  const { watch } = account([building(2 * MINUTE_MS, "ACTIVE"), building(4 * MINUTE_MS, "ACTIVE")], {
    fault: (elapsedMs) => (elapsedMs > MINUTE_MS && elapsedMs < 3 * MINUTE_MS ? broken() : undefined),
  });
  expect(told(await watch())).toEqual([
    "a1/d1 BUILDING",
    "a2/d2 BUILDING",
    expect.stringMatching(/^notice The deployments cannot be read for now/),
    "a1/d1 ACTIVE",
    "a1/d1 ended active",
    "notice The deployments can be read again.",
    "a2/d2 ACTIVE",
    "a2/d2 ended active",
  ]);
});

it("a token that is refused ends the watch", async () => {
  const { client, run } = scriptedClient(refusal(401, "no"));
  const targets = [
    { appId: "a1", deploymentId: "d1" },
    { appId: "a2", deploymentId: "d2" },
  ];
  expect(await run(thrownBy(watchDeployments(client, targets).next()))).toMatchObject({ status: 401 });
});

it("an abort throws the signal's reason", async () => {
  const aborter = new AbortController();
  const { watch, clock } = account([building(9 * MINUTE_MS, "ACTIVE"), building(MINUTE_MS, "ACTIVE")]);
  clock.sleep(MINUTE_MS).then(() => aborter.abort(new Error("enough")));
  expect(await thrownBy(watch({ signal: aborter.signal }))).toEqual(new Error("enough"));
});

it("few calls left make the looks rare", async () => {
  const headers = {
    "ratelimit-limit": "5000",
    "ratelimit-remaining": "400",
    "ratelimit-reset": "1767606000",
  };
  const apps = ["1", "2"].map((id) => ({
    id: `a${id}`,
    in_progress_deployment: { id: `d${id}`, phase: "BUILDING" },
  }));
  const { client, sent, run } = scriptedClient(json({ apps }, 200, headers));
  const targets = ["1", "2"].map((id) => ({ appId: `a${id}`, deploymentId: `d${id}` }));
  await run(
    (async () => {
      for await (const _ of watchDeployments(client, targets, {
        timeoutMs: 5 * MINUTE_MS,
        random: () => 0.5,
      }));
    })(),
  );
  expect(sent).toHaveLength(10);
});
