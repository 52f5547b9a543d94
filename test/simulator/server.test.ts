import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./simulator.ts";
import { spec, TestClient } from "./test-client.ts";

let simulator: Simulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

describe("who may do what", () => {
  it("refuses a caller without a token it knows", async () => {
    const none = await fetch(`${simulator.url}/v2/apps`);
    const unknown = await new TestClient(simulator, "dop_v1_unknown").call("GET", "/v2/apps");

    expect(none.status).toBe(401);
    expect(unknown.body).toMatchObject({ id: "unauthorized", message: "Unable to authenticate you." });
  });

  it.each([
    ["GET", "/v2/apps", "app:read"],
    ["POST", "/v2/apps", "app:create"],
    ["PUT", "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf", "app:update"],
    ["DELETE", "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf", "app:delete"],
    ["POST", "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf/rollback/validate", "app:update"],
    ["GET", "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf/components/web/exec", "app:access_console"],
  ])("%s %s needs %s", async (method, path, scope) => {
    const all = ["app:read", "app:create", "app:update", "app:delete", "app:access_console"];
    const without = new TestClient(simulator, simulator.addToken(all.filter((each) => each !== scope)));
    const having = new TestClient(simulator, simulator.addToken([scope]));

    expect((await without.call(method, path)).body).toMatchObject({
      id: "forbidden",
      message: "You do not have permission to perform this action.",
    });
    expect((await having.call(method, path)).status).not.toBe(403);
  });

  it("asks for a project scope where an app is put into a project", async () => {
    const creator = new TestClient(simulator, simulator.addToken(["app:create"]));
    const body = { spec: spec(), project_id: "88b72d1a-b78a-4d9f-9090-b53c4399073f" };

    expect((await creator.call("POST", "/v2/apps", body)).status).toBe(403);
    expect((await client.call("POST", "/v2/apps", body)).body.app.project_id).toBe(body.project_id);
  });
});

describe("rate limits", () => {
  it("are told in three headers on every answer, errors included", async () => {
    const { headers } = await client.call("GET", "/v2/apps");
    const missing = await client.call("GET", "/v2/nothing");

    expect(headers.get("ratelimit-limit")).toBe("5000");
    expect(headers.get("ratelimit-remaining")).toBe("4999");
    expect(Number(headers.get("ratelimit-reset"))).toBe(simulator.now() / 1000 + 3600);
    expect(missing.status).toBe(404);
    expect(missing.headers.get("ratelimit-remaining")).toBe("4998");
  });

  it("refuse the 251st request of a minute with retry-after, for this token alone", async () => {
    for (let request = 0; request < 250; request++) await client.call("GET", "/v2/apps/regions");
    simulator.advance(45_000);
    const refused = await client.call("GET", "/v2/apps/regions");

    expect([refused.status, refused.body.id, refused.headers.get("retry-after")]).toEqual([
      429,
      "too_many_requests",
      "15",
    ]);
    const other = new TestClient(simulator, simulator.addToken(["app:read"]));
    expect((await other.call("GET", "/v2/apps/regions")).status).toBe(200);
    simulator.advance(15_000);
    expect((await client.call("GET", "/v2/apps/regions")).status).toBe(200);
  });

  it("free one request at a time when the hour's is spent, and then give no retry-after", async () => {
    await using small = await startSimulator({ speed: 0, rateLimits: { perHour: 2 } });
    const caller = new TestClient(small);
    await caller.call("GET", "/v2/apps");
    small.advance(600_000);
    await caller.call("GET", "/v2/apps");
    const refused = await caller.call("GET", "/v2/apps");

    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(Number(refused.headers.get("ratelimit-reset"))).toBe((small.now() + 3_000_000) / 1000);
    small.advance(3_000_000);
    expect((await caller.call("GET", "/v2/apps")).status).toBe(200);
    expect((await caller.call("GET", "/v2/apps")).status).toBe(429);
  });
});

