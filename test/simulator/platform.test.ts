import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./simulator.ts";
import { spec, TestClient, web } from "./test-client.ts";

let simulator: Simulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

const MINUTE = 60_000;
const get = async <T = Record<string, unknown>[]>(path: string, key: string) =>
  (await client.call("GET", path)).body[key] as T;

describe("rolling back", () => {
  const changed = spec({ services: [web({ run_command: "node new.js" })] });

  /** An app with a first deployment and a second one, which changed the spec and is active. */
  async function deployedTwice() {
    const first = await client.createAndDeploy(spec());
    await client.call("PUT", `/v2/apps/${first.id}`, { spec: changed });
    simulator.advance(10 * MINUTE);
    const rollback = (path: string, body: object = { deployment_id: first.active_deployment?.id }) =>
      client.call("POST", `/v2/apps/${first.id}/rollback${path}`, body);
    return { id: first.id, firstId: first.active_deployment?.id ?? "", rollback };
  }

  it("deploys the old spec again and pins the app until it is committed", async () => {
    const { id, firstId, rollback } = await deployedTwice();
    expect((await rollback("/validate")).body).toEqual({ valid: true });
    const { deployment } = (await rollback("")).body;
    expect(deployment).toMatchObject({ cloned_from: firstId, cause_details: { type: "MANUAL_ROLLBACK" } });
    simulator.advance(10 * MINUTE);

    const pinned = await client.app(id);
    expect(pinned.pinned_deployment?.id).toBe(deployment.id);
    expect(pinned.active_deployment?.id).toBe(deployment.id);
    expect((await client.call("POST", `/v2/apps/${id}/deployments`, {})).status).toBe(409);
    expect((await client.call("PUT", `/v2/apps/${id}`, { spec: changed })).status).toBe(409);
    expect((await rollback("/validate")).body).toMatchObject({ valid: false, error: { code: "app_pinned" } });

    const committed = await rollback("/commit", {});
    expect([committed.status, committed.text]).toEqual([200, ""]);
    const free = await client.app(id);
    expect(free).not.toHaveProperty("pinned_deployment");
    expect(free.spec.services?.[0]).not.toHaveProperty("run_command");
  });

  it("is reverted by a deployment of the newest spec", async () => {
    const { id, rollback } = await deployedTwice();
    await rollback("");
    simulator.advance(10 * MINUTE);
    const { deployment } = (await rollback("/revert", {})).body;

    expect(deployment.spec.services?.[0]?.run_command).toBe("node new.js");
    expect(await client.app(id)).not.toHaveProperty("pinned_deployment");
    expect((await rollback("/revert", {})).status).toBe(400);
  });

  it("leaves the app free where it is asked to skip the pin", async () => {
    const { id, firstId, rollback } = await deployedTwice();
    await rollback("", { deployment_id: firstId, skip_pin: true });

    expect(await client.app(id)).not.toHaveProperty("pinned_deployment");
    expect((await rollback("/commit", {})).status).toBe(400);
  });

  it("says why it cannot be, as an answer and not as an error", async () => {
    const { id, rollback } = await deployedTwice();
    const broken = spec({ services: [web({ build_command: "exit 1" })] });
    const failed = (await client.call("PUT", `/v2/apps/${id}`, { spec: broken })).body.app.pending_deployment;
    const underWay = await rollback("/validate", { deployment_id: failed?.id });
    simulator.advance(10 * MINUTE);
    const ended = await rollback("/validate", { deployment_id: failed?.id });

    expect(underWay.body.error.code).toBe("incompatible_phase");
    expect([ended.status, ended.body]).toEqual([
      200,
      {
        valid: false,
        error: {
          code: "incompatible_result",
          message: 'deployment result "failed" is unsuitable for rollback',
        },
      },
    ]);
    expect((await rollback("", { deployment_id: failed?.id })).status).toBe(400);
  });

  it("sees another region and other databases", async () => {
    const { id, rollback } = await deployedTwice();
    await client.call("PUT", `/v2/apps/${id}`, { spec: { ...changed, region: "fra" } });
    expect((await rollback("/validate")).body.error.code).toBe("region_conflict");

    const databases = [{ name: "db", engine: "PG" }];
    await client.call("PUT", `/v2/apps/${id}`, { spec: { ...changed, databases } });
    expect((await rollback("/validate")).body.error.code).toBe("database_config_conflict");
  });

  it("goes back ten successful deployments and no further", async () => {
    const { id, rollback } = await deployedTwice();
    for (let more = 0; more < 8; more++) {
      await client.call("POST", `/v2/apps/${id}/deployments`, {});
      simulator.advance(10 * MINUTE);
    }
    expect((await rollback("/validate")).body.valid).toBe(true);
    await client.call("POST", `/v2/apps/${id}/deployments`, {});
    simulator.advance(10 * MINUTE);

    expect((await rollback("/validate")).body.error.code).toBe("exceeded_revision_limit");
  });

  it("warns of images without a digest and of static sites", async () => {
    const image = { registry_type: "DOCR", repository: "worker", tag: "v1" };
    const app = await client.createAndDeploy(
      spec({ workers: [{ name: "worker", image }], static_sites: [web({ name: "site" })] }),
    );
    const { body } = await client.call("POST", `/v2/apps/${app.id}/rollback/validate`, {
      deployment_id: app.active_deployment?.id,
    });

    expect(body.valid).toBe(true);
    expect(body.warnings.map(({ code, components }) => [code, components])).toEqual([
      ["static_site_requires_rebuild", ["site"]],
      ["image_source_missing_digest", ["worker"]],
    ]);
  });
});

