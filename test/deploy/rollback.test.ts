// Going back: to which deployment, why not, and what a lost answer leaves behind.
import {
  AppPlatformClient,
  commitRollback,
  explainRollbackCondition,
  parseSpec,
  planRollback,
  ROLLBACK_CONDITIONS,
  startRollback,
  verifyHealth,
} from "@app-platform-toolkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../simulator/index.ts";
import { simulatedClock } from "./simulated-clock.ts";

const SPEC = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
`;
const HALF_AN_HOUR_MS = 30 * 60_000;

let simulator: Simulator;
let client: AppPlatformClient;
let appId: string;

const clock = simulatedClock(() => simulator);

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url, clock });
  appId = (await client.apps.create({ spec: specOf("v1") })).id ?? "";
  simulator.advance(HALF_AN_HOUR_MS);
});
afterEach(() => simulator.close());

function specOf(tag: string, more = "") {
  return parseSpec(SPEC.replace("v1", tag) + more).spec;
}

/** Deploys a spec to its end, and returns the deployment's id. */
async function deployed(...args: Parameters<typeof specOf>): Promise<string> {
  await client.apps.update(appId, { spec: specOf(...args) });
  simulator.advance(HALF_AN_HOUR_MS);
  return idAt(-1);
}

function idAt(index: number): string {
  return simulator.appNamed("shop")?.deployments.at(index)?.id ?? "";
}

const posts = () => simulator.requests.filter(({ operation }) => operation === "apps_create_rollback");

describe("previous", () => {
  it("is the deployment that was live before, whatever failed in between", async () => {
    await deployed("v2");
    await deployed("v3", "    run_command: exit 1\n");
    await deployed("v4");
    await deployed("v5", "    run_command: exit 1\n");
    const plan = await planRollback(client, appId, "previous");
    expect(plan).toMatchObject({ possible: true, target: { id: idAt(1) } });
    expect(plan.possible && plan.warnings.map(explainRollbackCondition)).toEqual([
      "An image was deployed by its tag, which may lead to another image by now (`web`). Deploy images by their digest, so that a rollback brings back the same. (`image_source_missing_digest`)",
    ]);
  });

  it("is nothing where there was no other", async () => {
    const plan = await planRollback(client, appId, "previous");
    expect(plan).toEqual({
      possible: false,
      reason: { message: "there is no earlier deployment that was live" },
    });
    expect(plan.possible || explainRollbackCondition(plan.reason)).toBe(
      "There is no earlier deployment that was live.",
    );
  });
});

describe("a refusal", () => {
  it("of a deployment that failed says so by its code", async () => {
    const failed = await deployed("v2", "    run_command: exit 1\n");
    const plan = await planRollback(client, appId, failed);
    expect(plan.possible || explainRollbackCondition(plan.reason)).toBe(
      "The deployment never was live. Choose one that was. (`incompatible_result`)",
    );
  });

  it("of a pinned app does not look for an older deployment", async () => {
    await deployed("v2");
    await startRollback(client, appId, idAt(0));
    simulator.advance(HALF_AN_HOUR_MS);
    const plan = await planRollback(client, appId, "previous");
    expect(plan.possible || explainRollbackCondition(plan.reason)).toMatch(/pinned by an earlier rollback/);
  });

  it("of changed databases is told", async () => {
    await deployed("v2", "databases:\n  - { name: db, engine: PG }\n");
    const plan = await planRollback(client, appId, "previous");
    expect(plan.possible || plan.reason.code).toBe("database_config_conflict");
  });

  it("with a code that nobody knows is told in the platform's words", () => {
    expect(
      explainRollbackCondition({ code: "moon_phase", message: "the moon is full", components: ["a"] }),
    ).toBe("The moon is full (`a`). (`moon_phase`)");
  });

  it("is explained for every code of the platform", () => {
    for (const [code, { meaning, hint }] of Object.entries(ROLLBACK_CONDITIONS)) {
      expect(code).toMatch(/^[a-z_]+$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(hint).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("a lost answer", () => {
  it("to the rollback is looked up, and nothing is done twice", async () => {
    await deployed("v2");
    simulator.addFault({ operation: "apps_create_rollback", kind: "reset-after" });
    const deployment = await startRollback(client, appId, idAt(0), { clock });
    expect(deployment).toMatchObject({ id: idAt(-1), cloned_from: idAt(0) });
    expect(posts()).toHaveLength(1);
  });

  it("to a rollback that had no effect stays an error", async () => {
    await deployed("v2");
    simulator.addFault({ operation: "apps_create_rollback", kind: "reset-before" });
    await expect(startRollback(client, appId, idAt(0), { clock })).rejects.toThrow(/no answer came/);
    expect(posts()).toHaveLength(1);
  });

  it("to the commit is looked up", async () => {
    await deployed("v2");
    await startRollback(client, appId, idAt(0));
    simulator.advance(HALF_AN_HOUR_MS);
    simulator.addFault({ operation: "apps_commit_rollback", kind: "reset-after" });
    await commitRollback(client, appId, { clock });
    expect(simulator.appNamed("shop")?.pinned).toBeUndefined();
    expect((await client.apps.get(appId)).spec?.services?.[0]?.image?.tag).toBe("v1");
  });
});

it("an app that became active and does not work is found out within a minute", async () => {
  const envs = "    envs: [{ key: SIMULATE_UNHEALTHY, value: '1' }]\n";
  await deployed("v2", envs);
  const startMs = simulator.now();
  expect(await verifyHealth(client, appId, { clock })).toMatchObject({
    verdict: "failed",
    message: expect.stringContaining("`web`"),
  });
  expect(simulator.now() - startMs).toBe(60_000);
});