describe("faults on demand", () => {
  it("answer with a status, as often as asked and after as many good answers", async () => {
    simulator.addFault({ operation: "apps_list", kind: "status", status: 503, skip: 1, times: 2 });
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await client.call("GET", "/v2/apps")).status);

    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await client.call("GET", "/v2/apps/regions")).status).toBe(200);
  });

  it("lose a request before it has an effect, or an answer after it", async () => {
    simulator.addFault({ operation: "apps_create", kind: "reset-before" });
    await expect(client.create(spec())).rejects.toThrow();
    expect(simulator.appNamed("shop")).toBeUndefined();

    simulator.addFault({ operation: "apps_create", kind: "reset-after" });
    await expect(client.create(spec())).rejects.toThrow();
    expect(simulator.appNamed("shop")).toBeDefined();
  });

  it("spoil an answer: half of the JSON, a page of HTML, nothing, a redirect", async () => {
    for (const kind of ["truncated", "html", "empty", "redirect"] as const)
      simulator.addFault({ operation: "*", kind });
    const truncated = await client.call("GET", "/v2/apps/regions");
    const html = await client.call("GET", "/v2/apps/regions");
    const empty = await client.call("GET", "/v2/apps/regions");
    const redirect = await client.call("GET", "/v2/apps/regions");

    expect(truncated.status).toBe(200);
    expect(() => JSON.parse(truncated.text)).toThrow();
    expect([html.status, html.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
    expect([empty.status, empty.text]).toEqual([200, ""]);
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "https://elsewhere.example/"]);
  });

  it("give JSON of another shape, and an answer in single bytes", async () => {
    simulator.addFault({ operation: "*", kind: "wrong-json" });
    expect(JSON.parse((await client.call("GET", "/v2/apps")).text)).toEqual([
      { links: { pages: {} }, meta: { total: 0 } },
    ]);

    simulator.addFault({ operation: "*", kind: "drip", delayMs: 1 });
    const response = await fetch(`${simulator.url}/v2/apps`, {
      headers: { authorization: `Bearer ${simulator.token}` },
    });
    const lengths: number[] = [];
    for await (const bytes of response.body ?? []) lengths.push(bytes.length);
    expect(lengths.length).toBeGreaterThan(5);
  });

  it("delay an answer", async () => {
    simulator.addFault({ operation: "apps_list", kind: "slow", delayMs: 50 });
    const before = performance.now();
    await client.call("GET", "/v2/apps");

    expect(performance.now() - before).toBeGreaterThan(45);
  });
});

describe("the simulator's own routes", () => {
  const admin = (method: string, path: string, body?: object) =>
    client.call(method, `/_simulator/${path}`, body);

  it("move the clock, queue faults, push commits and add tokens", async () => {
    await admin("POST", "clock", { ms: 60_000 });
    expect((await admin("GET", "clock")).body).toEqual({ now: "2026-01-05T09:01:00.000Z", speed: 0 });

    await admin("POST", "faults", { operation: "apps_list", kind: "status", status: 500, times: 9 });
    expect((await client.call("GET", "/v2/apps")).status).toBe(500);
    await admin("DELETE", "faults");
    expect((await client.call("GET", "/v2/apps")).status).toBe(200);

    expect((await admin("POST", "push", { repository: "acme/shop" })).body.commit).toMatch(/^[0-9a-f]{40}$/);
    const { body } = await admin("POST", "tokens", { scopes: ["app:read"] });
    expect((await new TestClient(simulator, String(body.token)).call("GET", "/v2/apps")).status).toBe(200);
  });

  it("tell what was asked, without headers and bodies", async () => {
    await client.call("POST", "/v2/apps/propose", { spec: spec({ envs: [{ key: "A", value: "hush" }] }) });
    const { body, text } = await admin("GET", "requests");

    expect(body.requests).toEqual([
      {
        method: "POST",
        path: "/v2/apps/propose",
        operation: "apps_validate_appSpec",
        status: 200,
        requestId: expect.any(String),
      },
    ]);
    expect(text).not.toContain("hush");
    expect(text).not.toContain(simulator.token);
  });

  it("say what is wrong with a command", async () => {
    expect((await admin("POST", "faults", { operation: "*", kind: "fire" })).body.message).toContain(
      '"kind"',
    );
    expect((await admin("GET", "nothing")).status).toBe(404);
    expect((await admin("GET", "constructor")).status).toBe(404);
  });

  it.each([
    ["clock", { ms: -1 }],
    ["clock", { ms: "1" }],
    ["clock", { ms: 9e15 }],
    ["faults", { operation: "*", kind: "status", status: "abc" }],
    ["faults", { operation: "*", kind: "status", status: 99 }],
    ["faults", { operation: "*", kind: "slow", delayMs: -1 }],
    ["faults", { operation: "*", kind: "slow", time: 2 }],
    ["faults", { operation: "*", kind: "status", headers: { "no header": "x" } }],
    ["faults", { operation: "*", kind: "redirect", location: "a\nb" }],
    ["faults", { operation: "apps_lists", kind: "slow" }],
    ["sockets", { refuse: 7 }],
    ["sockets", { pieceLength: -1 }],
    ["tokens", { scopes: [{}] }],
    ["push", { repository: "" }],
  ])("refuse %s %j, and go on", async (command, body) => {
    expect((await admin("POST", command, body)).status).toBe(400);
    expect((await client.call("GET", "/v2/apps")).status).toBe(200);
    expect((await admin("GET", "clock")).status).toBe(200);
  });
});

