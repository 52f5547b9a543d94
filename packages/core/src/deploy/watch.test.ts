// What a person sees who watches a deployment.
import { describe, expect, it } from "vitest";
import type { Deployment, DeploymentStep } from "../api/index.ts";
import { type Answer, broken, json, refusal, type Sent, scriptedClient, thrownBy } from "../api/testing.ts";
import { type WatchOptions, watchDeployment } from "./watch.ts";
import type { DeploymentEvent } from "./watch-events.ts";

const MINUTE_MS = 60_000;

type Story = (elapsedMs: number) => Deployment;

/** A platform whose deployment `d1` is at any time what the story says. */
function platform(
  story: Story,
  answers: (elapsedMs: number, sent: Sent) => Answer | undefined = () => undefined,
) {
  let startMs: number | undefined;
  const answer: Answer = (sent, signal) => {
    startMs ??= sent.atMs;
    const elapsedMs = sent.atMs - startMs;
    const other = answers(elapsedMs, sent);
    return (other ?? json({ deployment: { id: "d1", ...story(elapsedMs) } }))(sent, signal);
  };
  const scripted = scriptedClient(answer);
  const watch = async (options: Partial<WatchOptions> = {}) => {
    const events: DeploymentEvent[] = [];
    const all = { appId: "a1", deploymentId: "d1", random: () => 0.5, ...options };
    for await (const event of watchDeployment(scripted.client, all)) events.push(event);
    return events;
  };
  return { ...scripted, watch: (options?: Partial<WatchOptions>) => scripted.run(watch(options)) };
}

/** Events as a line each. */
function told(events: readonly DeploymentEvent[]): string[] {
  return events.map((event) => {
    switch (event.kind) {
      case "phase":
        return `phase ${event.phase}`;
      case "step":
        return `${event.path.join("/")} ${event.status}${event.reason?.code ? ` ${event.reason.code}` : ""}`;
      case "notice":
        return `notice ${event.message}`;
      case "ended":
        return `ended ${event.outcome}${event.successorId ? ` by ${event.successorId}` : ""}`;
      default:
        return event satisfies never;
    }
  });
}

const steps = (...list: DeploymentStep[]) => ({ progress: { steps: list } });

/** Six minutes, in which one of twenty components is done every fifteen seconds. */
const SIX_MINUTES: Story = (elapsedMs) => {
  const done = Math.floor(elapsedMs / 15_000);
  return {
    phase: elapsedMs < 4 * MINUTE_MS ? "BUILDING" : elapsedMs < 6 * MINUTE_MS ? "DEPLOYING" : "ACTIVE",
    ...steps(
      ...Array.from({ length: 24 }, (_, index) => ({
        name: `step-${index}`,
        status: index < done ? "SUCCESS" : index === done ? "RUNNING" : "PENDING",
      })),
    ),
  };
};

