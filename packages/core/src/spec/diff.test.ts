// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as `${db.PASSWORD}` are data here
import { describe, expect, test } from "vitest";
import { diffSpecs, formatChange } from "./diff.ts";
import { parseSpec } from "./document.ts";

const spec = (yaml: string) => parseSpec(yaml).spec;
const lines = (before: string | undefined, after: string) =>
  diffSpecs(before === undefined ? undefined : spec(before), spec(after)).map(formatChange);

describe("changes by name", () => {
  test("fields of a component, whatever its place in the list", () => {
    expect(
      lines(
        `
services:
  - { name: web, instance_count: 2, instance_size_slug: apps-s-1vcpu-1gb, run_command: node app }
  - { name: api }`,
        `
services:
  - { name: api, http_port: 3000 }
  - { name: web, instance_size_slug: apps-s-1vcpu-2gb, run_command: node app --verbose }`,
      ),
    ).toEqual([
      "changed services.api.http_port: 8080 → 3000",
      "changed services.web.instance_size_slug: apps-s-1vcpu-1gb → apps-s-1vcpu-2gb",
      "changed services.web.run_command: node app → node app --verbose",
      "changed services.web.instance_count: 2 → 1",
    ]);
  });

  test("a renamed component is removed and added", () => {
    expect(lines("workers: [{ name: a, source_dir: / }]", "workers: [{ name: b, source_dir: / }]")).toEqual([
      "added workers.b",
      "removed workers.a",
    ]);
  });

  test("envs by key, their values, scopes and types", () => {
    expect(
      lines(
        `services: [{ name: web, envs: [{ key: A, value: "1" }, { key: B, value: "2" }, { key: C, value: "3" }] }]`,
        `services: [{ name: web, envs: [{ key: C, value: "4" }, { key: B, value: "2", scope: BUILD_TIME }, { key: D, value: two words }] }]`,
      ),
    ).toEqual([
      "changed services.web.envs.B.scope: RUN_AND_BUILD_TIME → BUILD_TIME",
      "changed services.web.envs.C: 3 → 4",
      "added services.web.envs.D: two words",
      "removed services.web.envs.A: 1",
    ]);
  });

  test("no credentials, neither in URLs nor below a mistyped key of a secret", () => {
    const yaml = (password: string) =>
      `services: [{ name: web, git: { repo_clone_url: "https://bob:${password}@example.com/a.git" }, envs: [{ key: A, type: SECRET, valeu: ${password} }] }]`;
    expect(lines(yaml("s3cr3t"), yaml("hunter2"))).toEqual([
      "changed services.web.git.repo_clone_url",
      "changed services.web.envs.A.valeu",
    ]);
    expect(lines("services: [{ name: web }]", yaml("hunter2")).join()).not.toContain("hunter2");
  });

  test("domains by domain, rules by what they match", () => {
    expect(
      lines(
        `
domains: [{ domain: example.com }, { domain: old.example.com }]
ingress: { rules: [{ match: { path: { prefix: / } }, component: { name: web } }, { match: { path: { prefix: /old } }, redirect: { uri: /new } }] }`,
        `
domains: [{ domain: example.com, type: PRIMARY }]
ingress: { rules: [{ match: { path: { prefix: / } }, component: { name: api } }, { match: { path: { prefix: /docs }, authority: { exact: example.com } }, component: { name: docs } }] }`,
      ),
    ).toEqual([
      "changed domains[example.com].type: UNSPECIFIED → PRIMARY",
      'removed domains[old.example.com]: {"domain":"old.example.com"}',
      "changed ingress.rules[/].component.name: web → api",
      "added ingress.rules[example.com/docs]",
      'removed ingress.rules[/old]: {"match":{"path":{"prefix":"/old"}},"redirect":{"uri":"/new"}}',
    ]);
  });

  test("the order of rules that stay", () => {
    const rules = (...paths: string[]) =>
      `ingress: { rules: [${paths.map((path) => `{ match: { path: { prefix: ${path} } }, component: { name: web } }`).join(", ")}] }`;
    expect(lines(rules("/a", "/", "/b"), rules("/", "/a", "/b"))).toEqual([
      'changed ingress.rules: ["/a","/","/b"] → ["/","/a","/b"]',
    ]);
    expect(lines(rules("/a", "/b"), rules("/b"))).toHaveLength(1);
  });

  test("the app's own maps field by field", () => {
    expect(
      lines("name: shop", "name: shop\negress: { type: DEDICATED_IP }\nmaintenance: { enabled: true }"),
    ).toEqual([
      "changed egress.type: AUTOASSIGN → DEDICATED_IP",
      "changed maintenance.enabled: false → true",
    ]);
  });

  test("a field that gives way to another is removed, not set back to its default", () => {
    expect(
      lines(
        "services: [{ name: web, instance_count: 2, image: { tag: v1 } }]",
        "services: [{ name: web, autoscaling: { min_instance_count: 1, max_instance_count: 3 }, image: { digest: 'sha256:0' } }]",
      ),
    ).toEqual([
      'added services.web.autoscaling: {"min_instance_count":1,"max_instance_count":3}',
      "added services.web.image.digest: sha256:0",
      "removed services.web.image.tag: v1",
      "removed services.web.instance_count: 2",
    ]);
  });

  test("of a new app everything is added", () => {
    expect(
      lines(undefined, "name: shop\nregion: nyc\nservices: [{ name: web }]\ndatabases: [{ name: db }]"),
    ).toEqual(["added name: shop", "added region: nyc", "added services.web", "added databases.db"]);
  });

  test("each change tells whose it is", () => {
    const [change] = diffSpecs(
      spec("services: [{ name: web }]"),
      spec("services: [{ name: web, instance_count: 3 }]"),
    );
    expect(change).toEqual({
      kind: "changed",
      path: "services.web.instance_count",
      component: "web",
      before: 1,
      after: 3,
      secret: false,
    });
  });
});