describe("a body that nobody should send", () => {
  const nested = (depth: number) => `{"spec":{"name":"shop","x":${"[".repeat(depth)}${"]".repeat(depth)}}}`;

  it.each([
    ["half of one", '{"spec":'],
    ["a list", "[]"],
    ["a text", '"spec"'],
    ["nothing", "null"],
    ["a spec that is none", '{"spec": null}'],
    ["one that is nested without end", nested(9_000)],
    ["one that is nested further than a stack is deep", nested(200_000)],
    ["bytes that are no text", "\ufffd\u0000"],
  ])("is refused as %s", async (_, body) => {
    const { status, body: answer } = await client.call("POST", "/v2/apps", body);

    expect([status, answer.message]).toEqual([400, "error parsing request body"]);
  });

  it.each([
    ["a path that is a number", { ingress: { rules: [{ match: { path: { prefix: 5 } } }] } }],
    ["a cron that is none", { jobs: [{ name: "report", kind: "SCHEDULED", schedule: { cron: true } }] }],
    ["a list with a hole", { services: [null] }],
    ["a list that is an object", { services: { name: "web" } }],
    ["half a port", { services: [{ name: "web", http_port: 80.5 }] }],
  ])("is refused for %s", async (_, more) => {
    const { status, body } = await client.call("POST", "/v2/apps/propose", { spec: spec(more) });

    expect([status, body.message]).toEqual([400, "error parsing request body"]);
  });

  it("may have fields that are null, which are not there", async () => {
    const app = await client.create({ ...spec({ envs: null, region: null }), vpc: null });

    expect(app.spec).not.toHaveProperty("vpc");
    expect(app.spec.region).toBe("nyc");
  });

  it("is refused where YAML holds itself", async () => {
    const yaml =
      "spec: &spec\n  name: shop\n  x: *spec\n  services: [{ name: web, image: { registry_type: GHCR } }]\n";
    const { status } = await client.call("POST", "/v2/apps", yaml, { "content-type": "application/yaml" });

    expect(status).toBe(400);
  });

  it.each(["0", "-1", "1e3", "0x10", "99999999999999999999", "%00", "1.5"])(
    "asks for page %s",
    async (page) => {
      expect((await client.call("GET", `/v2/apps?page=${page}`)).status).toBe(400);
    },
  );
});

it("answers who asks for another protocol in the one that it knows", async () => {
  const socket = connect(Number(new URL(simulator.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(
    "GET /v2/apps HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMA\r\n\r\n",
  );
  await expect.poll(() => answer).toContain("HTTP/1.1 401");
  socket.destroy();
});

it("survives a target that is no path", async () => {
  const { hostname, port } = new URL(simulator.url);
  const raw = connect(Number(port), hostname);
  raw.write(
    "GET //[ HTTP/1.1\r\nHost: x\r\n\r\nGET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  );
  let text = "";
  for await (const chunk of raw) text += chunk;

  expect(text.match(/HTTP\/1.1 401/g)).toHaveLength(2);
  expect((await client.call("GET", "/v2/apps")).status).toBe(200);
});

it("keeps two simulators apart", async () => {
  await using other = await startSimulator({ speed: 0, seed: 2 });
  await client.create(spec());

  expect(other.url).not.toBe(simulator.url);
  expect((await new TestClient(other).call("GET", "/v2/apps")).body.meta.total).toBe(0);
  expect((await new TestClient(other, simulator.token).call("GET", "/v2/apps")).status).toBe(401);
});

it("runs by itself when it has a speed", async () => {
  await using fast = await startSimulator({ speed: 100_000 });
  const caller = new TestClient(fast);
  const { id } = await caller.create(spec());
  const start = fast.now();
  while (!(await caller.app(id)).active_deployment) if (fast.now() - start > 3_600_000) break;

  expect((await caller.app(id)).active_deployment?.phase).toBe("ACTIVE");
});