describe("a deployment that succeeds", () => {
  it("is told by its changes, each once and in the order in which they make sense", async () => {
    const times = { started_at: "2026-01-05T09:00:00Z", ended_at: "2026-01-05T09:00:42Z" };
    const build = (status: string, more: object = {}) => ({
      name: "build",
      status,
      steps: [{ name: "web", component_name: "web", status, ...more }],
    });
    const { watch } = platform((elapsedMs) => {
      if (elapsedMs < 5_000) return { phase: "PENDING_BUILD" };
      if (elapsedMs < 40_000) return { phase: "BUILDING", ...steps(build("RUNNING")) };
      return { phase: "ACTIVE", ...steps(build("SUCCESS", times)) };
    });
    const events = await watch();
    expect(told(events)).toEqual([
      "phase PENDING_BUILD",
      "phase BUILDING",
      "build RUNNING",
      "build/web RUNNING",
      "build SUCCESS",
      "build/web SUCCESS",
      "phase ACTIVE",
      "ended active",
    ]);
    expect(events.find((event) => event.kind === "step" && event.elapsedMs !== undefined)).toMatchObject({
      component: "web",
      leaf: true,
      elapsedMs: 42_000,
    });
  });

  it("of six minutes costs no more than 60 calls, though something moves all the time", async () => {
    const { watch, sent } = platform(SIX_MINUTES);
    expect((await watch()).at(-1)).toMatchObject({ outcome: "active" });
    expect(sent.length).toBeLessThanOrEqual(60);
  });

  it("of six minutes costs no more than 60 calls even where each look finds news and the jitter is shortest", async () => {
    let looks = 0;
    const { watch, sent } = platform((elapsedMs) => ({
      phase: elapsedMs < 6 * MINUTE_MS ? "BUILDING" : "ACTIVE",
      ...steps({ name: "build", status: looks++ % 2 ? "RUNNING" : "SUCCESS" }),
    }));
    await watch({ random: () => 0 });
    expect(sent.length).toBeLessThanOrEqual(60);
  });

  it("is seen within about ten seconds of its end", async () => {
    const { watch, sent } = platform((elapsedMs) => ({
      phase: elapsedMs < 10 * MINUTE_MS ? "BUILDING" : "ACTIVE",
    }));
    await watch({ random: () => 1 });
    const lastMs = (sent.at(-1)?.atMs ?? 0) - (sent[0]?.atMs ?? 0);
    expect(lastMs - 10 * MINUTE_MS).toBeLessThanOrEqual(11_000);
  });

  it("is looked at every two seconds at first, and less often while nothing moves", async () => {
    const { watch, sent } = platform((elapsedMs) => ({
      phase: elapsedMs < MINUTE_MS ? "BUILDING" : "ACTIVE",
    }));
    await watch();
    const gapsMs = sent.slice(1).map(({ atMs }, index) => atMs - (sent[index]?.atMs ?? 0));
    expect(gapsMs.map((ms) => Math.round(ms / 100) / 10)).toEqual([2, 3, 4.5, 6.8, 10, 10, 10, 10, 10]);
  });

  it("is looked at less often when the token's hour is nearly used up", async () => {
    const quota = {
      "ratelimit-limit": "5000",
      "ratelimit-remaining": "400",
      "ratelimit-reset": "1767606000",
    };
    const phase = (elapsedMs: number) => (elapsedMs < 2 * MINUTE_MS ? "BUILDING" : "ACTIVE");
    const { watch, sent } = platform(
      () => ({}),
      (elapsedMs) => json({ deployment: { id: "d1", phase: phase(elapsedMs) } }, 200, quota),
    );
    await watch();
    expect(sent).toHaveLength(5);
  });
});

describe("the phase alone decides", () => {
  it("so that a deployment without steps has not succeeded", async () => {
    const { watch } = platform((elapsedMs) => ({
      phase: elapsedMs < MINUTE_MS ? "PENDING_BUILD" : "ACTIVE",
      progress: { success_steps: 0, total_steps: 0, steps: [] },
    }));
    expect(told(await watch())).toEqual(["phase PENDING_BUILD", "phase ACTIVE", "ended active"]);
  });

  it("so that steps that all succeeded are not yet the end", async () => {
    const { watch } = platform((elapsedMs) => ({
      phase: elapsedMs < MINUTE_MS ? "DEPLOYING" : "ERROR",
      ...steps({ name: "build", status: "SUCCESS" }),
    }));
    expect((await watch()).at(-1)).toMatchObject({ outcome: "error" });
  });

  it("and one that is new is shown and waited on", async () => {
    const { watch } = platform((elapsedMs) => ({ phase: elapsedMs < MINUTE_MS ? "PONDERING" : "ACTIVE" }));
    expect(told(await watch())).toEqual(["phase PONDERING", "phase ACTIVE", "ended active"]);
  });

  it("or its absence, without progress", async () => {
    const { watch } = platform((elapsedMs) => (elapsedMs < MINUTE_MS ? {} : { phase: "CANCELED" }));
    expect(told(await watch())).toEqual(["phase UNKNOWN", "phase CANCELED", "ended canceled"]);
  });
});

describe("steps", () => {
  it("of the same name are told apart", async () => {
    const { watch } = platform((elapsedMs) => ({
      phase: elapsedMs < MINUTE_MS ? "BUILDING" : "ACTIVE",
      ...steps({ name: "build", status: "SUCCESS" }, { name: "build", status: "RUNNING" }),
    }));
    expect(told(await watch())).toEqual([
      "phase BUILDING",
      "build SUCCESS",
      "build RUNNING",
      "phase ACTIVE",
      "ended active",
    ]);
  });

  it("that ended between two looks stand where they belong: before the new phase, or in it", async () => {
    const { watch } = platform((elapsedMs) =>
      elapsedMs < MINUTE_MS
        ? { phase: "BUILDING" }
        : elapsedMs < 2 * MINUTE_MS
          ? {
              phase: "DEPLOYING",
              ...steps(
                { name: "build", status: "SUCCESS" },
                { name: "deploy", status: "RUNNING", steps: [{ name: "initialize", status: "SUCCESS" }] },
              ),
            }
          : { phase: "ACTIVE" },
    );
    expect(told(await watch())).toEqual([
      "phase BUILDING",
      "build SUCCESS",
      "phase DEPLOYING",
      "deploy RUNNING",
      "deploy/initialize SUCCESS",
      "phase ACTIVE",
      "ended active",
    ]);
  });

  it("that fail bring their reason", async () => {
    const reason = { code: "BuildJobExitNonZero", message: "exit 1" };
    const { watch } = platform(() => ({
      phase: "ERROR",
      ...steps({ name: "build", status: "ERROR", reason }),
    }));
    expect(told(await watch())).toEqual(["build ERROR BuildJobExitNonZero", "phase ERROR", "ended error"]);
  });
});

