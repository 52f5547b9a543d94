// A simulator may run for days: what it keeps has an end.
import { afterEach, beforeEach, expect, it } from "vitest";
import { type LoggedRequest, logRequest } from "./server/request-log.ts";
import { type Simulator, startSimulator } from "./simulator.ts";
import { spec, TestClient, web } from "./test-client.ts";

const MINUTE = 60_000;
let simulator: Simulator;
let client: TestClient;
beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

const kept = async () => (await client.call("GET", "/_simulator/memory")).body.kept as Record<string, number>;

it("forgets the oldest deployments, and not the active one", async () => {
  const source = { repo: "acme/shop", branch: "main", deploy_on_push: true };
  const { id } = await client.createAndDeploy(spec({ services: [web({ github: source })] }));
  for (let pushes = 0; pushes < 1_010; pushes++) {
    simulator.push("acme/shop");
    if (pushes < 5) simulator.advance(10 * MINUTE);
    // So that the connection is not idle for as long as Node keeps one.
    if (pushes % 50 === 0) await kept();
  }
  const { active_deployment: active } = await client.app(id);

  expect(await kept()).toMatchObject({ apps: 1, deployments: 1_001 });
  expect((await client.deployment(id, active?.id ?? "")).phase).toBe("ACTIVE");
});

it("forgets the oldest runs of jobs", async () => {
  const job = { kind: "SCHEDULED", schedule: { cron: "*/15 * * * *" } };
  const jobs = [web({ ...job, name: "report" }), web({ ...job, name: "sweep" })];
  await client.createAndDeploy(spec({ jobs }));
  simulator.advance(7 * 24 * 60 * MINUTE);

  expect((await kept()).jobInvocations).toBe(1_000);
});

it("lets ten years pass at once", async () => {
  const { id } = await client.createAndDeploy(spec());
  simulator.advance(10 * 365 * 24 * 60 * MINUTE);
  const { body } = await client.call("GET", `/v2/apps/${id}/logs?type=RUN`);
  const text = await (await fetch(body.live_url ?? "")).text();

  expect(text.split("GET ").length - 1).toBe(200_000);
});

it("forgets links that open nothing any more", async () => {
  const { id } = await client.createAndDeploy(spec());
  const ask = () => client.call("GET", `/v2/apps/${id}/logs?type=RUN`);
  for (let asked = 0; asked < 10; asked++) await ask();
  expect((await kept()).links).toBe(10);
  simulator.advance(5 * MINUTE);
  await ask();

  expect((await kept()).links).toBe(1);
});

it("forgets the oldest of 20,000 requests", () => {
  const log: LoggedRequest[] = [];
  for (let number = 0; number <= 20_000; number++)
    logRequest(log, { method: "GET", path: "/v2/apps", requestId: String(number) });

  expect([log.length, log[0]?.requestId, log.at(-1)?.requestId]).toEqual([10_001, "10000", "20000"]);
});
