import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./simulator.ts";
import { failedStep, spec, TestClient, web } from "./test-client.ts";

let simulator: Simulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

const MINUTE = 60_000;

describe("a deployment that succeeds", () => {
  it("walks through the phases within minutes, and its steps with it", async () => {
    const app = await client.create(spec());
    const id = app.pending_deployment?.id ?? "";
    const seen: string[] = [];
    let spentMs = 0;
    for (; seen.at(-1) !== "ACTIVE" && spentMs < 15 * MINUTE; spentMs += 1000) {
      const { phase, progress } = await client.deployment(app.id, id);
      if (phase !== seen.at(-1)) seen.push(phase);
      const counts = progress as Record<string, unknown>;
      const counted = ["pending", "running", "success", "error"].map((name) =>
        Number(counts[`${name}_steps`] ?? 0),
      );
      expect(counted.reduce((a, b) => a + b)).toBe(6);
      simulator.advance(1000);
    }

    expect(seen).toEqual(["PENDING_BUILD", "BUILDING", "PENDING_DEPLOY", "DEPLOYING", "ACTIVE"]);
    expect(spentMs).toBeGreaterThan(90_000);
    expect(spentMs).toBeLessThan(6 * MINUTE);
  });

  it("has the documented step tree, with times once a step has begun and ended", async () => {
    const app = await client.createAndDeploy(spec());
    const steps = app.active_deployment?.progress.steps ?? [];

    const outline = (list: typeof steps): unknown =>
      list.map(({ name, steps: inner }) => (inner ? [name, outline(inner)] : name));
    expect(outline(steps)).toEqual([
      ["build", ["initialize", ["components", ["web"]]]],
      ["deploy", ["initialize", ["components", [["web", ["deploy", "wait"]]]], "finalize"]],
    ]);
    expect(steps[0]?.steps?.[0]).toEqual({
      name: "initialize",
      status: "SUCCESS",
      started_at: expect.stringMatching(/^2026-01-05T09:00:\d\d\.\d{9}Z$/),
      ended_at: expect.stringMatching(/^2026-01-05T09:00:\d\d\.\d{9}Z$/),
    });
  });

  it("gives the app its address, and moves from pending to in progress to active", async () => {
    const { id } = await client.create(spec());
    simulator.advance(30_000);
    const building = await client.app(id);
    simulator.advance(10 * MINUTE);
    const live = await client.app(id);

    expect(building.in_progress_deployment?.phase).toBe("BUILDING");
    expect(building).not.toHaveProperty("pending_deployment");
    expect(live.live_url).toMatch(/^https:\/\/shop-[a-z2-9]{5}\.ondigitalocean\.app$/);
    expect(live.default_ingress).toBe(live.live_url);
    expect(live).not.toHaveProperty("in_progress_deployment");
  });

  it("gives no address to an app that cannot be reached", async () => {
    const app = await client.createAndDeploy({ name: "queue", workers: [web({ name: "worker" })] });

    expect(app.active_deployment?.phase).toBe("ACTIVE");
    expect(app).not.toHaveProperty("live_url");
  });

  it("supersedes the one before it, once it is active", async () => {
    const first = await client.createAndDeploy(spec());
    const firstId = first.active_deployment?.id ?? "";
    await client.call("POST", `/v2/apps/${first.id}/deployments`, { force_build: true });
    expect((await client.app(first.id)).active_deployment?.id).toBe(firstId);
    simulator.advance(10 * MINUTE);

    expect((await client.deployment(first.id, firstId)).phase).toBe("SUPERSEDED");
    const { body } = await client.call("GET", `/v2/apps/${first.id}/deployments`);
    expect(body.deployments.map(({ phase }) => phase)).toEqual(["ACTIVE", "SUPERSEDED"]);
    expect(body.deployments[0]?.previous_deployment_id).toBe(firstId);
  });

  it("uses the previous build where the source is the same, unless the build is forced", async () => {
    const { id } = await client.createAndDeploy(spec());
    const reasonOf = async (body: object) => {
      const { deployment } = (await client.call("POST", `/v2/apps/${id}/deployments`, body)).body;
      simulator.advance(10 * MINUTE);
      return (await client.deployment(id, deployment.id)).progress.steps[0]?.steps?.[1]?.steps?.[0]?.reason
        ?.code;
    };

    expect(await reasonOf({})).toBe("PreviousBuildReused");
    expect(await reasonOf({ force_build: true })).toBeUndefined();
  });
});

describe("a deployment that does not get that far", () => {
  it("is superseded at once by a newer one", async () => {
    const app = await client.create(spec());
    simulator.advance(30_000);
    await client.call("PUT", `/v2/apps/${app.id}`, { spec: spec() });

    expect((await client.deployment(app.id, app.pending_deployment?.id ?? "")).phase).toBe("SUPERSEDED");
  });

  it("is cancelled on demand, but not twice", async () => {
    const app = await client.create(spec());
    simulator.advance(30_000);
    const path = `/v2/apps/${app.id}/deployments/${app.pending_deployment?.id}/cancel`;

    expect((await client.call("POST", path)).body.deployment.phase).toBe("CANCELED");
    expect((await client.call("POST", path)).status).toBe(400);
    simulator.advance(10 * MINUTE);
    expect(await client.app(app.id)).not.toHaveProperty("active_deployment");
  });
});

