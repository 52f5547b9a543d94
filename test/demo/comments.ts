// Every shape that the comment on a pull request has, each from a run of the action on simulated services.
import { deployed } from "../acceptance/deployed.ts";
import type { PullRequest, PullRequestSeed } from "../github/index.ts";
import { type JobOptions, type Scene, startScene } from "../runner/scene.ts";
import { change, fixture, mended, withMistakes } from "./stories.ts";

const SPEC = ".do/app.yaml";
const REPOSITORY = "octo-shop/web-shop";
const GITHUB = "https://github.com";

/** The Markdown of each shape, by its name. */
export async function everyComment(): Promise<Map<string, string>> {
  const webShop = await fixture("web-shop");
  const [dearer, image, backend] = [
    mended(webShop),
    await fixture("image-api"),
    await fixture("monorepo-backend"),
  ];
  return new Map([
    ["change", await onApp(webShop, dearer)],
    ["no-change", await onApp(webShop, webShop)],
    ["problems", await onApp(webShop, withMistakes(webShop))],
    ["over-budget", await onApp(webShop, dearer, { inputs: budget("50") })],
    ["budget-tolerated", await onApp(webShop, webShop, { inputs: budget("20") })],
    ["refused", await onApp(webShop, change(webShop, ["region: fra", "region: nyc"], [SECRET, ""]))],
    ["new-app", await onApp(undefined, webShop)],
    ["fork", await onApp(webShop, foreign(webShop), { withoutToken: true }, { author: "mallory" })],
    [
      "ranges",
      await onApp(image, change(image, ["max_instance_count: 6", "max_instance_count: 8"]), {
        withoutToken: true,
      }),
    ],
    [
      "not-counted",
      await onApp(backend, change(backend, ["instance_count: 2", "instance_count: 3"]), {
        withoutToken: true,
      }),
    ],
    ["many-apps", await manyApps()],
    ["spec-deleted", await specDeleted(webShop)],
    ["preview-live", await preview(webShop, "two-apis")],
    ["preview-failed", await preview(webShop, "broken", "3000")],
  ]);
}

const SECRET = "      - key: STRIPE_KEY\n        scope: RUN_TIME\n        type: SECRET\n";

function budget(cost: string): Record<string, string> {
  return { "max-monthly-cost": cost, "max-increase-percent": "25" };
}

/** What a stranger would like to bring in. */
function foreign(webShop: string): string {
  return change(
    webShop,
    ["name: web-shop", "name: web-shop-2"],
    ["services:", "domains:\n  - domain: shop.example\nservices:"],
  );
}

/** The comment on a pull request to an app whose spec is `live` on the default branch; absent for a new one. */
async function onApp(
  live: string | undefined,
  head: string,
  options: JobOptions = {},
  seed: PullRequestSeed = {},
): Promise<string> {
  await using scene = await startScene({ repository: REPOSITORY, serverUrl: GITHUB });
  if (live !== undefined) {
    if (!options.withoutToken) await deployed(scene, live);
    scene.pushToMain({ [SPEC]: live });
  }
  const fork = seed.author && scene.github.createRepository(`${seed.author}/web-shop`, { fork: true });
  const pull = scene.openPullRequest(
    { [SPEC]: head },
    { ...seed, ...(fork ? { headRepository: fork } : {}) },
  );
  return await comment(scene, pull, options);
}

async function manyApps(): Promise<string> {
  await using scene = await startScene({ repository: "acme/platform", serverUrl: GITHUB });
  const specs = {
    "apps/docs/.do/app.yaml": await fixture("monorepo-site"),
    "apps/backend/.do/app.yaml": await fixture("monorepo-backend"),
    "apps/hooks/.do/app.yaml": await fixture("functions"),
  };
  scene.pushToMain(specs);
  const backend = change(specs["apps/backend/.do/app.yaml"], ["instance_count: 2", "instance_count: 3"]);
  const pull = scene.openPullRequest({ ...specs, "apps/backend/.do/app.yaml": backend });
  return await comment(scene, pull, { withoutToken: true, inputs: { "spec-path": "apps/*/.do/app.yaml" } });
}

async function specDeleted(webShop: string): Promise<string> {
  await using scene = await startScene({ repository: REPOSITORY, serverUrl: GITHUB });
  const pull = scene.openPullRequest({ [SPEC]: webShop });
  await comment(scene, pull, { withoutToken: true });
  scene.repository.pushToPullRequest(pull.number);
  scene.repository.commits.get(pull.head.sha)?.tree.delete(SPEC);
  return await comment(scene, pull, { withoutToken: true });
}

/** With a preview that goes live, or that fails because the API listens on another port. */
async function preview(webShop: string, branch: string, listenPort?: string): Promise<string> {
  await using scene = await startScene({ repository: REPOSITORY, serverUrl: GITHUB, speed: 600 });
  await deployed(scene, webShop);
  scene.pushToMain({ [SPEC]: webShop });
  const headSha = scene.simulator.push(REPOSITORY, branch).commit;
  const head = listenPort
    ? change(webShop, [
        "    envs:\n",
        `    envs:\n      - { key: SIMULATE_LISTEN_PORT, value: "${listenPort}" }\n`,
      ])
    : mended(webShop);
  const pull = scene.openPullRequest({ [SPEC]: head }, { headRef: branch, headSha });
  return await comment(scene, pull, { inputs: { preview: "true", "preview-secrets": "STRIPE_KEY=made-up" } });
}

async function comment(scene: Scene, pull: PullRequest, options: JobOptions): Promise<string> {
  const run = await scene.checkPullRequest(pull, { inProcess: true, ...options });
  const [owner = "", name = ""] = scene.repository.fullName.split("/");
  const [found] = scene.github.comments(owner, name, pull.number);
  if (!found) throw new Error(`There is no comment to draw. ${run.log}`);
  return found.body;
}
