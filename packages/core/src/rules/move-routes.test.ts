import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { diffSpecs } from "../spec/diff.ts";
import { parseSpec } from "../spec/document.ts";
import { normaliseSpec } from "../spec/normalise.ts";
import { dedent } from "./rule.ts";
import { expectFix, fixed } from "./testing.ts";

const GOLDEN: [what: string, before: string, after: string][] = [
  [
    "all routes at once, the narrow ones first, with CORS, quotes and comments",
    `
    name: shop
    # what runs
    services:
    - name: web
      image: {registry_type: DOCR, repository: web}
      routes:
      - path: /
      http_port: 3000
    - name: api
      cors:
        # the shop's own pages
        allow_origins: [{exact: "https://shop.example.com"}]
        max_age: 5m # short
      image: {registry_type: DOCR, repository: api}
      routes:
      # public
      - path: "/api" # since 2021
        preserve_path_prefix: true
      # partners
      - path: /v2
    functions:
    - routes: [{path: /hooks}]
      name: hooks
      github: {repo: acme/hooks, branch: main}
    `,
    `
    name: shop
    ingress:
      rules:
      # public
      - match:
          path:
            prefix: "/api" # since 2021
        component:
          name: api
          preserve_path_prefix: true
        cors:
          # the shop's own pages
          allow_origins: [{exact: "https://shop.example.com"}]
          max_age: 5m # short
      # partners
      - match:
          path:
            prefix: /v2
        component:
          name: api
        cors:
          # the shop's own pages
          allow_origins: [{exact: "https://shop.example.com"}]
          max_age: 5m # short
      - match:
          path:
            prefix: /hooks
        component:
          name: hooks
      - match:
          path:
            prefix: /
        component:
          name: web
    # what runs
    services:
    - name: web
      image: {registry_type: DOCR, repository: web}
      http_port: 3000
    - name: api
      image: {registry_type: DOCR, repository: api}
    functions:
    - name: hooks
      github: {repo: acme/hooks, branch: main}
    `,
  ],
  [
    "with the dashes and the depth of the file",
    `
    name: shop
    static_sites:
        -   name: site
            github:
                repo: acme/site
                branch: main
            routes:
                -   path: /
            cors: {allow_origins: [{exact: "https://example.com"}]}
    `,
    `
    name: shop
    ingress:
        rules:
            - match:
                  path:
                      prefix: /
              component:
                  name: site
              cors: {allow_origins: [{exact: "https://example.com"}]}
    static_sites:
        -   name: site
            github:
                repo: acme/site
                branch: main
    `,
  ],
  [
    "into an ingress that has no rules yet, and past an internal service",
    `
    name: shop
    services:
    - {name: cache, image: {registry_type: DOCR, repository: cache}, internal_ports: [6379]}
    - {name: api, routes: [{path: /}], cors: {max_age: 5m}, image: {registry_type: DOCR, repository: api}}
    ingress:
      custom_error_page_url: https://status.example.com
    `,
    `
    name: shop
    services:
    - {name: cache, image: {registry_type: DOCR, repository: cache}, internal_ports: [6379]}
    - {name: api, image: {registry_type: DOCR, repository: api}}
    ingress:
      custom_error_page_url: https://status.example.com
      rules:
      - match:
          path:
            prefix: /
        component:
          name: api
        cors: {max_age: 5m}
    `,
  ],
  [
    "with what is said of them",
    `
    name: shop
    services:
    - name: api
      # about routes
      routes:
      # about the first
      - path: /
      # about cors,
      # in two lines
      cors: {max_age: 5m}
      # about the port
      http_port: 80
      image: {registry_type: DOCR, repository: api}
    `,
    `
    name: shop
    ingress:
      rules:
      # about routes
      # about cors,
      # in two lines
      # about the first
      - match:
          path:
            prefix: /
        component:
          name: api
        cors: {max_age: 5m}
    services:
    - name: api
      # about the port
      http_port: 80
      image: {registry_type: DOCR, repository: api}
    `,
  ],
];

it.each(GOLDEN)("moves routes to the ingress: %s", (_, written, moved) => {
  const [before, after] = [dedent(written), dedent(moved)];
  expectFix("routes-deprecated", before, after);
  const [old, next] = [parseSpec(before).spec, parseSpec(after).spec];
  expect(normaliseSpec(next)).toEqual(normaliseSpec(old));
  expect(diffSpecs(old, next)).toEqual([]);
});

const shared = process.env.APP_PLATFORM_SHARED ?? new URL("../../../../../shared", import.meta.url).pathname;
const corpus = `${shared}/corpus/specs`;

it.skipIf(!existsSync(corpus))(`means the same in real specs (skipped where ${corpus} is not there)`, () => {
  const texts = readdirSync(corpus).map((name) => readFileSync(`${corpus}/${name}`, "utf8"));
  const moved = texts.flatMap((before) => {
    const after = fixed(before, "routes-deprecated");
    return after === undefined ? [] : [[parseSpec(before).spec, parseSpec(after).spec] as const];
  });
  expect(moved.length).toBeGreaterThan(30);
  for (const [before, after] of moved) expect(normaliseSpec(after)).toEqual(normaliseSpec(before));
});

const api = "{name: api, image: {registry_type: DOCR, repository: api}, routes: [{path: /}]}";

it.each([
  ["a second service leaves open where it answers", `services: [${api}, {name: web}]`],
  ["CORS are for a route that is not written", `services: [${api}, {name: web, cors: {max_age: 5m}}]`],
  ["a path is taken twice", `services: [${api}, {name: web, routes: [{path: /}]}]`],
  ["two components have one name", `services: [${api}, {name: api, routes: [{path: /b}]}]`],
  ["a route has no path", `services: [${api}, {name: web, routes: [{preserve_path_prefix: true}]}]`],
  ["a route has a key that there is not", `services: [${api}, {name: web, routes: [{path: /b, port: 1}]}]`],
  ["a worker has routes", `services: [${api}]\nworkers: [{name: queue, routes: [{path: /q}]}]`],
  ["the ingress has a mistake", `services: [${api}]\ningress: {ruels: []}`],
  ["anchors stand for what would move", `services: [&a ${api}]\nworkers: [*a]`],
  ["the file is torn", `services: [${api}]\nworkers: [`],
])("moves nothing where %s", (_, lines) => {
  expect(fixed(`name: shop\n${lines}\n`, "routes-deprecated")).toBeUndefined();
});
