import {
  AppPlatformClient,
  type AppSpec,
  formatPreviewMarker,
  PREVIEW_MARKER,
  previewName,
} from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { formatMarker, markerKey } from "../../packages/action/src/github/marker.ts";
import type { PullRequest } from "../github/index.ts";
import { type Scene, startScene } from "../runner/scene.ts";

const OURS = { host: "github.com", owner: "octo-shop", repository: "web-shop", app: "shop" };

/** Puts an app into the account that is marked as a preview, under its forced name or another one. */
async function makePreview(
  { simulator }: Scene,
  pullRequest: number,
  { name, ...more }: Partial<typeof OURS> & { name?: string } = {},
): Promise<string> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const identity = { ...OURS, ...more, pullRequest };
  const spec: AppSpec = {
    name: name ?? (await previewName(identity)),
    static_sites: [{ name: "site", git: { repo_clone_url: "https://example.com/site.git" } }],
    envs: [{ key: PREVIEW_MARKER, value: formatPreviewMarker(identity) }],
  };
  await client.apps.create({ spec });
  return spec.name ?? "";
}

/** The comment that an earlier run has left. */
function commentOn({ github, repository }: Scene, pull: PullRequest | undefined, text: string): void {
  if (!pull) throw new Error("There is no pull request.");
  const marker = { key: markerKey(".do/app.yaml"), runId: 1, runAttempt: 1, head: pull.head.sha };
  repository.addComment(pull.number, {
    author: "github-actions[bot]",
    body: `${formatMarker(marker, new Date())}\n${text}`,
  });
  expect(github.comments("octo-shop", "web-shop", pull.number)).toHaveLength(1);
}

it("sweeps what is closed or old, shows it first, and leaves what it is not sure of", async () => {
  // The simulator's time stands still in January, which is long ago by the runner's clock.
  await using scene = await startScene({ serverUrl: "https://github.com", speed: 0 });
  const [closed, old] = [1, 2, 3, 4].map((number) => scene.repository.addPullRequest({ number }));
  if (closed) closed.state = "closed";
  const made = {
    closed: await makePreview(scene, 1),
    second: await makePreview(scene, 1, { app: "second" }),
    old: await makePreview(scene, 2),
    untold: await makePreview(scene, 4),
    missing: await makePreview(scene, 99),
    foreign: await makePreview(scene, 1, { repository: "other-shop" }),
    server: await makePreview(scene, 1, { host: "github.example.com" }),
    renamed: await makePreview(scene, 1, { app: "copied", name: "production" }),
  };
  scene.simulator.advance(Date.now() - scene.simulator.now());
  const young = await makePreview(scene, 3);
  const comment = `### shop\n\n| Preview |\n| :-- |\n| <!-- preview ${made.old} -->🚀 live<!-- /preview --> |`;
  commentOn(scene, old, comment);
  commentOn(scene, closed, comment.replaceAll(made.old, made.closed));
  const path = "/repos/octo-shop/web-shop/pulls/4";
  const sweep = (inputs: Record<string, string>) => {
    scene.github.queueFault({ method: "GET", path, status: 403, times: 1 });
    return scene.scheduled({ inputs: { command: "sweep", "preview-ttl": "14d", ...inputs } });
  };
  const outcomes = (json = "[]") =>
    Object.fromEntries(
      JSON.parse(json).map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]),
    );
  const left = {
    [made.untold]: "kept",
    [made.missing]: "kept",
    [made.foreign]: "kept",
    [made.server]: "kept",
    [made.renamed]: "kept",
    [young]: "kept",
  };

  const dry = await sweep({ "dry-run": "true" });
  expect(dry.exitCode, dry.log).toBe(0);
  expect(dry.log).toContain(`${made.closed} would go: it is of pull request 1, which is closed.`);
  expect(outcomes(dry.outputs.apps)).toEqual({
    ...left,
    [made.closed]: "planned",
    [made.second]: "planned",
    [made.old]: "planned",
  });
  expect(scene.simulator.requests.filter(({ method }) => method === "DELETE")).toEqual([]);

  // The answer to the first deletion is lost.
  scene.simulator.addFault({ operation: "apps_delete", kind: "reset-after" });
  const run = await sweep({});
  expect(run.exitCode, run.log).toBe(0);
  expect(run.log).toContain(`${young} stays: it is of pull request 3, which is open.`);
  expect(run.log).toContain(
    `${made.untold} stays: it is of pull request 4, of which GitHub did not tell the state.`,
  );
  expect(outcomes(run.outputs.apps)).toEqual({
    ...left,
    [made.closed]: "gone",
    [made.second]: "removed",
    [made.old]: "removed",
  });
  for (const name of Object.keys(left)) expect(scene.simulator.appNamed(name), name).toBeDefined();
  for (const name of [made.closed, made.second, made.old])
    expect(scene.simulator.appNamed(name)).toBeUndefined();
  const [, second] = [1, 2].map((number) => scene.github.comments("octo-shop", "web-shop", number)[0]?.body);
  expect(second).toContain(`🧹 removed, \`${made.old}\`: the next push makes a new one`);
  expect(run.summary).toMatch(
    /\| 🧹 removed \| It is of pull request 2, and nothing was deployed to it for \d+ days\./,
  );

  const again = await sweep({});
  expect(outcomes(again.outputs.apps)).toEqual(left);
});