describe("no noise", () => {
  test("from what the platform makes of a spec", () => {
    const written = `
name: shop
services:
  - name: api
    github: { repo: a/b, branch: main, deploy_on_push: true }
    routes: [{ path: /api, preserve_path_prefix: true }]
    envs: [{ key: TOKEN, type: SECRET }, { key: URL, type: SECRET, value: "\${db.DATABASE_URL}" }, { key: PORT, value: 80 }]
jobs: [{ name: migrate, github: { repo: a/b, branch: main } }]
databases: [{ name: db, engine: PG }]`;
    const live = `
name: shop
region: nyc
ingress: { rules: [{ component: { name: api, preserve_path_prefix: true }, match: { path: { prefix: /api } } }] }
databases: [{ engine: PG, name: db }]
jobs: [{ name: migrate, kind: POST_DEPLOY, github: { branch: main, repo: a/b }, instance_count: 1, instance_size_slug: apps-s-1vcpu-0.5gb }]
services:
  - name: api
    github: { branch: main, deploy_on_push: true, repo: a/b }
    http_port: 8080
    instance_count: 1
    instance_size_slug: apps-s-1vcpu-0.5gb
    envs:
      - { key: PORT, scope: RUN_AND_BUILD_TIME, value: "80" }
      - { key: TOKEN, scope: RUN_AND_BUILD_TIME, type: SECRET, value: "EV[1:abc:def]" }
      - { key: URL, scope: RUN_AND_BUILD_TIME, type: SECRET, value: "EV[1:ghi:jkl]" }`;
    expect(lines(live, written)).toEqual([]);
  });

  test("from rules that the platform chose", () => {
    const rule = (path: string, more = "") =>
      `{ match: { path: { prefix: ${path} } }, component: { name: web${more} } }`;
    const live = (...rules: string[]) =>
      `services: [{ name: web }]\ningress: { rules: [${rules.join(", ")}] }`;
    expect(lines(live(rule("/")), "services: [{ name: web }]")).toEqual([]);
    expect(lines(live(rule("/special")), "services: [{ name: web }]")).toEqual([
      'removed ingress.rules[/special]: {"match":{"path":{"prefix":"/special"}},"component":{"name":"web"}}',
    ]);
    expect(lines(live(rule("/", ", preserve_path_prefix: true")), "services: [{ name: web }]")).toHaveLength(
      1,
    );
    expect(lines(live(rule("/"), rule("/b")), live(rule("/b")))).toHaveLength(1);
  });
});

