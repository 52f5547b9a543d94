import { describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/schema/index.ts";
import { planDeploy } from "./plan.ts";
import { PROPOSED_SECRET, proposalSpec } from "./proposal.ts";

type Env = { key: string; value?: string; type?: "GENERAL" | "SECRET" };

function shop(envs: Env[], more: Partial<AppSpec> = {}): AppSpec {
  return {
    name: "shop",
    region: "fra",
    services: [
      { name: "web", image: { registry_type: "GHCR", registry: "octo", repository: "web", tag: "v1" }, envs },
    ],
    ...more,
  };
}

const live = (envs: Env[], more: Partial<AppSpec> = {}) => ({ id: "app-1", spec: shop(envs, more) });

const KEPT = "EV[1:bm9uY2U=:Y2lwaGVy]";
const SECRET: Env = { key: "TOKEN", type: "SECRET" };
const TOKEN_PATH = "services.0.envs.0.value";

describe("planDeploy", () => {
  it("creates an app that is not there", () => {
    const plan = planDeploy(shop([{ ...SECRET, value: "s3cret" }]), undefined);
    expect(plan).toMatchObject({ action: "create", appName: "shop", blockers: [] });
    expect(plan.secrets).toEqual([{ component: "web", key: "TOKEN", state: "added" }]);
    expect(plan.cost.after).toEqual({ low: 5, high: 5 });
  });

  it("keeps a live secret that the spec names without a value, and calls that no change", () => {
    const plan = planDeploy(shop([SECRET]), live([{ ...SECRET, value: KEPT }]));
    expect(plan).toMatchObject({ action: "update", appId: "app-1", changes: [], blockers: [] });
    expect(plan.secrets).toEqual([{ component: "web", key: "TOKEN", state: "kept" }]);
    expect(plan.spec.services?.[0]?.envs?.[0]?.value).toBe(KEPT);
  });

  it("sends what a placeholder supplied, without asking and without calling it a change", () => {
    const plan = planDeploy(shop([{ ...SECRET, value: "fresh" }]), live([{ ...SECRET, value: KEPT }]), {
      filledPaths: [TOKEN_PATH],
    });
    expect(plan).toMatchObject({ changes: [], blockers: [] });
    expect(plan.secrets).toEqual([{ component: "web", key: "TOKEN", state: "supplied" }]);
    expect(plan.spec.services?.[0]?.envs?.[0]?.value).toBe("fresh");
  });

  it.each([
    ["removed", [], "would delete it for good"],
    ["exposed", [{ key: "TOKEN", value: "plain" }], "turns it into plain text"],
    ["changed", [{ ...SECRET, value: "typed" }], "would overwrite the live secret"],
    ["changed", [{ ...SECRET, value: "EV[1:b3RoZXI=:b3RoZXI=]" }], "would overwrite the live secret"],
  ] satisfies [string, Env[], string][])("refuses a secret that is %s", (state, envs, message) => {
    const before = live([{ ...SECRET, value: KEPT }]);
    const plan = planDeploy(shop(envs), before);
    expect(plan.secrets).toEqual([{ component: "web", key: "TOKEN", state }]);
    expect(plan.blockers).toMatchObject([
      { code: "secret-change", message: expect.stringContaining(message) },
    ]);
    expect(planDeploy(shop(envs), before, { allowSecretChanges: true }).blockers).toEqual([]);
  });

  it("says that a new secret has no value, and does not refuse it", () => {
    const plan = planDeploy(shop([SECRET]), live([]));
    expect(plan.secrets).toEqual([{ component: "web", key: "TOKEN", state: "missing" }]);
    expect(plan.blockers).toEqual([]);
  });

  it("refuses to drop a database and to move to another region", () => {
    const before = live([], { databases: [{ name: "db", engine: "PG" }] });
    const plan = planDeploy(shop([], { region: "nyc" }), before);
    expect(plan.blockers.map(({ message }) => message)).toEqual([
      expect.stringContaining("Database `db` of the live app is not in the spec."),
      expect.stringContaining("from region `fra` to `nyc`"),
    ]);
    expect(planDeploy(shop([], { region: "nyc" }), before, { allowDestructive: true }).blockers).toEqual([]);
  });
});

describe("proposalSpec", () => {
  it("replaces every secret env, and nothing else", () => {
    const spec = shop([
      { ...SECRET, value: "s3cret" },
      { key: "MODE", value: "on" },
    ]);
    expect(proposalSpec(spec).services?.[0]?.envs).toEqual([
      { ...SECRET, value: PROPOSED_SECRET },
      { key: "MODE", value: "on" },
    ]);
    expect(spec.services?.[0]?.envs?.[0]?.value).toBe("s3cret");
  });
});
