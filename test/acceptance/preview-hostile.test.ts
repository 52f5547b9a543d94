// What a pull request's author could try, who can write the spec and the code, but not the workflow.
import {
  AppPlatformClient,
  formatPreviewMarker,
  PREVIEW_MARKER,
  parseSpec,
  previewName,
} from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { startScene } from "../runner/scene.ts";

const SPEC = ".do/app.yaml";
const OURS = { host: "github.com", owner: "octo-shop", repository: "web-shop" };

/** What was reviewed: a service with a secret, and a cluster in a network. */
const REVIEWED = `name: web-shop
region: fra
vpc: { id: 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf }
services:
  - name: api
    github: { repo: octo-shop/web-shop, branch: main, deploy_on_push: true }
    instance_size_slug: apps-s-1vcpu-1gb
    envs:
      - { key: STRIPE_KEY, type: SECRET, value: "\${STRIPE_KEY}" }
databases:
  - { name: db, engine: PG, production: true, cluster_name: shop, db_name: shop, db_user: shop }
`;

it("cannot reach production's data, other code, other apps, or the job's environment", async () => {
  const scene = await startScene({ serverUrl: "https://github.com", speed: 600 });
  await using _ = scene;
  const { simulator } = scene;
  scene.pushToMain({ [SPEC]: REVIEWED });
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  await client.apps.create({ spec: parseSpec(REVIEWED.replace("${STRIPE_KEY}", "live-canary")).spec });
  simulator.advance(3_600_000);
  const production = () =>
    JSON.stringify([simulator.appNamed("web-shop")?.spec, simulator.appNamed("web-shop")?.id]);
  const before = production();
  const writes = () =>
    simulator.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/propose")).length;
  const written = writes();
  const inputs = {
    preview: "true",
    "preview-database": "share",
    "preview-jobs": "all",
    "preview-secrets": "STRIPE_KEY=preview-canary",
    "env-allow": "STRIPE_KEY, DEPLOY_KEY",
  };
  const env = { STRIPE_KEY: "live-canary", DEPLOY_KEY: "deploy-canary" };
  const attack = (spec: string) => {
    const { commit } = simulator.push("octo-shop/web-shop", "attack");
    return scene.openPullRequest({ [SPEC]: spec }, { headRef: "attack", headSha: commit });
  };

  // The administrator of the cluster, the cluster of another app, and code and images of others.
  const grabbing = `${REVIEWED.replace("db_user: shop }", "db_user: doadmin }")}  - { name: payroll, engine: PG, production: true, cluster_name: payroll }
workers:
  - { name: spy, github: { repo: octo-shop/payroll, branch: main } }
  - { name: clone, git: { repo_clone_url: "https://github.com/octo-shop/web-shop/../payroll.git" } }
  - { name: image, image: { registry_type: DOCR, repository: payroll, tag: latest } }
jobs:
  - { name: cron, kind: SCHEDULED, schedule: { cron: "0 * * * *" }, github: { repo: mallory/miner, branch: main } }
`;
  const grab = await scene.checkPullRequest(attack(grabbing), { inputs, env });
  expect(grab.exitCode, grab.log).toBe(1);
  for (const refused of [
    "`db` is not shared",
    "`payroll` is not shared",
    "`spy`",
    "`clone`",
    "`image`",
    "`cron`",
  ])
    expect(grab.summary).toContain(refused);
  expect(writes()).toBe(written);

  // Allowed as it stands: what leads out of the preview is dropped, and what it draws from the job is for previews alone.
  const drawing = REVIEWED.replace(
    "      - { key: STRIPE_KEY",
    `      - { key: PLAIN, value: "\${STRIPE_KEY}" }
      - { key: STOLEN, value: "\${DEPLOY_KEY}" }
      - { key: TOKEN, value: "\${INPUT_TOKEN} \${GITHUB_TOKEN} \${ACTIONS_RUNTIME_TOKEN}" }
      - { key: STRIPE_KEY`,
  )
    .replace("vpc: { id: 4", "vpc: { id: 5")
    .replace(
      "    envs:\n",
      `    autoscaling: { min_instance_count: 20, max_instance_count: 200, metrics: { cpu: { percent: 1 } } }
    log_destinations: [{ name: out, logtail: { token: mallory } }]
    envs:
`,
    )
    .replace("apps-s-1vcpu-1gb", "apps-d-8vcpu-32gb")
    .concat("domains: [{ domain: shop.example, type: PRIMARY }]\negress: { type: DEDICATED_IP }\n");
  const pull = attack(drawing);
  const name = await previewName({ ...OURS, pullRequest: pull.number, app: "web-shop" });
  const draw = await scene.checkPullRequest(pull, { inputs, env });
  expect(draw.exitCode, draw.log).toBe(0);
  const app = simulator.appNamed(name);
  expect(Object.keys(app?.spec ?? {}).sort()).toEqual([
    "databases",
    "envs",
    "ingress",
    "name",
    "region",
    "services",
  ]);
  const [api] = app?.spec.services ?? [];
  expect(api).toMatchObject({ instance_size_slug: "apps-s-1vcpu-1gb", instance_count: 1 });
  expect(api).not.toHaveProperty("log_destinations");
  const reveal = (value = "") => simulator.reveal(app?.id ?? "", value) ?? value;
  expect(Object.fromEntries((api?.envs ?? []).map(({ key, value }) => [key, reveal(value)]))).toEqual({
    PLAIN: "preview-canary",
    STRIPE_KEY: "preview-canary",
    TOKEN: "${INPUT_TOKEN} ${GITHUB_TOKEN} ${ACTIONS_RUNTIME_TOKEN}",
  });
  const comment = scene.github.comments("octo-shop", "web-shop", pull.number)[0]?.body ?? "";
  const shown = [
    draw.log.replaceAll(/^::add-mask::.*$/gm, ""),
    draw.summary,
    JSON.stringify(draw.outputs),
    comment,
    JSON.stringify(app?.spec),
  ].join("\n");
  for (const canary of ["live-canary", "deploy-canary", "preview-canary", simulator.token])
    expect(shown).not.toContain(canary);

  // Another name in the spec is another preview, and the one before it goes: they do not pile up.
  const { commit } = simulator.push("octo-shop/web-shop", "attack");
  scene.pushTo(pull, { [SPEC]: drawing.replace("name: web-shop", "name: payroll") }, commit);
  const renamed = await scene.checkPullRequest(pull, { inputs: { ...inputs, "app-name": "payroll" }, env });
  expect(renamed.exitCode, renamed.log).toBe(0);
  expect(simulator.appNamed(name)).toBeUndefined();
  const second = await previewName({ ...OURS, pullRequest: pull.number, app: "payroll" });
  expect(simulator.appNamed(second)).toBeDefined();

  expect(production()).toBe(before);
});

it("cannot make an app pass for a preview, on the way to production either", async () => {
  await using scene = await startScene({ serverUrl: "https://github.com" });
  const victim = { ...OURS, pullRequest: 9, app: "web-shop" };
  const forged = `envs: [{ key: ${PREVIEW_MARKER}, value: ${formatPreviewMarker(victim)} }]\n${REVIEWED.replace("name: web-shop", `name: ${await previewName(victim)}`)}`;
  scene.pushToMain({ [SPEC]: REVIEWED });
  const pull = scene.openPullRequest({ [SPEC]: forged });
  const checked = await scene.checkPullRequest(pull, { inputs: { preview: "true" } });
  expect(checked.exitCode).toBe(1);
  expect(checked.log).toMatch(/^::error title=preview-marker,file=\.do\/app\.yaml,line=1,/m);
  const merged = await scene.pushed(scene.pushToMain({ [SPEC]: forged }), {
    inputs: { "env-allow": "STRIPE_KEY" },
    env: { STRIPE_KEY: "x" },
  });
  expect(merged.exitCode).toBe(1);
  expect(merged.log).toContain("no spec may write it");
  expect(
    scene.simulator.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("/propose")),
  ).toEqual([]);
});