describe("instances, health and autoscaling", () => {
  const autoscaling = { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } };
  const scaled = spec({ services: [web({ instance_size_slug: "apps-d-1vcpu-1gb", autoscaling })] });

  it("names the instances of services and workers, none before they run", async () => {
    const { id } = await client.create(
      spec({
        services: [web({ instance_count: 2, instance_size_slug: "apps-s-1vcpu-1gb" })],
        workers: [web({ name: "worker" })],
      }),
    );
    expect((await client.call("GET", `/v2/apps/${id}/instances`)).text).toBe("{}");
    simulator.advance(10 * MINUTE);

    const instances = await get(`/v2/apps/${id}/instances`, "instances");
    expect(instances.map((each) => [each.component_type, each.instance_alias])).toEqual([
      ["SERVICE", "web-0"],
      ["SERVICE", "web-1"],
      ["WORKER", "worker-0"],
    ]);
    expect(instances[0]?.instance_name).toMatch(/^web-[0-9a-f]{10}-[a-z0-9]{5}$/);
  });

  it("scales up once, as an event that has a log", async () => {
    const { id } = await client.createAndDeploy(scaled);
    const events = await get(`/v2/apps/${id}/events?event_types=AUTOSCALING`, "events");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      type: "AUTOSCALING",
      autoscaling: { phase: "SUCCEEDED", components: { web: { from: 1, to: 2, triggering_metric: "cpu" } } },
    });

    expect(await get(`/v2/apps/${id}/instances`, "instances")).toHaveLength(2);
    const health = await get<{ components: object[] }>(`/v2/apps/${id}/health`, "app_health");
    expect(health.components).toMatchObject([{ name: "web", state: "HEALTHY", replicas_ready: 2 }]);
    const { body } = await client.call(
      "GET",
      `/v2/apps/${id}/events/${events[0]?.id}/logs?type=AUTOSCALE_EVENT`,
    );
    expect(await (await fetch(body.historic_urls?.[0] ?? "")).text()).toContain("from 1 to 2 instances");
    expect((await client.call("POST", `/v2/apps/${id}/events/${events[0]?.id}/cancel`)).status).toBe(400);
  });

  it("is cancelled while it is under way", async () => {
    const { id, pending_deployment: deployment } = await client.create(scaled);
    while ((await client.deployment(id, deployment?.id ?? "")).phase !== "ACTIVE") simulator.advance(1000);
    simulator.advance(10 * MINUTE + 5000);
    const [event] = await get(`/v2/apps/${id}/events`, "events");
    const { body } = await client.call("POST", `/v2/apps/${id}/events/${event?.id}/cancel`);

    expect(body.event).toMatchObject({ autoscaling: { phase: "CANCELED" } });
  });

  it("has an event for each deployment, with its id", async () => {
    const { id, pending_deployment: deployment } = await client.create(spec());
    const event = await get<object>(`/v2/apps/${id}/events/${deployment?.id}`, "event");

    expect(event).toMatchObject({
      type: "DEPLOYMENT",
      deployment_id: deployment?.id,
      deployment: { id: deployment?.id },
    });
  });
});

describe("scheduled jobs", () => {
  const job = web({ name: "report", kind: "SCHEDULED", schedule: { cron: "0 * * * *" } });

  it("run by the clock, and not as part of a deployment", async () => {
    const app = await client.createAndDeploy(
      spec({ jobs: [job, { ...job, name: "broken", run_command: "exit 1" }] }),
    );
    expect(JSON.stringify(app.active_deployment?.progress)).not.toContain("report");
    simulator.advance(120 * MINUTE);

    const path = `/v2/apps/${app.id}/job-invocations`;
    const all = await get(path, "job_invocations");
    expect(all.map(({ job_name, phase, created_at }) => [job_name, phase, created_at])).toEqual([
      ["broken", "FAILED", "2026-01-05T11:00:00Z"],
      ["report", "SUCCEEDED", "2026-01-05T11:00:00Z"],
      ["broken", "FAILED", "2026-01-05T10:00:00Z"],
      ["report", "SUCCEEDED", "2026-01-05T10:00:00Z"],
    ]);
    const reports = await get(`${path}?job_names=report`, "job_invocations");
    expect(reports).toHaveLength(2);
    expect(reports[0]?.trigger).toEqual({
      type: "SCHEDULED",
      scheduled: { schedule: { cron: "0 * * * *", time_zone: "UTC" } },
    });
    const one = await get<object>(`${path}/${reports[0]?.id}`, "job_invocation");
    expect(one).toEqual(reports[0]);
  });

  it("have logs, and are cancelled while they run", async () => {
    const { id } = await client.createAndDeploy(spec({ jobs: [job] }));
    simulator.advance(Date.UTC(2026, 0, 5, 10, 0, 12) - simulator.now());
    const [invocation] = await get(`/v2/apps/${id}/job-invocations`, "job_invocations");
    const logs = `/v2/apps/${id}/jobs/report/invocations/${invocation?.id}/logs`;
    expect((await client.call("GET", `${logs}?type=JOB_INVOCATION&follow=true`)).body.live_url).toBeDefined();
    expect((await client.call("GET", `${logs}?type=RUN`)).status).toBe(400);

    const cancel = `/v2/apps/${id}/job-invocations/${invocation?.id}/cancel`;
    expect((await client.call("POST", cancel)).body.job_invocation).toMatchObject({ phase: "CANCELED" });
    expect((await client.call("POST", cancel)).status).toBe(400);
    const { body } = await client.call("GET", `${logs}?type=JOB_INVOCATION`);
    expect(await (await fetch(body.historic_urls?.[0] ?? "")).text()).toContain("report 2026-01-05T10:00:0");
  });
});

