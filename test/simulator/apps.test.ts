import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./simulator.ts";
import { spec, TestClient, web } from "./test-client.ts";

let simulator: Simulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

describe("creating an app", () => {
  it("answers with the app and its pending deployment, and fills in what the spec left out", async () => {
    const app = await client.create(spec());

    expect(app.spec).toEqual({
      name: "shop",
      region: "nyc",
      services: [
        {
          name: "web",
          github: { repo: "acme/shop", branch: "main" },
          http_port: 8080,
          instance_count: 1,
          instance_size_slug: "apps-s-1vcpu-0.5gb",
        },
      ],
      ingress: { rules: [{ component: { name: "web" }, match: { path: { prefix: "/" } } }] },
    });
    expect(app.pending_deployment).toMatchObject({
      phase: "PENDING_BUILD",
      cause: "initial deployment",
      phase_last_updated_at: "0001-01-01T00:00:00Z",
    });
    expect(app).not.toHaveProperty("active_deployment");
    expect(app).not.toHaveProperty("live_url");
  });

  it("turns the routes and the cors of a component into ingress rules", async () => {
    const cors = { allow_origins: [{ exact: "https://example.com" }] };
    const app = await client.create(
      spec({ services: [web({ routes: [{ path: "/api", preserve_path_prefix: true }], cors })] }),
    );

    expect(app.spec.services?.[0]).not.toHaveProperty("routes");
    expect(app.spec.services?.[0]).not.toHaveProperty("cors");
    expect(app.spec.ingress).toEqual({
      rules: [
        {
          component: { name: "web", preserve_path_prefix: true },
          cors: { allow_origins: [{ exact: "https://example.com" }] },
          match: { path: { prefix: "/api" } },
        },
      ],
    });
  });

  it("leaves out what proto3 JSON does not print", async () => {
    const envs = [{ key: "PLAIN", value: "", type: "GENERAL", scope: "RUN_TIME" }];
    const app = await client.create(
      spec({ disable_edge_cache: false, services: [web({ envs, http_port: 80 })] }),
    );

    expect(app.spec).not.toHaveProperty("disable_edge_cache");
    expect(app.spec.services?.[0]?.envs).toEqual([{ key: "PLAIN", scope: "RUN_TIME" }]);
  });

  it("refuses a name that is taken with 409", async () => {
    await client.create(spec());
    const second = await client.call("POST", "/v2/apps", { spec: spec() });

    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ id: "conflict", message: "App name already exists" });
    expect(second.body.request_id).toBe(second.headers.get("x-request-id"));
  });

  it("takes and gives YAML", async () => {
    const yaml = `
x-image: &image { registry_type: DOCR, repository: web }
spec:
  name: shop
  services:
    - { name: web, image: *image }
    - { name: api, image: { <<: *image, tag: v2 } }
`;
    const { status, headers, text } = await client.call("POST", "/v2/apps", yaml, {
      "content-type": "application/yaml; charset=utf-8",
      accept: "application/yaml",
    });

    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/yaml");
    expect(text).toContain("\n    name: shop\n");
    expect(text).not.toMatch(/[&*]a\d/);
    expect(simulator.appNamed("shop")?.spec.services?.[1]?.image).toMatchObject({
      repository: "web",
      tag: "v2",
    });
  });

  it.each([
    ["is no YAML", "spec: [unclosed"],
    ["is a bare spec", "name: shop\nservices: []\n"],
    ["is several documents", "spec: { name: a }\n---\nspec: { name: b }\n"],
    [
      "grows without end",
      `a: &a [x, x]\n${"bcdefghijk"
        .split("")
        .map((key, at) => `${key}: &${key} [${`*${"abcdefghijk"[at]},`.repeat(9)}]`)
        .join("\n")}\nspec: *k\n`,
    ],
    ["is empty", "# nothing\n"],
  ])("refuses YAML that %s", async (_, yaml) => {
    const { status, body } = await client.call("POST", "/v2/apps", yaml, {
      "content-type": "application/yaml",
    });

    expect([status, body.message]).toEqual([400, "error parsing request body"]);
  });

  it("takes YAML nowhere else", async () => {
    const { status } = await client.call("POST", "/v2/apps/propose", "spec: { name: shop }", {
      "content-type": "application/yaml",
    });

    expect(status).toBe(400);
  });

  it("names the project only to a token that may read it", async () => {
    const app = await client.create(spec());
    const reader = new TestClient(simulator, simulator.addToken(["app:read"]));

    expect(app.project_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await reader.app(app.id)).not.toHaveProperty("project_id");
    expect((await client.call("GET", "/v2/apps")).body.apps[0]).not.toHaveProperty("project_id");
    expect((await client.call("GET", "/v2/apps?with_projects=true")).body.apps[0]?.project_id).toBe(
      app.project_id,
    );
  });
});

