// Holds the simulator's answers against the OpenAPI document of App Platform, where that lies beside the repository.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "./routes/index.ts";
import { type Simulator, startSimulator } from "./simulator.ts";
import { TestClient, web } from "./test-client.ts";

const SHARED = process.env.APP_PLATFORM_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const OPENAPI = `${SHARED}/reference/openapi.json`;
const present = existsSync(OPENAPI);
if (!present) console.warn(`Skipped: there is no ${OPENAPI} to hold the simulator against.`);

interface Operation {
  operationId: string;
  responses: Record<string, { $ref?: string; content?: object }>;
  security?: { bearer_auth?: string[] }[];
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, { content?: object }> };
}

const document: Document = present
  ? JSON.parse(readFileSync(OPENAPI, "utf8"))
  : { paths: {}, components: { responses: {} } };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => operation.operationId)
    .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

/**
 * Where the simulator follows the Go client, which works against the platform, and not the schema: the value of a
 * schedule's trigger, a kind of job that the document does not list, a boolean that it calls a string.
 */
const DEVIATIONS = [
  /\/trigger\/type must be equal to one of the allowed values$/,
  /\/spec\/jobs\/\d+\/kind must be equal to one of the allowed values$/,
  /\/component\/preserve_path_prefix must be string$/,
];

const richSpec = {
  name: "shop",
  region: "fra",
  alerts: [{ rule: "DEPLOYMENT_FAILED" }],
  databases: [{ name: "db", engine: "PG" }],
  domains: [{ domain: "shop.example.com", type: "PRIMARY", minimum_tls_version: "1.3" }],
  egress: { type: "DEDICATED_IP" },
  services: [
    web({
      envs: [{ key: "TOKEN", value: "hush", type: "SECRET" }],
      instance_size_slug: "apps-d-1vcpu-0.5gb",
      autoscaling: { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } },
      routes: [{ path: "/" }],
    }),
  ],
  static_sites: [web({ name: "site", routes: [{ path: "/docs" }] })],
  workers: [{ name: "worker", image: { registry_type: "DOCR", repository: "worker", tag: "v1" } }],
  jobs: [web({ name: "migrate", kind: "PRE_DEPLOY" })],
};

const scheduledSpec = {
  name: "scheduled",
  services: [web({ routes: [{ path: "/", preserve_path_prefix: true }] })],
  jobs: [web({ name: "report", kind: "SCHEDULED", schedule: { cron: "*/15 * * * *" } })],
};

