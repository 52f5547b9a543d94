// What GitHub is told of a deploy.
import { describe, expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { ON_GITHUB } from "./deployed.ts";

const SPEC = ".do/app.yaml";
const HOOKS = { ...ON_GITHUB, repository: "octo-shop/mail-hooks", speed: 600 };
const AUTO = { "github-deployment": "auto" };

const statesOf = ({ repository }: Scene) =>
  repository.deployments.map(({ environment, statuses }) => [
    environment,
    statuses.map(({ state }) => state),
  ]);

describe("a deploy", () => {
  it("is a GitHub deployment, from queued to its end", async () => {
    await using scene = await startScene(HOOKS);
    const hooks = await fixture("functions");
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: hooks }), { inputs: AUTO, runId: 7 });
    expect(run.exitCode, run.log).toBe(0);
    expect(statesOf(scene)).toEqual([["production", ["queued", "in_progress", "success"]]]);
    expect(scene.repository.deployments[0]?.statuses.at(-1)).toMatchObject({
      environmentUrl: run.outputs["live-url"],
      logUrl: "https://github.com/octo-shop/mail-hooks/actions/runs/7",
    });

    const broken = change(hooks, ["region: sfo", "region: sfo\nmaintenance: { enabled: true }"]).replace(
      "hello@example.com }",
      'hello@example.com }\n      - { key: SIMULATE_BUILD_OOM, value: "1" }',
    );
    const failed = await scene.pushed(scene.pushToMain({ [SPEC]: broken }), {
      inputs: { ...AUTO, environment: "live" },
    });
    expect(failed.exitCode, failed.log).toBe(1);
    expect(statesOf(scene)[1]).toEqual(["live", ["queued", "in_progress", "failure"]]);
  });

  it("is not recorded twice where the job has an environment, nor where nothing was sent", async () => {
    await using scene = await startScene(HOOKS);
    const sha = scene.pushToMain({ [SPEC]: await fixture("functions") });
    const account = scene.repository.registry.account("github-actions[bot]");
    const at = "2026-01-01T00:00:00Z";
    const logUrl = "https://github.com/octo-shop/mail-hooks/actions/runs/7/job/1";
    scene.repository.deployments.push({
      id: 1,
      sha,
      ref: "main",
      task: "deploy",
      payload: {},
      environment: "production",
      description: "",
      transient: false,
      production: true,
      creator: account,
      createdAt: at,
      statuses: [
        {
          id: 2,
          state: "in_progress",
          description: "",
          environmentUrl: "",
          logUrl,
          creator: account,
          createdAt: at,
        },
      ],
    });
    const run = await scene.pushed(sha, { inputs: AUTO, runId: 7 });
    expect(run.exitCode, run.log).toBe(0);
    expect(statesOf(scene)).toEqual([["production", ["in_progress"]]]);
    const again = await scene.pushed(sha, { inputs: { "github-deployment": "always" }, runId: 8 });
    expect(again.exitCode, again.log).toBe(0);
    expect(statesOf(scene)).toHaveLength(1);
  });

  it("succeeds without the permission to record it, with one warning that names it", async () => {
    await using scene = await startScene(HOOKS);
    const token = scene.github.addToken({ permissions: { contents: "read" } });
    const sha = scene.pushToMain({ [SPEC]: await fixture("functions") });
    const run = await scene.pushed(sha, { inputs: { ...AUTO, "github-token": token } });
    expect(run.exitCode, run.log).toBe(0);
    const warnings = run.log.match(/^::warning::.*/gm) ?? [];
    expect(warnings).toEqual([expect.stringContaining("deployments: write")]);
    expect(warnings[0]).toContain("github-deployment: never");
  });
});