describe("secrets", () => {
  const web = (env: string) => `services: [{ name: web, envs: [${env}] }]`;
  const encrypted = '{ key: TOKEN, type: SECRET, value: "EV[1:abc:def]" }';

  test("are never shown, in no kind of change", () => {
    const before = `
services:
  - { name: web, image: { registry_credentials: "EV[1:old:old]" }, envs: [${encrypted}, { key: GONE, type: SECRET, value: "EV[1:x:y]" }] }
workers: [{ name: old, envs: [{ key: S, type: SECRET, value: hunter2 }] }]`;
    const after = `
services:
  - { name: web, image: { registry_credentials: "me:hunter2" }, envs: [{ key: TOKEN, type: SECRET, value: hunter2 }, { key: NEW, type: SECRET, value: hunter2 }] }
workers: [{ name: new, log_destinations: [{ name: dd, datadog: { api_key: hunter2 } }] }]`;
    const changes = diffSpecs(spec(before), spec(after));
    expect(changes.map(formatChange)).toEqual([
      "changed services.web.image.registry_credentials",
      "added services.web.envs.NEW: <secret>",
      "changed services.web.envs.TOKEN",
      "removed services.web.envs.GONE: <secret>",
      "added workers.new",
      "removed workers.old",
    ]);
    expect(changes.every((change) => change.secret)).toBe(true);
    expect(JSON.stringify(changes)).not.toMatch(/hunter2|EV\[/);
  });

  test("that are left out or a reference are kept by an update", () => {
    expect(lines(web(encrypted), web("{ key: TOKEN, type: SECRET }"))).toEqual([]);
    expect(lines(web(encrypted), web('{ key: TOKEN, type: SECRET, value: "${db.PASSWORD}" }'))).toEqual([]);
    expect(lines(web(encrypted), web('{ key: TOKEN, type: SECRET, value: "EV[1:other:one]" }'))).toEqual([
      "changed services.web.envs.TOKEN",
    ]);
  });

  test("that become plain text do not show it, nor does a text that becomes a secret", () => {
    expect(lines(web(encrypted), web("{ key: TOKEN, value: hunter2 }"))).toEqual([
      "changed services.web.envs.TOKEN",
      "changed services.web.envs.TOKEN.type: SECRET → GENERAL",
    ]);
    expect(lines(web("{ key: TOKEN, value: hunter2 }"), web("{ key: TOKEN, type: SECRET }"))).toEqual([
      "changed services.web.envs.TOKEN",
      "changed services.web.envs.TOKEN.type: GENERAL → SECRET",
    ]);
  });

  test("that stand encrypted in a plain env are hidden too", () => {
    expect(lines(web("{ key: A, value: a }"), web('{ key: A, value: "EV[1:abc:def]" }'))).toEqual([
      "changed services.web.envs.A: a → <secret>",
    ]);
  });
});

describe("what cannot be trusted", () => {
  test("a change stays on one line", () => {
    expect(lines("name: a", 'name: a\nenvs: [{ key: "A\\nB", value: "1\\n2" }]')).toEqual([
      'added envs[A B]: "1\\n2"',
    ]);
  });

  test("twins are told apart", () => {
    expect(lines("workers: [{ name: a }]", "workers: [{ name: a }, { name: a, instance_count: 2 }]")).toEqual(
      ["added workers[a#2]"],
    );
  });

  test("wrong types and keys of JavaScript itself", () => {
    expect(lines("services: 7\nconstructor: 1", "services: { name: web }\ntoString: x")).toEqual([
      "changed services: 7 → …",
      "added toString: x",
      "removed constructor: 1",
    ]);
    for (const text of [
      "",
      "- a",
      "&a\nx: *a\nservices: [*a]",
      "__proto__: { services: [] }",
      "envs: [[], 3, { key: [] }]",
    ])
      expect(lines(text, text)).toEqual([]);
  });
});
