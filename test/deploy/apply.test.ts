import {
  AppPlatformClient,
  applyPlan,
  type Clock,
  NotApplied,
  parseSpec,
  planDeploy,
} from "@app-platform-toolkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../simulator/index.ts";
import { simulatedClock } from "./simulated-clock.ts";

const SPEC = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
`;

let simulator: Simulator;
let client: AppPlatformClient;

const clock = simulatedClock(() => simulator);

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url, clock });
});
afterEach(() => simulator.close());

const specOf = (tag: string) => parseSpec(SPEC.replace("v1", tag)).spec;
const created = () => applyPlan(client, planDeploy(specOf("v1"), undefined), { clock });
const calls = (method: string) => simulator.requests.filter((request) => request.method === method);

async function updated(tag: string) {
  const live = await client.apps.findByName("shop");
  return applyPlan(client, planDeploy(specOf(tag), live), { clock });
}

describe("applyPlan", () => {
  it("creates the app and says which deployment that started", async () => {
    const { app, deploymentId } = await created();
    expect(app.spec?.name).toBe("shop");
    expect(await client.deployments.get(app.id ?? "", deploymentId ?? "")).toMatchObject({
      id: deploymentId,
    });
  });

  it("finds the app whose creation was never answered, and does not create it twice", async () => {
    simulator.addFault({ operation: "apps_create", kind: "reset-after" });
    const { app, deploymentId } = await created();
    expect(app.id).toBe(simulator.appNamed("shop")?.id);
    expect(deploymentId).toMatch(/^[0-9a-f-]{36}$/);
    expect(calls("POST")).toHaveLength(1);
  });

  it("says that nothing was created where the app is not there after a lost answer", async () => {
    simulator.addFault({ operation: "apps_create", kind: "reset-before" });
    await expect(created()).rejects.toThrow(NotApplied);
    expect(simulator.appNamed("shop")).toBeUndefined();
  });

  it("takes the deployment of its own update, not one that was there before", async () => {
    const first = await created();
    simulator.advance(30 * 60_000);
    const second = await updated("v2");
    expect(second.deploymentId).not.toBe(first.deploymentId);
    simulator.advance(30 * 60_000);
    expect((await client.apps.get(first.app.id ?? "")).active_deployment?.id).toBe(second.deploymentId);
  });

  it("recognises an update that took effect although its answer was lost", async () => {
    const first = await created();
    simulator.advance(30 * 60_000);
    simulator.addFault({ operation: "apps_update", kind: "reset-after" });
    const second = await updated("v2");
    expect(second.deploymentId).not.toBe(first.deploymentId);
    expect(calls("PUT")).toHaveLength(1);
  });

  it("says that an update had no effect", async () => {
    await created();
    simulator.advance(30 * 60_000);
    simulator.addFault({ operation: "apps_update", kind: "status", status: 503 });
    await expect(updated("v2")).rejects.toThrow(
      /did not update the app: it answered .* Nothing has changed: run the job again/,
    );
  });

  it("writes nothing where somebody else wrote since the plan was made", async () => {
    await created();
    const live = await client.apps.findByName("shop");
    const plan = planDeploy(specOf("v2"), live);
    await client.apps.update(live?.id ?? "", { spec: specOf("v3") });
    const written = calls("PUT").length;
    const stale = await applyPlan(client, plan, { clock, live });
    expect(stale).toMatchObject({ outcome: "stale", app: { spec: { name: "shop" } } });
    expect(calls("PUT")).toHaveLength(written);
    const again = await applyPlan(client, planDeploy(specOf("v2"), stale.app), { clock, live: stale.app });
    expect(again.outcome).toBe("started");
  });

  it("finds its deployment by cause and time although another has replaced it at once", async () => {
    await created();
    simulator.advance(30 * 60_000);
    const live = await client.apps.findByName("shop");
    const id = live?.id ?? "";
    const update = client.apps.update.bind(client.apps);
    let ours: string | undefined;
    client.apps.update = async (...args) => {
      const answer = await update(...args);
      ours = answer.pending_deployment?.id;
      const theirs = await client.deployments.create(id);
      const { pending_deployment: _, ...rest } = answer;
      return { ...rest, pending_deployment: { ...theirs, cause_details: { type: "AUTOSCALED" } } };
    };
    const applied = await applyPlan(client, planDeploy(specOf("v2"), live), { clock, live });
    expect(applied.deploymentId).toBe(ours);
  });

  it.each(["before", "after"])("tells of a write of somebody else right %s its own", async (when) => {
    await created();
    simulator.advance(30 * 60_000);
    const live = await client.apps.findByName("shop");
    const update = client.apps.update.bind(client.apps);
    client.apps.update = async (appId, body) => {
      const theirs = () => update(appId, { spec: specOf("v9") });
      if (when === "before") await theirs();
      const answer = await update(appId, body);
      if (when === "after") await theirs();
      return answer;
    };
    const applied = await applyPlan(client, planDeploy(specOf("v2"), live), { clock, live });
    expect(applied).toMatchObject({ outcome: "started", raced: when });
  });

  it("learns what it has started although the job is canceled in the middle of the write", async () => {
    await created();
    simulator.advance(30 * 60_000);
    const live = await client.apps.findByName("shop");
    const aborter = new AbortController();
    const update = client.apps.update.bind(client.apps);
    client.apps.update = async (...args) => {
      aborter.abort(new Error("canceled"));
      return update(...args);
    };
    const plan = planDeploy(specOf("v2"), live);
    const applied = await applyPlan(client, plan, { clock, live, signal: aborter.signal });
    expect(applied.deploymentId).toMatch(/^[0-9a-f-]{36}$/);
    await expect(applyPlan(client, plan, { clock, live, signal: aborter.signal })).rejects.toThrow(
      "canceled",
    );
  });
});

describe("a push that App Platform itself deploys", () => {
  const merged = { repository: "octo/shop", serverUrl: "https://github.com", branch: "main" };
  const built = parseSpec(`name: shop
