// The places where the platform's answers differ from its schema, or the schema from its examples.
import { describe, expect, it } from "vitest";
import { json, scriptedClient, thrownBy } from "./testing.ts";

const answering = (body: unknown) =>
  scriptedClient(() => new Response(body === "" ? "" : JSON.stringify(body)), { maxAttempts: 1 });

describe("a job invocation", () => {
  const bare = {
    id: "j1",
    phase: "SUCCEEDED",
    trigger: { type: "SCHEDULED", scheduled: { schedule: { cron: "0 0 * * *" } } },
  };

  it.each([
    ["under `job_invocation`", { job_invocation: bare }],
    ["bare, as in the schema", bare],
    [
      "as lists of one, as in the example",
      {
        job_invocation: [
          {
            ...bare,
            trigger: [{ type: "SCHEDULE", scheduled: [{ schedule: { cron: "0 0 * * *" } }] }],
          },
        ],
      },
    ],
  ])("is read %s", async (_, body) => {
    expect(await answering(body).client.jobs.get("a1", "j1")).toEqual(bare);
    expect(await answering(body).client.jobs.cancel("a1", "j1")).toEqual(bare);
  });

  it("has SCHEDULED for SCHEDULE in the list too, and keeps what is new", async () => {
    const { client } = answering({
      job_invocations: [
        { id: "j1", trigger: { type: "SCHEDULE" } },
        { id: "j2", trigger: { type: "COSMIC", why: 1 }, mood: "new" },
        { id: "j3" },
      ],
    });
    const all = [];
    for await (const invocation of client.jobs.list("a1")) all.push(invocation);
    expect(all).toEqual([
      { id: "j1", trigger: { type: "SCHEDULED" } },
      { id: "j2", trigger: { type: "COSMIC", why: 1 }, mood: "new" },
      { id: "j3" },
    ]);
  });

  it("is an unknown outcome of a cancel where the answer has none", async () => {
    expect(await thrownBy(answering({ job_invocation: [] }).client.jobs.cancel("a1", "j1"))).toMatchObject({
      name: "OutcomeUnknown",
    });
  });
});

describe("log URLs", () => {
  it.each([
    ["historic_urls of the schema", { historic_urls: ["https://x/1"], live_url: "wss://x" }],
    ["historic_logs of the examples", { historic_logs: ["https://x/1"], live_url: "wss://x", url: "y" }],
  ])("are read from %s", async (_, body) => {
    expect(await answering(body).client.logs.active("a1", { type: "RUN" })).toEqual({
      historicUrls: ["https://x/1"],
      liveUrl: "wss://x",
    });
  });

  it.each([[{}], [{ historic_urls: null, live_url: "" }], [""]])("may be none: %j", async (body) => {
    expect(await answering(body).client.logs.active("a1", { type: "RUN" })).toEqual({ historicUrls: [] });
  });

  it("are asked for by deployment, component, run of a job and event", async () => {
    const { client, sent } = scriptedClient(json({}));
    await client.logs.active("a1", { type: "RUN", follow: true, tailLines: 50, instanceTimeoutMs: 5_000 });
    await client.logs.active("a1", { type: "RUN", component: "web" });
    await client.logs.deployment("a1", "d1", { type: "BUILD" });
    await client.logs.deployment("a1", "d1", { type: "BUILD", component: "web" });
    await client.logs.jobInvocation("a1", "job", "j1", { deploymentId: "d1" });
    await client.logs.event("a1", "e1");
    expect(sent.map(({ path }) => path.slice("/v2/apps/a1".length))).toEqual([
      "/logs?type=RUN&follow=true&tail_lines=50&pod_connection_timeout=5000ms",
      "/components/web/logs?type=RUN",
      "/deployments/d1/logs?type=BUILD",
      "/deployments/d1/components/web/logs?type=BUILD",
      "/jobs/job/invocations/j1/logs?type=JOB_INVOCATION&deployment_id=d1",
      "/events/e1/logs?type=AUTOSCALE_EVENT",
    ]);
  });
});