describe("a deployment that another took over", () => {
  const deployment = (id: string, createdAt: string) => ({ id, created_at: createdAt });
  const superseded = (app: object) =>
    platform(
      () => ({ phase: "SUPERSEDED", created_at: "2026-01-05T09:00:00Z" }),
      (_, { path }) => (path === "/v2/apps/a1" ? json({ app }) : undefined),
    );

  it("ends as superseded, with its successor", async () => {
    const { watch } = superseded({
      active_deployment: deployment("d0", "2026-01-04T09:00:00Z"),
      in_progress_deployment: deployment("d2", "2026-01-05T09:01:00Z"),
    });
    expect(told(await watch())).toEqual(["phase SUPERSEDED", "ended superseded by d2"]);
  });

  it("has no successor in a deployment that is older", async () => {
    const { watch } = superseded({ active_deployment: deployment("d0", "2026-01-04T09:00:00Z") });
    expect(told(await watch())).toEqual(["phase SUPERSEDED", "ended superseded"]);
  });

  it("ends so even where the app cannot be read", async () => {
    const { watch } = platform(
      () => ({ phase: "SUPERSEDED" }),
      (_, { path }) => (path === "/v2/apps/a1" ? refusal(403, "no") : undefined),
    );
    expect(told(await watch())).toEqual(["phase SUPERSEDED", "ended superseded"]);
  });
});

describe("an outage", () => {
  const outage = (fromMs: number, toMs: number, answer: Answer) => (elapsedMs: number) =>
    elapsedMs >= fromMs && elapsedMs < toMs ? answer : undefined;

  it.each([
    ["503", refusal(503, "busy")],
    ["a connection that breaks", broken()],
  ])("of %s for three minutes is two notices", async (_, answer) => {
    const { watch } = platform(
      (elapsedMs) => ({ phase: elapsedMs < 5 * MINUTE_MS ? "BUILDING" : "ACTIVE" }),
      outage(MINUTE_MS, 4 * MINUTE_MS, answer),
    );
    expect(told(await watch())).toEqual([
      "phase BUILDING",
      expect.stringMatching(/^notice The deployment cannot be read for now/),
      "notice The deployment can be read again.",
      "phase ACTIVE",
      "ended active",
    ]);
  });

  it("that lasts ends with the time-out, on time, with what was seen last", async () => {
    const { watch, clock } = platform(
      () => ({ phase: "BUILDING" }),
      outage(MINUTE_MS, Number.POSITIVE_INFINITY, broken()),
    );
    const startMs = clock.now();
    expect((await watch({ timeoutMs: 5 * MINUTE_MS })).at(-1)).toEqual({
      kind: "ended",
      outcome: "timed-out",
      deployment: { id: "d1", phase: "BUILDING" },
    });
    expect(clock.now() - startMs).toBe(5 * MINUTE_MS);
  });

  it.each([[401], [403], [404]])("is not what a refusal with %i is: it ends the watch", async (status) => {
    const { client, run } = scriptedClient(refusal(status, "no"));
    const watch = watchDeployment(client, { appId: "a1", deploymentId: "d1" });
    expect(await run(thrownBy(watch.next()))).toMatchObject({ status });
  });
});

describe("the end of patience", () => {
  it("is an event, and the deployment goes on", async () => {
    const { watch, sent } = platform(() => ({ phase: "BUILDING" }));
    expect(told(await watch({ timeoutMs: 10 * MINUTE_MS }))).toEqual(["phase BUILDING", "ended timed-out"]);
    expect(sent.every(({ method }) => method === "GET")).toBe(true);
  });

  it("by an abort throws the signal's reason", async () => {
    const aborter = new AbortController();
    const reason = new Error("the job was canceled");
    const { watch, clock } = platform(() => ({ phase: "BUILDING" }));
    clock.sleep(MINUTE_MS).then(() => aborter.abort(reason));
    const startMs = clock.now();
    expect(await thrownBy(watch({ signal: aborter.signal }))).toBe(reason);
    expect(clock.now() - startMs).toBe(MINUTE_MS);
  });
});