services:
  - name: web
    github: { repo: octo/shop, branch: main, deploy_on_push: true }
`).spec;

  async function planned(sha: string) {
    const live = await client.apps.findByName("shop");
    const plan = planDeploy(built, live, { source: { merged: { ...merged, sha }, isFreshPush: true } });
    expect(plan).toMatchObject({ action: "adopt" });
    return { plan, live };
  }

  beforeEach(async () => {
    await client.apps.create({ spec: built });
    simulator.advance(30 * 60_000);
  });

  /** The push arrives while its deployment is looked for. */
  const pushing = (sha: string): Clock => ({
    ...clock,
    sleep: async (ms, signal) => {
      if (calls("GET").length > 8 && simulator.appNamed("shop")?.deployments.length === 1)
        simulator.push("octo/shop", "main", sha);
      return clock.sleep(ms, signal);
    },
  });

  it("is waited for and adopted, and no second one is started", async () => {
    const sha = "ab".repeat(20);
    const { plan, live } = await planned(sha);
    const applied = await applyPlan(client, plan, { clock: pushing(sha), live });
    const own = simulator.appNamed("shop")?.deployments.at(-1);
    expect(own?.causeType).toBe("DEPLOY_ON_PUSH");
    expect(applied).toMatchObject({ outcome: "adopted", deploymentId: own?.id });
    expect(calls("POST")).toHaveLength(1);
  });

  it("is an error after two minutes where it never comes", async () => {
    const { plan, live } = await planned("cd".repeat(20));
    await expect(applyPlan(client, plan, { clock, live })).rejects.toThrow(
      /has started no deployment of cdcdcdc within two minutes.*`force-deploy: true`/,
    );
    expect(calls("POST")).toHaveLength(1);
  });

  it("is planned for anew where a later push has taken over", async () => {
    const { plan, live } = await planned("ef".repeat(20));
    const applied = await applyPlan(client, plan, { clock: pushing("01".repeat(20)), live });
    expect(applied).toMatchObject({ outcome: "stale" });
  });
});