describe("finding, updating and deleting an app", () => {
  it("says invalid uuid to a name where the id belongs, 404 to an unknown id, 405 to no id", async () => {
    const byName = await client.call("PUT", "/v2/apps/shop", { spec: spec() });
    const unknown = await client.call("GET", "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf");
    const empty = await client.call("PUT", "/v2/apps/", { spec: spec() });

    expect([byName.status, byName.body.message]).toEqual([400, "invalid uuid"]);
    expect([unknown.status, unknown.body.id]).toEqual([404, "not_found"]);
    expect(empty.status).toBe(405);
  });

  it("finds an app by name on the path without an id", async () => {
    const app = await client.create(spec());

    expect((await client.call("GET", "/v2/apps/?name=shop")).body.app.id).toBe(app.id);
    expect((await client.call("GET", "/v2/apps/?name=other")).status).toBe(404);
  });

  it("replaces the spec whole: what the update leaves out is gone", async () => {
    const { id } = await client.create(spec({ envs: [{ key: "A", value: "1" }] }));
    const updated = await client.call("PUT", `/v2/apps/${id}`, { spec: spec() });

    expect(updated.body.app.spec).not.toHaveProperty("envs");
    expect(updated.body.app.pending_deployment?.cause).toBe("app spec updated");
  });

  it("does not take the bare spec without its wrapper", async () => {
    const { id } = await client.create(spec());
    const answer = await client.call("PUT", `/v2/apps/${id}`, spec());

    expect([answer.status, answer.body.message]).toEqual([400, "error parsing request body"]);
  });

  it("keeps the commit of a component, unless the update asks for all sources", async () => {
    const app = await client.createAndDeploy(spec());
    const commit = app.active_deployment?.services?.[0]?.source_commit_hash;
    simulator.push("acme/shop");

    const kept = await client.call("PUT", `/v2/apps/${app.id}`, { spec: spec() });
    const refreshed = await client.call("PUT", `/v2/apps/${app.id}`, {
      spec: spec(),
      update_all_source_versions: true,
    });

    expect(kept.body.app.pending_deployment?.services?.[0]?.source_commit_hash).toBe(commit);
    expect(refreshed.body.app.pending_deployment?.services?.[0]?.source_commit_hash).not.toBe(commit);
  });

  it("deletes with 200 and the id, after which the name is free", async () => {
    const { id } = await client.create(spec());
    const deleted = await client.call("DELETE", `/v2/apps/${id}`);

    expect([deleted.status, deleted.body]).toEqual([200, { id }]);
    expect((await client.call("GET", `/v2/apps/${id}`)).status).toBe(404);
    expect((await client.create(spec())).id).not.toBe(id);
  });
});

describe("secrets", () => {
  const secret = (value?: string) => ({
    key: "TOKEN",
    type: "SECRET",
    ...(value === undefined ? {} : { value }),
  });
  const withSecret = (value?: string) => spec({ services: [web({ envs: [secret(value)] })] });

  it("come back encrypted, and keep their value when they are sent back", async () => {
    const app = await client.create(withSecret("hush"));
    const encrypted = app.spec.services?.[0]?.envs?.[0]?.value ?? "";
    const updated = await client.call("PUT", `/v2/apps/${app.id}`, { spec: withSecret(encrypted) });

    expect(encrypted).toMatch(/^EV\[1:[A-Za-z0-9+/]{32}:[A-Za-z0-9+/]+=*\]$/);
    expect(simulator.reveal(app.id, encrypted)).toBe("hush");
    expect(updated.body.app.spec.services?.[0]?.envs?.[0]?.value).toBe(encrypted);
  });

  it("get a new ciphertext each time the plain text is sent", async () => {
    const app = await client.create(withSecret("hush"));
    const again = await client.call("PUT", `/v2/apps/${app.id}`, { spec: withSecret("hush") });

    expect(again.body.app.spec.services?.[0]?.envs?.[0]?.value).not.toBe(
      app.spec.services?.[0]?.envs?.[0]?.value,
    );
  });

  it("are stored empty where the update names no value", async () => {
    const app = await client.create(withSecret("hush"));
    const updated = await client.call("PUT", `/v2/apps/${app.id}`, { spec: withSecret() });

    expect(updated.body.app.spec.services?.[0]?.envs?.[0]).not.toHaveProperty("value");
  });

  it("may not be encrypted before the app exists, nor come from another app", async () => {
    const other = await client.create({ ...withSecret("hush"), name: "other" });
    const encrypted = other.spec.services?.[0]?.envs?.[0]?.value;
    const created = await client.call("POST", "/v2/apps", { spec: withSecret(encrypted) });
    const mine = await client.create(withSecret("hush"));
    const foreign = await client.call("PUT", `/v2/apps/${mine.id}`, { spec: withSecret(encrypted) });

    expect([created.status, created.body.message]).toEqual([
      400,
      'errors validating app spec; first error in field "services.0.envs.0.value": ' +
        "secret env value must not be encrypted before app is created",
    ]);
    expect(foreign.status).toBe(400);
    expect(foreign.body.message).toContain('first error in field "services.0.envs.0.value"');
  });

  it("includes the credentials of a registry", async () => {
    const image = {
      registry_type: "GHCR",
      registry: "acme",
      repository: "web",
      registry_credentials: "me:pass",
    };
    const app = await client.create(spec({ services: [{ name: "web", image }] }));

    expect(app.spec.services?.[0]?.image?.registry_credentials).toMatch(/^EV\[1:/);
  });
});

describe("listing apps", () => {
  it("shows empty links on a single page and absolute ones on several", async () => {
    for (const name of ["one", "two", "three"]) await client.create(spec({ name }));

    const single = await client.call("GET", "/v2/apps");
    expect(single.body.links).toEqual({ pages: {} });
    expect(single.body.meta).toEqual({ total: 3 });

    const second = await client.call("GET", "/v2/apps?page=2&per_page=1");
    const page = (number: number) => `${simulator.url}/v2/apps?page=${number}&per_page=1`;
    expect(second.body.apps.map((app) => app.spec.name)).toEqual(["two"]);
    expect(second.body.links.pages).toEqual({ first: page(1), prev: page(1), next: page(3), last: page(3) });
  });

  it("leaves the empty list out, and refuses pages that cannot be", async () => {
    expect((await client.call("GET", "/v2/apps")).body).not.toHaveProperty("apps");
    expect((await client.call("GET", "/v2/apps?per_page=201")).status).toBe(400);
    expect((await client.call("GET", "/v2/apps?page=0")).status).toBe(400);
  });
});
