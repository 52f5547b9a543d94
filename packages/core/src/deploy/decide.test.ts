import { describe, expect, it } from "vitest";
import type { Deployment } from "../api/index.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import type { DecideOptions, LiveApp } from "./decide.ts";
import { planDeploy } from "./plan.ts";
import { RUN_RECORD_KEYS } from "./run-record.ts";
import { commitsToCompare, planSources } from "./sources.ts";

const [C1, C2, C3] = ["1", "2", "3"].map((digit) => digit.repeat(40)) as [string, string, string];

const spec: AppSpec = {
  name: "shop",
  services: [{ name: "web", github: { repo: "Octo/Shop", branch: "main" } }],
  workers: [{ name: "mail", git: { repo_clone_url: "https://github.com/octo/shop.git", branch: "main" } }],
  static_sites: [{ name: "docs", github: { repo: "octo/docs", branch: "main" } }],
};
const pushing: AppSpec = {
  ...spec,
  services: [{ name: "web", github: { repo: "octo/shop", branch: "main", deploy_on_push: true } }],
};

const merged = { repository: "octo/shop", serverUrl: "https://github.com", branch: "main", sha: C2 };

function deployed(id: string, commit: string | undefined, of = spec, more: Deployment = {}): Deployment {
  const source = commit === undefined ? {} : { source_commit_hash: commit };
  return {
    id,
    spec: of,
    services: [{ name: "web", ...source }],
    workers: [{ name: "mail", ...source }],
    ...more,
  };
}

function planned(live: Omit<LiveApp, "id"> | undefined, source: Partial<DecideOptions> = {}, ours = spec) {
  const app = live && { id: "app-1", spec: ours, ...live };
  const plan = planDeploy(ours, app, { source: { merged, ...source } });
  return [plan.action, plan.deploymentId, plan.reason];
}