describe("a deployment that the spec makes fail", () => {
  const listening = (port: string) => ({ envs: [{ key: "SIMULATE_LISTEN_PORT", value: port }] });

  it.each([
    [
      "a build command that exits with 1",
      web({ build_command: "npm run build && exit 1" }),
      "BuildJobExitNonZero",
      "web",
    ],
    [
      "a build without memory",
      web({ envs: [{ key: "SIMULATE_BUILD_OOM", value: "1" }] }),
      "BuildJobOutOfMemory",
      "web",
    ],
    [
      "a run command that exits with 2",
      web({ run_command: "sh -c 'exit 2'" }),
      "DeployContainerExitNonZero",
      "wait",
    ],
    [
      "a command that is not there",
      web({ run_command: "missing-command --now" }),
      "DeployContainerCommandNotExecutable",
      "wait",
    ],
    [
      "a container that listens elsewhere",
      web(listening("3000")),
      "DeployContainerHealthChecksFailed",
      "wait",
    ],
    [
      "a container without memory",
      web({ envs: [{ key: "SIMULATE_OOM", value: "1", type: "SECRET" }] }),
      "DeployContainerOutOfMemory",
      "wait",
    ],
  ])("%s", async (_what, service, code, step) => {
    const { id } = await client.createAndDeploy(spec({ services: [service] }));
    const deployment = (await client.call("GET", `/v2/apps/${id}/deployments`)).body.deployments[0];

    expect(deployment?.phase).toBe("ERROR");
    expect(failedStep(deployment?.progress.steps)).toMatchObject({
      name: step,
      component_name: "web",
      reason: { code },
    });
  });

  it("does not fail where the port fits, nor for a command that exits with 0", async () => {
    const service = web({ http_port: 3000, build_command: "test -f x || exit 0", ...listening("3000") });

    expect((await client.createAndDeploy(spec({ services: [service] }))).active_deployment?.phase).toBe(
      "ACTIVE",
    );
  });

  it("stops at a job that must run first, and runs the job for failures", async () => {
    const jobs = [
      web({ name: "migrate", kind: "PRE_DEPLOY", run_command: "exit 3" }),
      web({ name: "tell", kind: "FAILED_DEPLOY" }),
    ];
    const { id } = await client.createAndDeploy(spec({ jobs }));
    const deployment = (await client.call("GET", `/v2/apps/${id}/deployments`)).body.deployments[0];

    expect(failedStep(deployment?.progress.steps)).toMatchObject({ name: "migrate" });
    const components = deployment?.progress.steps[1]?.steps?.[1]?.steps ?? [];
    expect(components.map(({ name, status }) => [name, status])).toEqual([
      ["migrate", "ERROR"],
      ["web", "PENDING"],
    ]);
  });

  it("knows a cluster that is not there", async () => {
    const databases = [{ name: "db", engine: "PG", production: true, cluster_name: "missing-1" }];
    const { id } = await client.createAndDeploy(spec({ databases }));
    const deployment = (await client.call("GET", `/v2/apps/${id}/deployments`)).body.deployments[0];

    expect(failedStep(deployment?.progress.steps)?.reason?.code).toBe("DatabaseNotFound");
  });

  it("leaves the app on its previous deployment, with the new spec", async () => {
    const before = await client.createAndDeploy(spec());
    const broken = spec({ services: [web({ build_command: "exit 1" })] });
    await client.call("PUT", `/v2/apps/${before.id}`, { spec: broken });
    simulator.advance(10 * MINUTE);
    const after = await client.app(before.id);

    expect(after.active_deployment?.id).toBe(before.active_deployment?.id);
    expect(after.spec.services?.[0]?.build_command).toBe("exit 1");
    expect(after).not.toHaveProperty("in_progress_deployment");
  });
});

describe("what starts a deployment", () => {
  it("a push to a branch that the app follows", async () => {
    const service = web({ github: { repo: "acme/shop", branch: "main", deploy_on_push: true } });
    const { id } = await client.createAndDeploy(spec({ services: [service] }));
    const { commit, deploymentIds } = simulator.push("acme/shop");

    expect(deploymentIds).toHaveLength(1);
    const deployment = await client.deployment(id, deploymentIds[0] ?? "");
    expect(deployment.cause).toBe(`commit ${commit.slice(0, 7)} pushed to github/acme/shop`);
    expect(simulator.push("acme/shop", "other").deploymentIds).toEqual([]);
    const pushed = await client.call("GET", `/v2/apps/${id}/deployments?deployment_types=DEPLOY_ON_PUSH`);
    expect(pushed.body.meta.total).toBe(1);
  });

  it("a restart, which builds nothing", async () => {
    const { id } = await client.createAndDeploy(spec());
    const { deployment } = (await client.call("POST", `/v2/apps/${id}/restart`, { components: ["web"] }))
      .body;
    simulator.advance(5 * MINUTE);

    expect((await client.deployment(id, deployment.id)).phase).toBe("ACTIVE");
    expect((await client.call("POST", `/v2/apps/${id}/restart`, { components: ["nobody"] })).status).toBe(
      400,
    );
  });
});

it("takes as long as the spec asks", async () => {
  const envs = [{ key: "SIMULATE_BUILD_SECONDS", value: "600" }];
  const app = await client.create(spec({ services: [web({ envs })] }));
  simulator.advance(9 * MINUTE);

  expect((await client.app(app.id)).in_progress_deployment?.phase).toBe("BUILDING");
});

it("is the same again with the same seed, and another with another", async () => {
  const run = async (seed: number) => {
    await using other = await startSimulator({ speed: 0, seed });
    const app = await new TestClient(other).createAndDeploy(spec());
    return JSON.stringify(app).replaceAll(other.url, "");
  };

  expect(await run(7)).toBe(await run(7));
  expect(await run(7)).not.toBe(await run(8));
});
