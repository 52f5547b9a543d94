// Every method of the client against the simulator, and both against the OpenAPI document of App Platform.
import { AppPlatformClient } from "@app-platform-toolkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Simulator, startSimulator } from "../simulator/index.ts";
import { Contract, type Exchange, isPresent, OPENAPI_FILE } from "./contract.ts";
import { newScene, prepared, READS, spec, WRITES } from "./operations.ts";

if (!isPresent) console.warn(`Not held against the OpenAPI document: there is no ${OPENAPI_FILE}.`);

/** What the document does not allow, and why it is done. */
const DEVIATIONS: readonly (readonly [operation: RegExp, problem: RegExp, reason: string])[] = [
  [
    /^apps_get_logs/,
    /^the query parameter tail_lines is not documented$/,
    "the Go client sends it on all log paths; documented for job invocations alone",
  ],
  [
    /./,
    /\/jobs\/\d+\/kind must be equal to one of the allowed values$/,
    "SCHEDULED is documented in prose and in the specs, but not in this enum",
  ],
  [
    /^apps_(list|get)_job_invocation|^apps_cancel_job_invocation/,
    /\/trigger\/type must be equal to one of the allowed values$/,
    "the platform says SCHEDULED, the schema SCHEDULE",
  ],
];

describe("every operation", () => {
  let simulator: Simulator;
  const exchanges: Exchange[] = [];
  let client: AppPlatformClient;

  beforeAll(async () => {
    simulator = await startSimulator({ speed: 0, rateLimits: { perMinute: 10_000, perHour: 100_000 } });
    client = new AppPlatformClient({
      baseUrl: simulator.url,
      token: simulator.token,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const text = await response.text();
        const { method, headers, body } = init;
        exchanges.push({ method, url, headers, body, status: response.status, text });
        return { status: response.status, headers: response.headers, text: async () => text };
      },
    });
  });
  afterAll(() => simulator.close());

  it("does its work, in requests and answers that the document allows", async () => {
    const reading = { ...(await newScene(simulator, 31 * 60_000)), id: "" };
    for (const { id, call } of READS)
      expect(await call(client, reading), id).toSatisfy((value) => value !== undefined && !isEmpty(value));
    for (const operation of WRITES) {
      const scene = await prepared(operation, await newScene(simulator));
      await operation.call(client, scene);
      expect(operation.write?.effects(simulator.appNamed(scene.name), scene), operation.id).toBe(1);
    }
    const yaml = `# A comment stays ours.\n${stringify({ spec: spec("from-yaml") })}`;
    await client.apps.create({ yaml });
    expect(exchanges.at(-1)).toMatchObject({ body: yaml, headers: { "content-type": "application/yaml" } });
    expect(simulator.appNamed("from-yaml")?.spec.services?.[0]?.name).toBe("web");
    expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200));
    expect(new Set([...READS, ...WRITES].map(({ id }) => id)).size).toBe(38);
  });

  it.skipIf(!isPresent)("keeps the contract", async () => {
    const contract = new Contract();
    const seen = new Set<string>();
    const used = new Set<string>();
    const problems: string[] = [];
    for (const exchange of exchanges) {
      const { operation, problems: found } = contract.check(exchange);
      seen.add(operation);
      for (const problem of found) {
        const known = DEVIATIONS.find(([where, what]) => where.test(operation) && what.test(problem));
        if (known) used.add(known[2]);
        else problems.push(`${operation}: ${problem}`);
      }
    }
    expect([...new Set(problems)]).toEqual([]);
    expect([...seen].sort()).toEqual(contract.operationIds.sort());
    expect([...used].sort()).toEqual(DEVIATIONS.map(([, , reason]) => reason).sort());
  });

  it.skipIf(!isPresent)("would be caught outside the contract", () => {
    const contract = new Contract();
    const check = (exchange: Partial<Exchange>) =>
      contract.check({
        method: "GET",
        url: `${simulator.url}/v2/apps`,
        headers: {},
        status: 200,
        text: '{"meta": {"total": 0}}',
        ...exchange,
      }).problems;
    expect(check({ url: `${simulator.url}/v2/apps?per_page=500` })).toEqual(["must be <= 200"]);
    expect(check({ url: `${simulator.url}/v2/apps?sort=name` })).toEqual([
      "the query parameter sort is not documented",
    ]);
    expect(check({ headers: { accept: "application/yaml" } })).toEqual([
      "the header Accept is not documented",
    ]);
    expect(check({ method: "POST", body: "spec: 1", headers: { "content-type": "text/yaml" } })).toContain(
      "must be equal to one of the allowed values",
    );
    expect(check({ method: "PATCH" })).toEqual(["PATCH /v2/apps is no operation"]);
    expect(check({ method: "POST", body: "{}" })).toContain("must have required property 'spec'");
    expect(check({ text: '{"apps": {}, "meta": {"total": 0}}' })).toContain("/apps must be array");
  });
});

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