describe("alerts", () => {
  it("get an id from the spec, keep it over updates, and take destinations", async () => {
    const alerts = [{ rule: "DEPLOYMENT_FAILED" }];
    const cpu = { rule: "CPU_UTILIZATION", operator: "GREATER_THAN", value: 85, window: "FIVE_MINUTES" };
    const { id } = await client.create(spec({ alerts, services: [web({ alerts: [cpu] })] }));
    const before = await get(`/v2/apps/${id}/alerts`, "alerts");
    expect(before.map((alert) => [alert.component_name, alert.phase])).toEqual([
      [undefined, "CONFIGURING"],
      ["web", "CONFIGURING"],
    ]);

    const destinations = {
      emails: ["ops@example.com"],
      slack_webhooks: [{ channel: "ops", url: "https://hooks.example.com/x" }],
    };
    const path = `/v2/apps/${id}/alerts/${before[1]?.id}/destinations`;
    expect((await client.call("POST", path, destinations)).body.alert).toMatchObject(destinations);
    expect((await client.call("PUT", path, destinations)).status).toBe(405);

    await client.call("PUT", `/v2/apps/${id}`, { spec: spec({ services: [web({ alerts: [cpu] })] }) });
    simulator.advance(MINUTE);
    const after = await get(`/v2/apps/${id}/alerts`, "alerts");
    expect(after).toMatchObject([{ id: before[1]?.id, phase: "ACTIVE", ...destinations }]);
  });
});

describe("domains", () => {
  it("are verified with time, after which the primary one is the live URL", async () => {
    const domains = [
      { domain: "shop.example.com", type: "PRIMARY" },
      { domain: "unverified.example.com", type: "ALIAS" },
    ];
    const { id, domains: added } = await client.create(spec({ domains }));
    expect(added?.map(({ phase }) => phase)).toEqual(["PENDING", "PENDING"]);
    simulator.advance(10 * MINUTE);
    const app = await client.app(id);

    expect(app.domains?.map(({ phase }) => phase)).toEqual(["ACTIVE", "ERROR"]);
    expect(app.live_url).toBe("https://shop.example.com");
    expect(app.default_ingress).toMatch(/ondigitalocean\.app$/);
  });
});

describe("the catalogue and the bandwidth", () => {
  it("has 14 sizes whose numbers are strings, and 28 days in a month", async () => {
    const sizes = await get<Record<string, string>[]>("/v2/apps/tiers/instance_sizes", "instance_sizes");

    expect(sizes).toHaveLength(14);
    for (const { usd_per_month, usd_per_second } of sizes)
      expect((Number(usd_per_second) * 28 * 86_400).toFixed(2)).toBe(usd_per_month);
    expect(await get("/v2/apps/tiers/instance_sizes/apps-s-1vcpu-0.5gb", "instance_size")).toEqual({
      slug: "apps-s-1vcpu-0.5gb",
      name: "Shared 1VCPU 0.5GB",
      cpu_type: "SHARED",
      cpus: "1",
      memory_bytes: "536870912",
      usd_per_month: "5.00",
      usd_per_second: "0.000002066799",
      bandwidth_allowance_gib: "50",
      tier_slug: "basic",
      single_instance_only: true,
    });
    expect((await client.call("GET", "/v2/apps/tiers/instance_sizes/huge")).status).toBe(404);
    expect(await get("/v2/apps/regions", "regions")).toHaveLength(8);
  });

  it("counts the bytes of yesterday as a string, unless another day is named", async () => {
    const { id } = await client.create(spec());
    const one = await client.call("GET", `/v2/apps/${id}/metrics/bandwidth_daily`);
    const many = await client.call("POST", "/v2/apps/metrics/bandwidth_daily", {
      app_ids: [id],
      date: "2026-01-04T17:00:00Z",
    });

    expect(one.body).toEqual({
      app_bandwidth_usage: [{ app_id: id, bandwidth_bytes: expect.stringMatching(/^\d+$/) }],
      date: "2026-01-04T00:00:00Z",
    });
    expect(many.body).toEqual(one.body);
  });
});