describe("health", () => {
  const health = { components: [{ name: "web", state: "HEALTHY" }] };
  it.each([[{ app_health: health }], [health]])("is read wrapped or bare", async (body) => {
    expect(await answering(body).client.apps.health("a1")).toEqual(health);
  });
});

describe("rollback", () => {
  it("is committed with an empty answer", async () => {
    expect(await answering("").client.rollback.commit("a1")).toBeUndefined();
  });

  it("that cannot be is an answer, with `valid` left out", async () => {
    const error = { code: "app_pinned", message: "x", components: ["web"] };
    expect(await answering({ error }).client.rollback.validate("a1", "d1")).toEqual({
      valid: false,
      error,
      warnings: [],
    });
  });

  it("is asked for with the deployment, and `skip_pin` where it is said", async () => {
    const { client, sent } = scriptedClient(json({ deployment: { id: "d2" }, valid: true }));
    await client.rollback.create("a1", "d1");
    await client.rollback.create("a1", "d1", { skipPin: true });
    expect(sent.map(({ body }) => body)).toEqual([
      { deployment_id: "d1" },
      { deployment_id: "d1", skip_pin: true },
    ]);
  });
});

it("bandwidth is a number, though it comes as text and zero not at all", async () => {
  const usage = [{ app_id: "a1", bandwidth_bytes: "513668" }, { app_id: "a2" }, { bandwidth_bytes: "1" }];
  const body = { app_bandwidth_usage: usage, date: "2026-01-04T00:00:00Z" };
  expect(await answering(body).client.metrics.bandwidth("a1")).toEqual({
    date: "2026-01-04T00:00:00Z",
    apps: [
      { appId: "a1", bytes: 513668 },
      { appId: "a2", bytes: 0 },
    ],
  });
  expect(await answering({}).client.metrics.bandwidthOf([])).toEqual({ apps: [] });
});

it("times that have not come are left out, but nothing of a spec is", async () => {
  const zero = "0001-01-01T00:00:00Z";
  const spec = { envs: [{ key: "NEVER", value: zero }] };
  const { client } = answering({
    app: {
      id: "a1",
      spec,
      updated_at: zero,
      domains: [{ progress: { steps: [{ started_at: "0001-01-01T00:00:00", status: "PENDING" }] } }],
    },
  });
  expect(await client.apps.get("a1")).toEqual({
    id: "a1",
    spec,
    domains: [{ progress: { steps: [{ status: "PENDING" }] } }],
  });
});

it("fields and values that are new are kept", async () => {
  const deployment = { id: "d1", phase: "HIBERNATING", cause_details: { type: "WEATHER" }, mood: { x: [1] } };
  expect(await answering({ deployment }).client.deployments.get("a1", "d1")).toEqual(deployment);
});

it("lists that are left out are empty, and what is no list is another's answer", async () => {
  expect(await answering({}).client.alerts.list("a1")).toEqual([]);
  expect(await answering({ instances: null }).client.apps.instances("a1")).toEqual([]);
  const { client } = answering({ alerts: "none" });
  expect(String(await thrownBy(client.alerts.list("a1")))).toContain("its `alerts` is no list.");
});

it("the address of a shell is required", async () => {
  const { client, sent } = scriptedClient([json({ url: "wss://x" }), json({ url: "wss://y" }), json({})], {
    maxAttempts: 1,
  });
  expect(await client.exec.url("a1", "web")).toBe("wss://x");
  expect(await client.exec.url("a1", "web", { deploymentId: "d1", instance: "web-1" })).toBe("wss://y");
  expect(sent[1]?.path).toBe("/v2/apps/a1/deployments/d1/components/web/exec?instance_name=web-1");
  expect(String(await thrownBy(client.exec.url("a1", "web")))).toContain("it has no `url`.");
});
