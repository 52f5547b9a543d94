import { parseSpec, validateSpec } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { detectComponents, toName } from "./detect.ts";
import { repositoryOf, writeSpec } from "./write.ts";

const REPOSITORY = { provider: "github", repo: "octo/shop", branch: "main" } as const;
const manifest = (value: object) => JSON.stringify(value);
const detect = (files: Record<string, string>) => detectComponents(new Map(Object.entries(files)));

describe("what a workspace looks like", () => {
  it("a Dockerfile at the root is a service on the port that it exposes", () => {
    expect(detect({ Dockerfile: "FROM node\nEXPOSE 3000\n", "package.json": "{}" })).toMatchObject([
      { kind: "service", name: "web", sourceDir: "/", dockerfilePath: "Dockerfile", httpPort: 3000 },
    ]);
  });

  it("a package.json that builds with vite and serves nothing is a static site", () => {
    const text = manifest({ scripts: { build: "vite build" }, devDependencies: { vite: "^7" } });
    expect(detect({ "package.json": text })).toMatchObject([{ kind: "static_site", outputDir: "dist" }]);
  });

  it("a package.json with express is a service", () => {
    const text = manifest({ scripts: { start: "node ." }, dependencies: { express: "^5" } });
    expect(detect({ "package.json": text })).toMatchObject([{ kind: "service", runCommand: "npm start" }]);
  });

  it("a monorepo is its packages, and not its root", () => {
    const files = {
      "package.json": manifest({ workspaces: ["api", "site"], scripts: { start: "x" } }),
      "api/go.mod": "module api\n",
      "site/package.json": manifest({ scripts: { build: "astro build" }, dependencies: { astro: "^5" } }),
      "jobs/requirements.txt": "celery==5\n",
    };
    expect(detect(files).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "service api",
      "worker jobs",
      "static_site site",
    ]);
  });

  it.each(["{", "[]", "null", '"x"'])("a broken package.json (%j) is nothing", (text) => {
    expect(detect({ "package.json": text })).toEqual([]);
  });

  it("two folders of one name get two names", () => {
    expect(detect({ "a/web/go.mod": "", "b/web/go.mod": "" }).map(({ name }) => name)).toEqual([
      "web",
      "web-2",
    ]);
  });
});

describe("the first spec", () => {
  it.each([
    ["one service", { Dockerfile: "FROM x" }],
    ["a site beside an API", { "api/go.mod": "", "site/index.html": "", "queue/requirements.txt": "celery" }],
    ["a PHP app", { "composer.json": "{}" }],
  ] as const)("has no problem: %s", (_, files) => {
    const text = writeSpec("shop", detect(files), REPOSITORY);
    expect(validateSpec(text).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(parseSpec(text).spec.name).toBe("shop");
  });

  it("reads as one that a person wrote", () => {
    const text = writeSpec("shop", detect({ "api/go.mod": "", "site/index.html": "" }), REPOSITORY);
    expect(text).toMatchInlineSnapshot(`
      "# What the app is made of. Hover over a key to read what it is for.
      name: shop
      # Where it runs; completion lists the regions.
      region: nyc

      services:
        # A service, because of api: it has a go.mod.
        - name: api
          github:
            repo: octo/shop
            branch: main
            deploy_on_push: false
          source_dir: api
          environment_slug: go
          http_port: 8080
          instance_size_slug: apps-s-1vcpu-0.5gb
          instance_count: 1

      static_sites:
        # A static site, because of site: it has an index.html and nothing to build.
        - name: site
          github:
            repo: octo/shop
            branch: main
            deploy_on_push: false
          source_dir: site
          environment_slug: html

      # Which path leads where; the longest prefix wins.
      ingress:
        rules:
          - match: { path: { prefix: /api } }
            component: { name: api }
          - match: { path: { prefix: / } }
            component: { name: site }
      "
    `);
  });
});

describe("the repository of a workspace", () => {
  it.each([
    ["git@github.com:octo/shop.git", "github", "octo/shop"],
    ["https://gitlab.com/group/sub/shop", "gitlab", "group/sub/shop"],
    ["ssh://git@bitbucket.org/octo/shop.git", "bitbucket", "octo/shop"],
  ])("is read from %s", (url, provider, repo) => {
    const config = `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n\tfetch = +refs/*\n`;
    expect(repositoryOf(config, "ref: refs/heads/trunk\n")).toEqual({ provider, repo, branch: "trunk" });
  });

  it("is unknown where the remote is none that App Platform knows", () => {
    expect(repositoryOf('[remote "origin"]\n url = https://git.example.com/x/y\n', "")).toBeUndefined();
  });
});

it.each([
  ["My Shop!", "my-shop"],
  ["42-answers", "answers"],
  ["ü", ""],
  ["a".repeat(40), "a".repeat(32)],
])("%j becomes the name %j", (text, name) => {
  expect(toName(text)).toBe(name);
});