describe("what a deploy does", () => {
  it("goes by the spec first", () => {
    expect(planned(undefined)).toEqual(["create", undefined, "There is no app of this name yet."]);
    const live = { spec: { ...spec, region: "ams" as const }, active_deployment: deployed("d1", C2) };
    const other = planDeploy(
      { ...spec, features: ["buildpack-stack=ubuntu-22"] },
      { id: "a", ...live },
      { source: { merged } },
    );
    expect(other).toMatchObject({ action: "update", reason: "The spec has changed." });
  });

  it("is nothing where spec and commit are live, and an update where that is forced", () => {
    const live = { active_deployment: deployed("d1", C2) };
    expect(planned(live)).toEqual(["none", "d1", "Neither the spec nor the code has changed."]);
    expect(planned(live, { force: true })[0]).toBe("update");
  });

  it("goes by the spec alone where nobody knows of a commit", () => {
    const live = { id: "a", spec, active_deployment: deployed("d1", C1) };
    const plan = planDeploy(spec, live, { source: {} });
    expect([plan.action, plan.reason]).toEqual(["none", "The spec is as it is live."]);
    const failed = { ...live, active_deployment: deployed("d1", C1, pushing) };
    expect(planDeploy(spec, failed, { source: {} })).toMatchObject({
      action: "deploy",
      reason: "The deployment of this spec has not succeeded yet.",
    });
  });

  it("is a deployment where the code alone has changed", () => {
    const live = { active_deployment: deployed("d1", C1) };
    expect(planned(live)).toEqual(["deploy", undefined, "Only the code has changed (1111111 → 2222222)."]);
  });

  it("is nothing where a newer commit is live", () => {
    const relations = new Map([[C3, "newer"] as const]);
    expect(planned({ active_deployment: deployed("d3", C3) }, { relations })).toEqual([
      "none",
      "d3",
      "The spec has not changed, and a newer commit is live (3333333).",
    ]);
  });

  it("follows a deployment that is under way, also before its commit is known", () => {
    const active_deployment = deployed("d1", C1);
    for (const commit of [C2, undefined])
      expect(planned({ active_deployment, pending_deployment: deployed("d2", commit) }).slice(0, 2)).toEqual([
        "adopt",
        "d2",
      ]);
    expect(planned({ active_deployment, in_progress_deployment: deployed("d2", C1) })[0]).toBe("deploy");
  });

  it("leaves a push to the platform where it deploys each push, but not in a later attempt", () => {
    const live = { active_deployment: deployed("d1", C1, pushing) };
    expect(planned(live, { isFreshPush: true }, pushing)).toEqual([
      "adopt",
      undefined,
      "Only the code has changed, and App Platform itself deploys each push.",
    ]);
    expect(planned(live, {}, pushing)[0]).toBe("deploy");
  });

  it("deploys again what has failed, although the spec is there", () => {
    const changed = { ...spec, features: ["buildpack-stack=ubuntu-22"] };
    expect(planned({})).toEqual(["deploy", undefined, "No deployment of the app has succeeded yet."]);
    expect(planned({ active_deployment: deployed("d1", C2, changed) })).toEqual([
      "deploy",
      undefined,
      "The deployment of this spec has not succeeded yet.",
    ]);
  });

  it("sends a supplied secret with the deployment, and for its own sake nothing", () => {
    const secret = (value?: string): AppSpec => ({
      ...spec,
      envs: [{ key: "TOKEN", type: "SECRET", ...(value ? { value } : {}) }],
    });
    const live = (commit: string) => ({
      id: "app-1",
      spec: secret("EV[1:bm9uY2U=:Y2lwaGVy]"),
      active_deployment: deployed("d1", commit, secret("EV[1:bm9uY2U=:Y2lwaGVy]")),
    });
    const options = { filledPaths: ["envs.0.value"], source: { merged } };
    expect(planDeploy(secret("fresh"), live(C2), options).action).toBe("none");
    expect(planDeploy(secret("fresh"), live(C1), options).action).toBe("update");
  });

  it("says that an image's moving tag is deployed anew, unless it is pinned", () => {
    const image = (more: object): AppSpec => ({
      name: "shop",
      services: [
        { name: "web", image: { registry_type: "GHCR", registry: "octo", repository: "web", ...more } },
      ],
    });
    const action = (ours: AppSpec, source = {}) => {
      const app = { active_deployment: { id: "d1", spec: ours, services: [{ name: "web" }] } };
      return planned(app, source, ours)[0];
    };
    expect(action(image({}))).toBe("deploy");
    expect(action(image({ tag: "latest" }))).toBe("deploy");
    expect(action(image({ tag: "v1" }))).toBe("none");
    expect(action(image({ tag: "v1" }), { movingImages: ["web"] })).toBe("deploy");
    expect(action(image({ digest: `sha256:${"0".repeat(64)}` }))).toBe("none");
  });

  it("never takes the record of a run for a change, and sends it along", () => {
    const record = { commit: C2, run: "https://github.com/octo/shop/actions/runs/2" };
    const recorded = {
      ...spec,
      envs: [
        { key: RUN_RECORD_KEYS.commit, value: C1 },
        { key: RUN_RECORD_KEYS.run, value: "https://github.com/octo/shop/actions/runs/1" },
      ],
    };
    const live = (commit: string) => ({
      id: "app-1",
      spec: recorded,
      active_deployment: deployed("d1", commit, recorded),
    });
    expect(planDeploy(spec, live(C2), { record, source: { merged } })).toMatchObject({
      action: "none",
      changes: [],
    });
    const plan = planDeploy(spec, live(C1), { record, source: { merged } });
    expect(plan).toMatchObject({ action: "update", changes: [] });
    expect(plan.spec.envs?.map(({ value }) => value)).toEqual([C2, record.run]);
  });

  it("is refused while a rollback pins the app", () => {
    const app = { id: "app-1", spec, pinned_deployment: { id: "d0" } };
    expect(planDeploy(spec, app).blockers).toMatchObject([
      { code: "pinned", message: expect.stringContaining("pins the app to deployment d0") },
    ]);
  });

  it("does not take for a change what the platform's own defaults make", () => {
    const live = { ...spec, ingress: { load_balancer: "DIGITALOCEAN" as const } };
    const app = { id: "app-1", spec: live, active_deployment: deployed("d1", C2, live) };
    const source = { merged };
    expect(planDeploy(spec, app, { source }).action).toBe("update");
    expect(planDeploy(spec, app, { source, proposed: live })).toMatchObject({ action: "none", changes: [] });
  });
});

describe("sources", () => {
  it("are those of the merged repository and branch, by any spelling of its name", () => {
    const names = (more: Partial<typeof merged>) =>
      planSources(spec, undefined, { merged: { ...merged, ...more } }).map(({ component }) => component);
    expect(names({})).toEqual(["web", "mail"]);
    expect(names({ branch: "next" })).toEqual([]);
    expect(names({ repository: "octo/docs" })).toEqual(["docs"]);
    expect(names({ serverUrl: "https://git.example.com" })).toEqual([]);
  });

  it("are compared where their commit is another one", () => {
    const deployments = [deployed("d1", C1), undefined, deployed("d2", C2), deployed("d3", C3)];
    expect(commitsToCompare(spec, deployments, merged)).toEqual([C1, C3]);
  });
});