describe.skipIf(!present)("the contract", () => {
  let simulator: Simulator;
  let client: TestClient;
  const ajv = new Ajv({ strict: false, allErrors: true });
  const compiled = new Map<string, ValidateFunction>();
  const answered = new Set<string>();
  const deviations = new Set<RegExp>();

  beforeAll(async () => {
    addFormatsModule.default(ajv, ["date-time", "uri", "email", "hostname"]);
    // They say how wide a number is, which JSON does not.
    for (const width of ["int32", "int64", "uint32", "uint64", "float", "double"]) ajv.addFormat(width, true);
    ajv.addSchema(document, "openapi");
    simulator = await startSimulator({ speed: 0 });
    client = new TestClient(simulator);
  });
  afterAll(() => simulator.close());

  /** The JSON pointer of a schema that belongs to an answer; `undefined` where the document gives it no body. */
  function schemaPointer(operationId: string, status: string): string | undefined {
    const found = operations.find(({ operation }) => operation.operationId === operationId);
    const response = found?.operation.responses[status] ?? found?.operation.responses.default;
    if (!found || !response) throw new Error(`The document has no answer ${status} of ${operationId}.`);
    const name = response.$ref?.split("/").at(-1);
    const content = name ? document.components.responses[name]?.content : response.content;
    if (!content) return undefined;
    const base = name
      ? `/components/responses/${name}`
      : `/paths/${pointerPart(found.path)}/${found.method.toLowerCase()}/responses/${status}`;
    return `openapi#${base}/content/application~1json/schema`;
  }

  /** Calls an operation and returns what in its answer the schema does not allow. */
  async function check(operationId: string, method: string, path: string, body?: object): Promise<string[]> {
    const answer = await client.call(method, path, body);
    if (answer.status === 200) answered.add(operationId);
    for (const header of ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"])
      expect(answer.headers.get(header), `${operationId}: ${header}`).toMatch(/^\d+$/);
    const pointer = schemaPointer(operationId, String(answer.status));
    if (!pointer) {
      expect(answer.text).toBe("");
      return [];
    }
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
    validate(answer.body);
    const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    const unexpected = problems.filter((problem) => {
      const known = DEVIATIONS.find((deviation) => deviation.test(problem));
      if (known) deviations.add(known);
      return !known;
    });
    return unexpected.map((problem) => `${operationId}: ${problem}`);
  }

  /** The id of the newest entry of a list, as soon as there is one. */
  async function untilThereIs(path: string, key: string): Promise<string> {
    for (let second = 0; second < 1200; second += 5) {
      const entries = (await client.call("GET", path)).body[key] as { id: string }[] | undefined;
      if (entries?.[0]) return entries[0].id;
      simulator.advance(5000);
    }
    throw new Error(`${path} stayed empty.`);
  }

  it("has a route for every operation of the document, with its scope", () => {
    const ours = new Map(ROUTES.map((route) => [`${route.method} ${route.path}`, route]));
    const wrong = operations.filter(({ method, path, operation }) => {
      const route = ours.get(`${method} ${path}`);
      const scopes = operation.security?.[0]?.bearer_auth ?? [];
      return route?.operation !== operation.operationId || !scopes.includes(route.scope);
    });

    expect(operations).toHaveLength(38);
    expect(wrong.map(({ operation }) => operation.operationId)).toEqual([]);
  });

  it("is kept by every operation that reads or writes", async () => {
    const create = (spec: object) => client.call("POST", "/v2/apps", { spec });
    const problems = await check("apps_create", "POST", "/v2/apps", { spec: richSpec });
    const first = (await client.call("GET", "/v2/apps/?name=shop")).body.app;
    const app = `/v2/apps/${first.id}`;
    const scheduled = `/v2/apps/${(await create(scheduledSpec)).body.app.id}`;
    simulator.advance(45_000);
    problems.push(...(await check("apps_get", "GET", app)));
    simulator.advance(30 * 60_000);

    const deployment = (await client.app(first.id)).active_deployment?.id ?? "";
    const alert = ((await client.call("GET", `${app}/alerts`)).body.alerts as { id: string }[])[0]?.id;
    const events = (await client.call("GET", `${app}/events`)).body.events as { id: string; type: string }[];
    const scaling = events.find(({ type }) => type === "AUTOSCALING")?.id;
    const jobs = (await client.call("GET", `${scheduled}/job-invocations`)).body.job_invocations as {
      id: string;
    }[];
    const run = jobs[0]?.id;
    const one = `${app}/deployments/${deployment}`;

    const reads: [string, string][] = [
      ["apps_list", "/v2/apps?per_page=1&with_projects=true"],
      ["apps_get", app],
      ["apps_get", scheduled],
      ["apps_list_regions", "/v2/apps/regions"],
      ["apps_list_instanceSizes", "/v2/apps/tiers/instance_sizes"],
      ["apps_get_instanceSize", "/v2/apps/tiers/instance_sizes/apps-d-1vcpu-1gb"],
      ["apps_list_deployments", `${app}/deployments`],
      ["apps_get_deployment", one],
      ["apps_get_logs", `${one}/components/web/logs?type=BUILD`],
      ["apps_get_logs_aggregate", `${one}/logs?type=DEPLOY`],
      ["apps_get_logs_active_deployment", `${app}/components/web/logs?type=RUN`],
      ["apps_get_logs_active_deployment_aggregate", `${app}/logs?type=RUN`],
      ["apps_get_exec_active_deployment", `${app}/components/web/exec`],
      ["apps_get_exec", `${one}/components/web/exec`],
      ["apps_get_instances", `${app}/instances`],
      ["apps_get_health", `${app}/health`],
      ["apps_list_alerts", `${app}/alerts`],
      ["apps_list_events", `${app}/events`],
      ["apps_get_event", `${app}/events/${scaling}`],
      ["apps_get_event_logs", `${app}/events/${scaling}/logs?type=AUTOSCALE_EVENT`],
      ["apps_list_job_invocations", `${scheduled}/job-invocations`],
      ["apps_get_job_invocation", `${scheduled}/job-invocations/${run}`],
      [
        "apps_get_job_invocation_logs",
        `${scheduled}/jobs/report/invocations/${run}/logs?type=JOB_INVOCATION`,
      ],
      ["apps_get_metrics_bandwidth_daily", `${app}/metrics/bandwidth_daily`],
    ];
    for (const [operation, path] of reads) problems.push(...(await check(operation, "GET", path)));

    const rollback = { deployment_id: deployment };
    const writes: [string, string, string, object?][] = [
      ["apps_validate_appSpec", "POST", "/v2/apps/propose", { spec: richSpec }],
      [
        "apps_list_metrics_bandwidth_daily",
        "POST",
        "/v2/apps/metrics/bandwidth_daily",
        { app_ids: [first.id] },
      ],
      [
        "apps_assign_alertDestinations",
        "POST",
        `${app}/alerts/${alert}/destinations`,
        { emails: ["a@example.com"] },
      ],
      ["apps_update", "PUT", app, { spec: (await client.app(first.id)).spec }],
      ["apps_create_deployment", "POST", `${app}/deployments`, { force_build: true }],
      ["apps_restart", "POST", `${app}/restart`, {}],
      ["apps_validate_rollback", "POST", `${app}/rollback/validate`, rollback],
      ["apps_create_rollback", "POST", `${app}/rollback`, rollback],
      ["apps_commit_rollback", "POST", `${app}/rollback/commit`],
      ["apps_create_rollback", "POST", `${app}/rollback`, rollback],
      ["apps_revert_rollback", "POST", `${app}/rollback/revert`],
    ];
    for (const [operation, method, path, body] of writes)
      problems.push(...(await check(operation, method, path, body)));
    const newest = (await client.call("GET", `${app}/deployments`)).body.deployments[0]?.id;
    problems.push(...(await check("apps_cancel_deployment", "POST", `${app}/deployments/${newest}/cancel`)));
    problems.push(...(await check("apps_delete", "DELETE", app)));
    problems.push(...(await check("apps_get", "GET", app)));

    const another = `/v2/apps/${(await create(richSpec)).body.app.id}`;
    const started = await untilThereIs(`${another}/events?event_types=AUTOSCALING`, "events");
    problems.push(...(await check("apps_cancel_event", "POST", `${another}/events/${started}/cancel`)));
    simulator.advance(15 * 60_000 - (simulator.now() % (15 * 60_000)));
    const due = await untilThereIs(`${scheduled}/job-invocations`, "job_invocations");
    problems.push(
      ...(await check("apps_cancel_job_invocation", "POST", `${scheduled}/job-invocations/${due}/cancel`)),
    );

    expect(problems).toEqual([]);
    expect(
      operations.map(({ operation }) => operation.operationId).filter((id) => !answered.has(id)),
    ).toEqual([]);
    expect(deviations.size).toBe(DEVIATIONS.length);
  });

  it("lists the fields that the simulator has and the document has not", async () => {
    const schemas = (document.components as unknown as { schemas: Record<string, { properties?: object }> })
      .schemas;
    const extra = (schema: string, value: object) =>
      Object.keys(value).filter((key) => !(key in (schemas[schema]?.properties ?? {})));
    const app = await client.createAndDeploy({ ...scheduledSpec, name: "another" });
    const proposal = (await client.call("POST", "/v2/apps/propose", { spec: richSpec })).body;

    expect(extra("app", app)).toEqual([]);
    expect(extra("apps_deployment", app.active_deployment ?? {})).toEqual(["cause_details"]);
    expect(extra("app_propose_response", proposal)).toEqual(["max_free_static_apps"]);
  });
});

function pointerPart(path: string): string {
  return path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
}
