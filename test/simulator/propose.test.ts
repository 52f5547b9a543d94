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

const propose = (body: object) => client.call("POST", "/v2/apps/propose", body);

describe("a proposal", () => {
  it("prices the app, with counters as strings, and creates nothing", async () => {
    const { status, body } = await propose({
      spec: spec({ services: [web({ instance_size_slug: "apps-s-1vcpu-1gb", instance_count: 2 })] }),
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ app_name_available: true, app_cost: 24, max_free_static_apps: "3" });
    expect((await client.call("GET", "/v2/apps")).body.meta.total).toBe(0);
  });

  it("counts development databases and the dedicated address", async () => {
    const { body } = await propose({
      spec: spec({ databases: [{ name: "db", engine: "PG" }], egress: { type: "DEDICATED_IP" } }),
    });

    expect(body.app_cost).toBe(5 + 7 + 25);
  });

  it("prices the fourth static app of the account", async () => {
    const site = (name: string) => ({
      name,
      static_sites: [{ name: "site", github: { repo: "acme/site" } }],
    });
    expect((await propose({ spec: site("a-site") })).body).not.toHaveProperty("app_cost");
    for (const name of ["one", "two", "three"]) await client.create(site(name));

    const { body } = await propose({ spec: site("a-site") });
    expect(body).toMatchObject({ app_cost: 3, app_is_static: true, existing_static_apps: "3" });
  });

  it("answers 200 with a suggestion where the name is taken", async () => {
    await client.create(spec());
    const { status, body } = await propose({ spec: spec() });

    expect(status).toBe(200);
    expect(body).toMatchObject({ app_name_available: false, app_name_suggestion: "shop-2" });
  });

  it("checks it as an update where an app id is given", async () => {
    const envs = [{ key: "TOKEN", type: "SECRET", value: "hush" }];
    const app = await client.create(spec({ services: [web({ envs })] }));

    const asNew = await propose({ spec: app.spec });
    const asUpdate = await propose({ spec: app.spec, app_id: app.id });
    expect(asNew.status).toBe(400);
    expect(asUpdate.body.app_name_available).toBe(true);
    expect((await propose({ spec: app.spec, app_id: "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf" })).status).toBe(
      404,
    );
  });

  it("needs no more than app:read", async () => {
    const reader = new TestClient(simulator, simulator.addToken(["app:read"]));

    expect((await reader.call("POST", "/v2/apps/propose", { spec: spec() })).status).toBe(200);
  });
});

describe("a spec that the platform refuses", () => {
  // The messages of the first four have been seen on the platform; of the others the field path alone is modelled.
  it.each([
    [
      "two services of one name",
      spec({ services: [web(), web()] }),
      'error validating app spec field "services.name": service "web" name conflicts with service "web"',
    ],
    [
      "two services on one route",
      spec({ services: [web({ routes: [{ path: "/" }] }), web({ name: "api", routes: [{ path: "/" }] })] }),
      'error validating app spec field "services.route.paths": route path "/" already in use; seen in service "web" and service "api"',
    ],
    [
      "a health check on a port that is not served",
      spec({ services: [web({ health_check: { port: 9090 } })] }),
      'error validating app spec field "services.health_check.port": health check port "9090" not found in internal_ports',
    ],
    [
      "more missing clusters than the account may have",
      spec({
        databases: ["a1", "b1", "c1"].map((name) => ({
          name,
          engine: "PG",
          production: true,
          cluster_name: "missing",
        })),
      }),
      'error validating databases field "databases.limit_exceeded": (3) new databases were requested but the account\'s Managed Database limit only allows for up to (2) new databases',
    ],
    [
      "a repository that is not linked",
      spec({ services: [web({ github: { repo: "unlinked/x" } })] }),
      "GitHub user not authenticated",
    ],
  ])("%s", async (_what, bad, message) => {
    const { status, body } = await propose({ spec: bad });

    expect([status, body.id, body.message]).toEqual([400, "bad_request", message]);
  });

  it.each([
    ["name", spec({ name: "Shop" })],
    ["services.0.name", spec({ services: [web({ name: "w" })] })],
    ["services.0.source", spec({ services: [{ name: "web" }] })],
    ["services.0.image", spec({ services: [web({ image: { registry_type: "DOCR", repository: "a" } })] })],
    [
      "services.0.image.digest",
      spec({
        services: [
          { name: "web", image: { registry_type: "DOCR", repository: "a", tag: "1", digest: "sha256:0" } },
        ],
      }),
    ],
    ["services.0.instance_size_slug", spec({ services: [web({ instance_size_slug: "huge" })] })],
    [
      "services.0.autoscaling",
      spec({ services: [web({ autoscaling: { min_instance_count: 1, max_instance_count: 3 } })] }),
    ],
    [
      "services.1.envs.2.key",
      spec({ services: [web(), web({ name: "api", envs: [{ key: "A" }, { key: "B" }, { key: "1C" }] })] }),
    ],
    ["jobs.0.kind", spec({ jobs: [web({ name: "cron", kind: "CRON" })] })],
    [
      "jobs.0.schedule.cron",
      spec({ jobs: [web({ name: "cron", kind: "SCHEDULED", schedule: { cron: "*/5 * * * *" } })] }),
    ],
    [
      "static_sites.0.catchall_document",
      spec({ static_sites: [web({ name: "site", catchall_document: "a", error_document: "b" })] }),
    ],
    ["databases.0.cluster_name", spec({ databases: [{ name: "db", production: true }] })],
    [
      "domains.1.type",
      spec({
        domains: [
          { domain: "a.example.com", type: "PRIMARY" },
          { domain: "b.example.com", type: "PRIMARY" },
        ],
      }),
    ],
    ["ingress.rules.0.component.name", spec({ ingress: { rules: [{ component: { name: "nobody" } }] } })],
    [
      "ingress.rules.1.match.path",
      spec({ ingress: { rules: [{ component: { name: "web" } }, { component: { name: "web" } }] } }),
    ],
    ["region", spec({ region: "moon" })],
  ])("names %s", async (path, bad) => {
    const { status, body } = await propose({ spec: bad });

    expect(status).toBe(400);
    expect(body.message).toContain(`errors validating app spec; first error in field "${path}": `);
  });

  it("is told the first error only", async () => {
    const { body } = await propose({ spec: spec({ name: "Shop", region: "moon" }) });

    expect(body.message).toContain('"name"');
    expect(body.message).not.toContain("moon");
  });

  it("gets a parse error for a wrong type, and 500 for a source that cannot be read", async () => {
    const typed = await propose({
      spec: spec({ services: [web({ envs: [{ key: "PORT", value: 8080 }] })] }),
    });
    const unread = await propose({
      spec: spec({ services: [web({ github: { repo: "acme/shop", branch: "missing" } })] }),
    });

    expect([typed.status, typed.body.message]).toEqual([400, "error parsing request body"]);
    expect([unread.status, unread.body.message]).toEqual([500, "Unexpected server-side error"]);
  });
});
