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

const SPEC = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
`;

let simulator: Simulator;
let client: AppPlatformClient;

/** Waiting lets the simulator's time pass, and no time of ours. */
const clock: Clock = {
  now: () => simulator.now(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    // Time limits of single calls are no waiting: they end by abort.
    if (ms >= 30_000) return new Promise(() => {});
    simulator.advance(ms);
  },
};

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
});
