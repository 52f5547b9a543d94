// The seed's own examples, where they lie beside the repository: the client reads each of them, and the simulator's
// answers have their shape.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AppPlatformClient, type AppSpec } from "@app-platform-toolkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../simulator/index.ts";
import { newScene, type Operation, prepared, READS, WRITES } from "./operations.ts";

const SHARED = process.env.APP_PLATFORM_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
const EXAMPLES = `${SHARED}/reference/examples`;
const present = existsSync(`${EXAMPLES}/index.json`);
if (!present) console.warn(`Skipped: there are no examples in ${EXAMPLES}.`);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Example {
  readonly operation: string;
  readonly file: string;
  readonly answer: Json;
}

function examples(kind: "answer" | "errors"): Example[] {
  if (!present) return [];
  const index = JSON.parse(readFileSync(`${EXAMPLES}/index.json`, "utf8")) as {
    operations: { operationId: string; files: { file: string; status?: string; statuses?: string[] }[] }[];
  };
  return index.operations.flatMap(({ operationId, files }) =>
    files
      .filter(({ status, statuses }) => (kind === "answer" ? status === "200" : statuses !== undefined))
      .map(({ file }) => ({
        operation: operationId,
        file,
        answer: JSON.parse(readFileSync(`${EXAMPLES}/${file}`, "utf8")),
      })),
  );
}

/** What the examples have and the simulator does not, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  "app.cause": "of a deployment, and in no schema of an app",
  "app.progress": "of a deployment, and in no schema of an app",
  "app.vpc.egress_ips": "made up by no network: the simulator has none",
  "app.domains[].rotate_validation_records": "false, which is left out",
  historic_logs: "the schema and the Go client say `historic_urls`; the client reads both",
  "links.pages.pages": "one `pages` too many for the schema; the client reads both",
  "job_invocation[]": "a list, where the schema and the Go client have an object",
  "job_invocation.trigger.properties": "of a schema that was printed for an example",
};

/** One path for what is one thing in several places; what a spec holds is what was sent. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^apps\[\]/, "app"],
  [/^app\.(active|pending|in_progress|pinned)_deployment\b/, "deployment"],
  [/^deployments\[\]/, "deployment"],
  [/^events\[\]/, "event"],
  [/^event\.deployment\b/, "deployment"],
  [/^(event\.autoscaling\.components)\.[^.]+/, "$1.*"],
  [/^job_invocations\[\]/, "job_invocation"],
  [/^instance_sizes\[\]/, "instance_size"],
  [/^alerts\[\]/, "alert"],
  [/^app_health\./, ""],
  [/\bspec\..*$/, "spec"],
  [/(\.steps\[\])+/, ".steps[]"],
];

type Types = Map<string, Set<string>>;

/** The types at every path of a value; all entries of a list are one path. */
function typesIn(value: Json, into: Types, at = ""): Types {
  const place = PLACES.reduce((path, [from, to]) => path.replace(from, to), at);
  const type = Array.isArray(value) ? "list" : typeof value;
  into.set(place, (into.get(place) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const each of value) typesIn(each, into, `${at}[]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) typesIn(inner, into, at === "" ? key : `${at}.${key}`);
  return into;
}

const OPERATIONS: readonly Operation[] = [...READS, ...WRITES];

const RICH: AppSpec = {
  name: "rich",
  domains: [{ domain: "shop.example.com", zone: "example.com", type: "PRIMARY", minimum_tls_version: "1.3" }],
  egress: { type: "DEDICATED_IP" },
  vpc: { id: "c22d8f48-4bc4-49f5-8ca0-58e7164427ac" },
  services: [{ name: "web", github: { repo: "acme/shop", branch: "main" } }],
  static_sites: [{ name: "site", github: { repo: "acme/site", branch: "main" } }],
  workers: [{ name: "worker", github: { repo: "acme/shop", branch: "main" } }],
  functions: [{ name: "functions", github: { repo: "acme/functions", branch: "main" } }],
};
const STATIC: AppSpec = { name: "static", static_sites: RICH.static_sites ?? [] };

describe.skipIf(!present)("the examples of the reference", () => {
  let simulator: Simulator;
  const types: Types = new Map();

  /** Calls every operation at least once, and some at every age of an app. */
  beforeAll(async () => {
    simulator = await startSimulator({ speed: 0, rateLimits: { perMinute: 10_000, perHour: 100_000 } });
    const client = new AppPlatformClient({
      baseUrl: simulator.url,
      token: simulator.token,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const text = await response.text();
        if (text) typesIn(JSON.parse(text), types);
        return { status: response.status, headers: response.headers, text: async () => text };
      },
    });
    const reading = { ...(await newScene(simulator, 31 * 60_000)), id: "" };
    for (const { call } of READS) await call(client, reading);
    for (const operation of WRITES) {
      const scene = await prepared(operation, await newScene(simulator));
      await operation.call(client, scene);
    }
    const { id = "", pending_deployment: first } = await client.apps.create({ spec: RICH });
    for (let minute = 0; minute < 8; minute++) {
      await client.apps.get(id);
      await client.rollback.validate(id, first?.id ?? "");
      simulator.advance(60_000);
    }
    await client.apps.create({ spec: STATIC });
    await client.apps.propose({ spec: { ...STATIC, name: "other" } });
  });
  afterAll(() => simulator?.close());

  it("have nothing that the simulator's answers have not, but for what is listed", () => {
    const theirs: Types = new Map();
    for (const { answer } of examples("answer")) typesIn(answer, theirs);
    const differ = [...theirs].filter(([path, wanted]) => {
      const own = types.get(path);
      return own === undefined || ![...wanted].some((type) => own.has(type));
    });
    const known = Object.keys(DEVIATIONS);
    const isKnown = (path: string) =>
      known.find((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`));

    expect(differ.map(([path]) => path).filter((path) => !isKnown(path))).toEqual([]);
    expect(known.filter((each) => !differ.some(([path]) => isKnown(path) === each))).toEqual([]);
  });

  it("of errors are word for word those of the simulator", async () => {
    await using limited = await startSimulator({ speed: 0, rateLimits: { perMinute: 1 } });
    const ask = async ({ url, token }: Pick<Simulator, "url" | "token">, path = "/v2/apps") => {
      const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return (await answer.json()) as unknown;
    };
    await ask(limited);
    simulator.addFault({ operation: "apps_list", kind: "status" });
    const ours: Readonly<Record<string, unknown>> = {
      "401": await ask({ url: simulator.url, token: "dop_v1_none" }),
      "404": await ask(simulator, "/v2/apps/4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf"),
      "429": await ask(limited),
      "500": await ask(simulator),
    };
    for (const { answer } of examples("errors"))
      for (const [status, error] of Object.entries(answer as Record<string, object>))
        if (status !== "default") expect(ours[status], status).toMatchObject(error);
  });

  it.each(examples("answer"))("are read by the client: $file", async ({ operation, answer }) => {
    const { call } = OPERATIONS.find(({ id }) => id === operation) ?? { call: () => Promise.reject() };
    const text = JSON.stringify(answer);
    const client = new AppPlatformClient({
      baseUrl: simulator.url,
      token: simulator.token,
      fetch: async () => new Response(text),
    });
    const scene = { simulator, name: "shop-1", appId: "app", deploymentId: "deployment", id: "id" };
    const read = await call(client, scene);

    if (operation !== "apps_delete" && operation !== "apps_commit_rollback")
      expect(JSON.stringify(read)?.length).toBeGreaterThan(10);
  });
});
