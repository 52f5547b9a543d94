import { describe, expect, it } from "vitest";
import { parseSpec } from "../../spec/document.ts";
import { validateSpec } from "../../validate.ts";
import { PREVIEW_MARKER } from "./identity.ts";
import { type PreviewOptions, planPreview } from "./plan.ts";

const identity = { host: "github.com", owner: "Octo", repository: "Shop", pullRequest: 7, app: "shop" };
const NAME = "pr-7-shop-0123456789ab";

function preview(yaml: string, options: Partial<PreviewOptions> = {}) {
  const plan = planPreview(parseSpec(yaml), { identity, name: NAME, headBranch: "feature", ...options });
  const refusals = plan.refusals.map(({ path, message }) => `${path}: ${message}`);
  return { ...plan, refusals };
}

const base = (yaml: string) => ({ base: parseSpec(yaml).spec });

const SERVICE = "services: [{ name: web, github: { repo: octo/shop, branch: main } }]";

describe("a preview's spec", () => {
  it("has the forced name, the head's branch, one small instance and the marker, whatever the spec says", () => {
    const plan = preview(`
      name: production
      services:
      - name: web
        github: { repo: OCTO/shop, branch: main, deploy_on_push: true }
        instance_size_slug: apps-d-4vcpu-16gb
        autoscaling: { min_instance_count: 2, max_instance_count: 9, metrics: { cpu: { percent: 70 } } }
      workers:
      - name: queue
        git: { repo_clone_url: "https://github.com/octo/SHOP.git", branch: main }
        instance_size_slug: apps-s-1vcpu-0.5gb
        instance_count: 1
      envs: [{ key: LEVEL, value: debug }]`);
    expect(plan.refusals).toEqual([]);
    expect(plan.spec).toEqual({
      name: NAME,
      services: [
        {
          name: "web",
          github: { repo: "OCTO/shop", branch: "feature", deploy_on_push: false },
          instance_size_slug: "apps-s-1vcpu-1gb",
        },
      ],
      workers: [
        {
          name: "queue",
          git: { repo_clone_url: "https://github.com/octo/SHOP.git", branch: "feature" },
          instance_size_slug: "apps-s-1vcpu-0.5gb",
          instance_count: 1,
        },
      ],
      envs: [
        { key: PREVIEW_MARKER, value: "github.com/octo/shop#7/shop" },
        { key: "LEVEL", value: "debug" },
      ],
    });
    expect(plan.cost.monthly).toEqual({ low: 17, high: 17 });
    expect(plan.notes).toEqual(["Size `apps-s-1vcpu-1gb` (`preview-size`) instead of a larger one: `web`."]);
  });

  it("leaves everything else as it is written, and of keys that nobody knows those that were reviewed", () => {
    const yaml = `
      name: shop
      region: fra
      features: [buildpack-stack=ubuntu-22]
      a_new_key: { x: 1 }
      static_sites: [{ name: site, github: { repo: octo/shop, branch: main }, output_dir: dist, a_newer_key: true }]`;
    const { spec, notes } = preview(yaml, base("a_new_key: { y: 2 }"));
    expect(spec).toMatchObject({
      region: "fra",
      features: ["buildpack-stack=ubuntu-22"],
      a_new_key: { x: 1 },
    });
    expect(spec.static_sites?.[0]).toEqual({
      name: "site",
      github: { repo: "octo/shop", branch: "feature", deploy_on_push: false },
      output_dir: "dist",
    });
    expect(notes).toEqual([
      "Left out, for they are no fields that are known here: `static_sites[].a_newer_key`.",
    ]);
  });

  it("has nothing that only the platform could read: other spellings, and lists and maps in each other's place", () => {
    const plan = preview(
      `
      name: shop
      logDestinations: []
      services:
      - name: web
        github: { repo: octo/shop, deployOnPush: true }
        instanceSizeSlug: apps-d-8vcpu-32gb
        logDestinations: [{ name: out, logtail: { token: abc } }]
        envs: { KEY: value }
      workers: { "0": { name: spy, github: { repo: octo/payroll } } }
      databases:
      - { name: db, engine: PG, clusterName: payroll }
      jobs: [{ name: cron, kind: UNSPECIFIED, schedule: { cron: "0 * * * *" }, github: { repo: octo/shop } }]`,
      {
        jobs: "deploy",
      },
    );
    expect(plan.refusals).toEqual([]);
    expect(plan.spec).toEqual({
      name: NAME,
      services: [{ name: "web", github: { repo: "octo/shop", branch: "feature", deploy_on_push: false } }],
      databases: [{ name: "db", engine: "PG" }],
      jobs: [],
      envs: [{ key: PREVIEW_MARKER, value: "github.com/octo/shop#7/shop" }],
    });
    const wrongName = { ...identity, app: "shop #8/x" };
    expect(preview(`name: x\n${SERVICE}`, { identity: wrongName }).refusals).toEqual([
      "name: `shop #8/x` is no name of an app, and a preview could not be found again.",
    ]);
  });

  it("leaves domains, alerts, logs, egress, network and the rules for host names to production", () => {
    const plan = preview(`
      name: shop
      domains: [{ domain: shop.example, type: PRIMARY, wildcard: true }, { domain: shop.test, type: ALIAS }]
      alerts: [{ rule: DEPLOYMENT_FAILED }]
      egress: { type: DEDICATED_IP }
      vpc: { id: 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf }
      maintenance: { enabled: true }
      disable_edge_cache: true
      services:
      - name: web
        github: { repo: octo/shop, branch: main }
        alerts: [{ rule: CPU_UTILIZATION, value: 80, operator: GREATER_THAN, window: TEN_MINUTES }]
        log_destinations: [{ name: logs, logtail: { token: abc } }]
      - { name: api, github: { repo: octo/shop, branch: main } }
      ingress:
        secure_header: { key: x-cdn, value: secret }
        rules:
        - { match: { authority: { exact: api.shop.example }, path: { prefix: / } }, component: { name: api } }
        - { match: { path: { prefix: /old } }, redirect: { authority: www.Shop.example } }
        - { match: { path: { prefix: /docs } }, redirect: { authority: docs.example } }
        - { match: { authority: { exact: "\${STARTER_DOMAIN}" }, path: { prefix: /own } }, component: { name: web } }
        - { match: { path: { prefix: / } }, component: { name: web } }`);
    expect(plan.refusals).toEqual([]);
    expect(Object.keys(plan.spec).sort()).toEqual(["envs", "ingress", "name", "services"]);
    expect(plan.spec.services?.map((each) => Object.keys(each))).toEqual([
      ["name", "github"],
      ["name", "github"],
    ]);
    expect(plan.spec.ingress).toEqual({
      rules: [
        { match: { path: { prefix: "/docs" } }, redirect: { authority: "docs.example" } },
        {
          match: { authority: { exact: "$" + "{STARTER_DOMAIN}" }, path: { prefix: "/own" } },
          component: { name: "web" },
        },
        { match: { path: { prefix: "/" } }, component: { name: "web" } },
      ],
    });
    expect(plan.notes).toEqual([
      "Not reachable, for only a host name led there: `api`.",
      "Left to production: domains `shop.example`, `shop.test`, alerts, dedicated egress, maintenance mode, `disable_edge_cache`, the VPC, the ingress's secure header, log destinations.",
    ]);
  });

  it("answers as the primary domain does, where every rule is for a host name", () => {
    const plan = preview(`
      name: shop
      domains: [{ domain: api.example, type: ALIAS }, { domain: shop.example, type: PRIMARY }]
      services:
      - { name: api, github: { repo: octo/shop, branch: main } }
      - { name: web, github: { repo: octo/shop, branch: main } }
      ingress:
        rules:
        - { match: { authority: { exact: api.example }, path: { prefix: / } }, component: { name: api } }
        - { match: { authority: { exact: shop.example }, path: { prefix: / } }, component: { name: web } }`);
    expect(plan.spec.ingress).toEqual({
      rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }],
    });
    expect(plan.notes[0]).toBe("The preview answers as `shop.example` does.");
  });

  it("is itself a valid spec", () => {
    const { spec } = preview(
      `
      name: shop
      ${SERVICE}
      databases: [{ name: db, engine: PG, production: true, cluster_name: main }]
      jobs: [{ name: migrate, kind: PRE_DEPLOY, github: { repo: octo/shop, branch: main } }]`,
      {
        clusterMode: "dev",
        jobs: "deploy",
      },
    );
    const problems = validateSpec(JSON.stringify(spec));
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("sources", () => {
  const elsewhere = `
    name: shop
    services:
    - { name: a, github: { repo: other/lib, branch: main, deploy_on_push: true } }
    - { name: b, gitlab: { repo: other/lib, branch: main, deploy_on_push: true } }
    - { name: c, bitbucket: { repo: other/lib, branch: dev } }
    - { name: d, git: { repo_clone_url: "https://example.com/x.git" } }
    - { name: e, image: { registry_type: DOCR, repository: api, tag: v1, deploy_on_push: { enabled: true } } }`;

  it("stay where the base commit has them, and it is said", () => {
    const plan = preview(elsewhere, base(elsewhere));
    expect(plan.refusals).toEqual([]);
    expect(plan.notes).toEqual([
      "`a` is built from `other/lib` at `main`, which this pull request does not change.",
      "`b` is built from `gitlab.com/other/lib` at `main`, which this pull request does not change.",
      "`c` is built from `bitbucket.org/other/lib` at `dev`, which this pull request does not change.",
      "`d` is built from `example.com/x`, which this pull request does not change.",
      "`e` runs the image `docr/api` as the spec has it: give one that was built from this commit with `images`.",
    ]);
    expect(JSON.stringify(plan.spec)).not.toMatch(/"deploy_on_push":(true|\{)/);
  });

  it("are refused where only the pull request names them", () => {
    expect(preview(elsewhere).refusals.map((each) => each.split(":")[0])).toEqual([
      "services.0.github",
      "services.1.gitlab",
      "services.2.bitbucket",
      "services.3.git",
      "services.4.image",
    ]);
    expect(preview(elsewhere, base(SERVICE)).refusals[0]).toBe(
      "services.0.github: `a` is built from `other/lib`, which is not this repository and not in the base commit's spec. A maintainer can allow it with `allow: source:github.com/other/lib`.",
    );
    const allowedSources = [
      "Other/Lib",
      "gitlab.com/other/lib",
      "bitbucket.org/other/lib",
      "example.com/x",
      "docr/api",
    ];
    expect(preview(elsewhere, { allowedSources }).refusals).toEqual([]);
  });

  it.each([
    "https://github.com/octo/shop/../../other/secret.git",
    "https://github.com.evil.example/octo/shop.git",
    "https://github.com@evil.example/octo/shop",
    "https://evil.example/github.com/octo/shop",
    "ssh://github.com/octo/shop",
    "https://github.com/octo%2Fshop",
    "https://github.com/octo/shop2",
  ])("are not taken for this repository: %s", (url) => {
    const plan = preview(`name: shop\nservices: [{ name: web, git: { repo_clone_url: "${url}" } }]`);
    expect(plan.refusals).toHaveLength(1);
  });

  it("on github.com are not those of a server elsewhere", () => {
    const there = { ...identity, host: "github.example.com" };
    expect(preview(`name: shop\n${SERVICE}`, { identity: there }).refusals).toHaveLength(1);
    const git = `name: shop\nservices: [{ name: web, git: { repo_clone_url: "https://github.example.com/octo/shop" } }]`;
    expect(preview(git, { identity: there }).spec.services?.[0]?.git?.branch).toBe("feature");
  });

  it("may be images that the workflow gives", () => {
    const yaml = `name: shop\nservices: [{ name: web, image: { registry_type: GHCR, registry: octo, repository: web, tag: "\${TAG}" } }]`;
    const images = [{ component: "web", registry: "octo", repository: "web", digest: "sha256:abc" }];
    const plan = preview(yaml, { images, allow: ["TAG"] });
    expect(plan).toMatchObject({ refusals: [], notes: [] });
    expect(plan.spec.services?.[0]?.image).toEqual({
      registry_type: "GHCR",
      registry: "octo",
      repository: "web",
      digest: "sha256:abc",
    });
    expect(
      preview(yaml, { images: [{ component: "other", repository: "web", tag: "x" }] }).refusals,
    ).toHaveLength(1);
  });
});

describe("databases", () => {
  const cluster = (more = "") => `
    name: shop
    ${SERVICE}
    databases: [{ name: db, engine: PG, version: "16", production: true, cluster_name: main, db_name: shop, db_user: app ${more} }]`;

  it("of production are refused until the workflow chooses", () => {
    expect(preview(cluster()).refusals).toEqual([
      "databases.0: `db` is a managed cluster, and a preview of it would run this pull request on its data. Set `preview-database`: `dev` for a development database, `none` to leave it out, `share` to give the preview the cluster itself.",
    ]);
    const unmarked = `name: shop\n${SERVICE}\ndatabases: [{ name: db, engine: PG, cluster_name: main }]`;
    expect(preview(unmarked).refusals).toHaveLength(1);
  });

  it("become development databases, which are PostgreSQL only", () => {
    const plan = preview(cluster(), { clusterMode: "dev" });
    expect(plan.spec.databases).toEqual([{ name: "db", engine: "PG", version: "16" }]);
    const valkey = cluster().replace("engine: PG", "engine: VALKEY");
    expect(preview(valkey, { clusterMode: "dev" }).refusals).toEqual([
      "databases.0: `db` is `VALKEY`, and development databases are PostgreSQL only. Write `db=none` or `db=share` in `preview-database`.",
    ]);
  });

  it("are left out with all that asks for them", () => {
    const plan = preview(
      `${cluster()}
    envs:
    - { key: URL, value: "\${db.DATABASE_URL}" }
    - { key: POOL, value: "x\${db.pool.PORT}" }
    - { key: KEPT, value: "\${web.PUBLIC_URL}" }`,
      { databaseModes: { db: "none" } },
    );
    expect(plan.spec.databases).toEqual([]);
    expect(plan.spec.envs?.map((env) => env?.key)).toEqual([PREVIEW_MARKER, "KEPT"]);
    expect(plan.notes).toEqual([
      "Without the database `db`.",
      "Without `URL`, `POOL`: what they ask for is not in the preview.",
    ]);
  });

  it("are shared only as the base commit has them: cluster, database and user", () => {
    const shared = preview(cluster(), { clusterMode: "share", ...base(cluster()) });
    expect(shared.refusals).toEqual([]);
    expect(shared.spec.databases?.[0]).toMatchObject({ cluster_name: "main", production: true });
    expect(shared.notes).toEqual([
      "⚠️ `db` is the cluster itself: this pull request's code reads and writes its data.",
    ]);
    for (const [from, to] of [
      ["cluster_name: main", "cluster_name: payroll"],
      ["db_user: app", "db_user: doadmin"],
      ["db_name: shop", "db_name: payroll"],
      ["name: db,", "name: db2,"],
    ] as const) {
      const hostile = cluster().replace(from, to);
      expect(preview(hostile, { clusterMode: "share", ...base(cluster()) }).refusals, to).toHaveLength(1);
    }
    expect(preview(cluster(), { clusterMode: "share" }).refusals).toHaveLength(1);
  });

  it("keep their network with them, if it is the one that was reviewed", () => {
    const within = (id: string) => `${cluster()}\n    vpc: { id: ${id} }`;
    const options = { clusterMode: "share", ...base(within("a")) } as const;
    expect(preview(within("a"), options).spec.vpc).toEqual({ id: "a" });
    expect(preview(within("b"), options).spec.vpc).toBeUndefined();
    expect(preview(within("a"), { ...options, clusterMode: "dev" }).spec.vpc).toBeUndefined();
  });
});

describe("jobs", () => {
  const yaml = `
    name: shop
    ${SERVICE}
    jobs:
    - { name: migrate, kind: PRE_DEPLOY, github: { repo: octo/shop, branch: main } }
    - { name: seed, github: { repo: octo/shop, branch: main } }
    - { name: bill, kind: SCHEDULED, schedule: { cron: "0 * * * *" }, github: { repo: evil/code, branch: main } }`;

  it.each([
    ["none", []],
    ["deploy", ["migrate", "seed"]],
  ] as const)("with `%s`", (jobs, names) => {
    const plan = preview(yaml, { jobs });
    expect(plan.refusals).toEqual([]);
    expect(plan.spec.jobs?.map((job) => job.name)).toEqual(names);
  });

  it("are refused until the workflow chooses, and may not come from elsewhere", () => {
    expect(preview(yaml).refusals.map((each) => each.split(":")[0])).toEqual([
      "jobs.0",
      "jobs.1",
      "jobs.2",
      "jobs.2.github",
    ]);
    expect(preview(yaml, { jobs: "all" }).refusals).toHaveLength(1);
  });

  it("alone make no preview when they are left out", () => {
    const only = `name: shop\njobs: [{ name: seed, github: { repo: octo/shop } }]`;
    expect(preview(only, { jobs: "none" }).refusals).toEqual([
      ": Nothing of the spec would be left in the preview. See `preview-jobs`.",
    ]);
  });
});

describe("secrets", () => {
  const yaml = `
    name: shop
    envs:
    - { key: TOKEN, type: SECRET, value: "EV[1:abc:def]" }
    - { key: PLAIN, value: "EV[1:abc:def]" }
    services:
    - name: web
      image: { registry_type: GHCR, registry: octo, repository: web, registry_credentials: "EV[1:abc:def]" }
      envs:
      - { key: KEY, type: SECRET }
      - { key: OTHER, type: SECRET, value: "\${OTHER}" }
      - { key: LITERAL, type: SECRET, value: typed }
      - { key: URL, value: "https://\${HOST}/" }
      - { key: LEVEL, value: "\${LEVEL:-info}" }
      - { key: DB, value: "\${web.PUBLIC_URL}" }`;
  const options = {
    images: [{ component: "web", registry: "octo", repository: "web", tag: "new" }],
    allow: ["OTHER", "HOST", "LEVEL"],
  };

  it("that nobody set aside for previews are left out and named", () => {
    const plan = preview(yaml, options);
    expect(plan.missing).toEqual([
      { key: "TOKEN" },
      { key: "PLAIN" },
      { component: "web", key: "KEY" },
      { component: "web", key: "OTHER" },
      { component: "web", key: "URL" },
      { component: "web", key: "registry_credentials" },
    ]);
    expect(JSON.stringify(plan.spec)).not.toContain("EV[");
    expect(plan.spec.services?.[0]?.envs).toEqual([
      { key: "LITERAL", type: "SECRET", value: "typed" },
      { key: "LEVEL", value: "info" },
      { key: "DB", value: "$" + "{web.PUBLIC_URL}" },
    ]);
  });

  it("come from what is set aside, and stay secrets wherever the spec puts them", () => {
    const plan = preview(yaml, {
      ...options,
      secrets: {
        TOKEN: "t",
        PLAIN: "p",
        KEY: "of the app",
        "web.KEY": "of web",
        OTHER: "o",
        HOST: "h.example",
        LITERAL: "l",
        "web.registry_credentials": "me:pw",
      },
    });
    expect(plan.missing).toEqual([]);
    expect(plan.filledPaths).toEqual([
      "envs.1.value",
      "envs.2.value",
      "services.0.envs.0.value",
      "services.0.envs.1.value",
      "services.0.envs.2.value",
      "services.0.envs.3.value",
      "services.0.image.registry_credentials",
    ]);
    const secret = (key: string, value: string) => ({ key, value, type: "SECRET" });
    expect(plan.spec.envs?.slice(1)).toEqual([secret("TOKEN", "t"), secret("PLAIN", "p")]);
    expect(plan.spec.services?.[0]?.envs).toEqual([
      secret("KEY", "of web"),
      secret("OTHER", "o"),
      secret("LITERAL", "l"),
      secret("URL", "https://h.example/"),
      { key: "LEVEL", value: "info" },
      { key: "DB", value: "$" + "{web.PUBLIC_URL}" },
    ]);
    expect(plan.spec.services?.[0]?.image?.registry_credentials).toBe("me:pw");
  });

  it("cannot be drawn out of the job's environment", () => {
    const thief = `name: shop\nservices: [{ name: web, github: { repo: octo/shop }, envs: [{ key: A, value: "\${OTHER}" }] }]`;
    expect(preview(thief, options).spec.services?.[0]?.envs).toEqual([]);
  });

  it("do not stand for an image's tag", () => {
    const tagged = `name: shop\nservices: [{ name: web, image: { registry_type: DOCR, repository: web, tag: "\${TAG}" } }]`;
    const known = { allow: ["TAG"], ...base(tagged) };
    expect(preview(tagged, known).refusals).toEqual([
      "services.0.image.tag: The tag of `web` is filled in by a deploy, and previews have no value for it. Give the image with `images`, or write the name in `preview-secrets`.",
    ]);
    const given = preview(tagged, { ...known, secrets: { TAG: "abc" } });
    expect(given.spec.services?.[0]?.image?.tag).toBe("abc");
  });
});

it("refuses a spec that marks itself as a preview", () => {
  const forged = `
    name: shop
    envs: [{ key: ${PREVIEW_MARKER}, value: "github.com/octo/other#1/app" }]
    ${SERVICE}`;
  expect(preview(forged).refusals).toEqual([
    `envs.0.key: \`${PREVIEW_MARKER}\` marks the previews of this toolkit, and no spec may write it. Remove it.`,
  ]);
});
