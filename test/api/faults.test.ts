// Each operation against each fault of the simulator: what the caller gets, and what happened in the world. The
// outcomes are the table in faults.md; `FAULTS=write npx vitest run test/api/faults.test.ts` writes it anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { AppPlatformClient, AppPlatformError, OutcomeUnknown } from "@app-platform-toolkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualClock } from "../../packages/core/src/api/testing.ts";
import { type Fault, type Simulator, startSimulator } from "../simulator/index.ts";
import {
  eventually,
  newScene,
  type Operation,
  plainClient,
  prepared,
  READS,
  type Scene,
  WRITES,
} from "./operations.ts";

const TABLE = new URL("faults.md", import.meta.url);

type Kind = Omit<Fault, "operation">;

/** A slow answer comes after the client's time limit, which passes on the virtual clock. */
const SLOW_MS = 30;
/** Between two bytes: an answer takes seconds, and the time limit passes meanwhile. */
const DRIP_MS = 1_000;

const KINDS: Readonly<Record<string, Kind>> = {
  "500": { kind: "status", status: 500 },
  "503": { kind: "status", status: 503 },
  "524": { kind: "status", status: 524 },
  "429": { kind: "status", status: 429, headers: { "retry-after": "3" } },
  "reset before": { kind: "reset-before" },
  "reset after": { kind: "reset-after" },
  slow: { kind: "slow", delayMs: SLOW_MS },
  drip: { kind: "drip", delayMs: DRIP_MS },
  truncated: { kind: "truncated" },
  "wrong JSON": { kind: "wrong-json" },
  html: { kind: "html" },
  "html 200": { kind: "html", status: 200 },
  redirect: { kind: "redirect" },
  empty: { kind: "empty" },
};

/** Its good answer is empty, too. */
const UNNOTICED = "apps_commit_rollback empty";

interface Ran {
  /** `done` or the name of the error. */
  readonly outcome: string;
  readonly error: unknown;
  readonly requests: number;
  readonly told: string;
}

const once = new Map<string, string>();
const always = new Map<string, string>();
const cell = (operation: string, fault: string) => `${operation} ${fault}`;

describe("faults", () => {
  let simulator: Simulator;
  let reading: Scene;

  beforeAll(async () => {
    simulator = await startSimulator({ speed: 0, rateLimits: { perMinute: 1e6, perHour: 1e6 } });
    reading = { ...(await newScene(simulator, 31 * 60_000)), id: "" };
  });
  afterAll(() => simulator.close());

  /** Runs a call on a clock of its own, in which waiting costs nothing. */
  async function run(operation: Operation, scene: Scene, fault: Kind, times: number): Promise<Ran> {
    const clock = new VirtualClock();
    const notices: string[] = [];
    const client = new AppPlatformClient({
      baseUrl: simulator.url,
      token: simulator.token,
      clock,
      onNotice: (message) => notices.push(message),
      fetch: async (url, init) => {
        const before = simulator.requests.length;
        // Time stands still until an answer begins, and passes while it drips.
        if (fault.kind === "drip" && faultsLeft-- > 0) return clock.hold(fetch(url, init));
        const answer = fetch(url, init).then(async (response) => {
          const text = await response.text();
          return { status: response.status, headers: response.headers, text: async () => text };
        });
        answer.catch(() => {});
        if (fault.kind !== "slow" || faultsLeft-- <= 0) return clock.hold(answer);
        // Time passes when the request has arrived. However long the machine takes, the answer comes later.
        await clock.hold(eventually(() => simulator.requests.length > before));
        return new Promise((_, reject) => {
          init.signal.addEventListener("abort", () => reject(init.signal.reason), { once: true });
        });
      },
    });
    let faultsLeft = times;
    const before = simulator.requests.length;
    simulator.addFault({ ...fault, operation: operation.id, times });
    const error = await clock.run(
      operation.call(client, scene).then(
        () => undefined,
        (thrown) => thrown,
      ),
    );
    simulator.clearFaults();
    return {
      outcome: error === undefined ? "done" : error instanceof Error ? error.name : String(error),
      error,
      requests: simulator.requests.length - before,
      told: [everythingIn(error), ...notices].join("\n"),
    };
  }

  describe.each(Object.entries(KINDS))("%s", (name, fault) => {
    it.each(READS)("is got over by $id, or is told after five attempts", async (operation) => {
      const first = await run(operation, reading, fault, 1);
      const every = await run(operation, reading, fault, 99);
      once.set(cell(operation.id, name), `${first.outcome} (${first.requests})`);
      always.set(cell(operation.id, name), `${every.outcome} (${every.requests})`);

      const final = name === "redirect";
      if (isLogs(operation) && name === "empty") expect(first.outcome).toBe("done");
      else expect([first.outcome, first.requests]).toEqual(final ? ["UnexpectedBody", 1] : ["done", 2]);
      if (first.error) expect(first.error).toBeInstanceOf(AppPlatformError);
      expect(every.requests).toBeLessThanOrEqual(5);
      for (const ran of [first, every]) expectNoSecrets(ran.told, simulator);
    });

    it.each(WRITES)(
      "leaves $id done once or not at all, and its caller not in the wrong",
      async (operation) => {
        const scene = await prepared(operation, await newScene(simulator));
        const effects = () => operation.write?.effects(simulator.appNamed(scene.name), scene) ?? 0;
        const wanted =
          ["reset-after", "slow", "drip", "truncated", "wrong-json"].includes(fault.kind) || name === "429"
            ? 1
            : 0;
        expect(effects()).toBe(0);

        const ran = await run(operation, scene, fault, 1);
        await eventually(() => effects() === wanted);

        expect(effects()).toBe(wanted);
        const happened = wanted === 1 ? "done" : "not done";
        once.set(
          cell(operation.id, name),
          ran.error instanceof OutcomeUnknown ? `unknown; ${happened}` : `${ran.outcome} (${ran.requests})`,
        );
        expect(ran.requests).toBe(name === "429" ? 2 : 1);
        if (ran.outcome === "done" && cell(operation.id, name) !== UNNOTICED) expect(wanted).toBe(1);
        if (ran.outcome !== "done" && !(ran.error instanceof OutcomeUnknown)) expect(wanted).toBe(0);
        expectNoSecrets(ran.told, simulator);
        const client = plainClient(simulator);
        for (const left of [scene.name, `${scene.name}-new`]) {
          const id = simulator.appNamed(left)?.id;
          if (id) await client.apps.delete(id);
        }
      },
    );
  });

  it("have the outcomes of faults.md", () => {
    const table = report();
    if (process.env.FAULTS === "write") writeFileSync(TABLE, table);
    expect(existsSync(TABLE) && readFileSync(TABLE, "utf8"), "stale: run with FAULTS=write").toBe(table);
  });
});

/** No logs at all is an empty answer too. */
function isLogs({ id }: Operation): boolean {
  return /_logs/.test(id);
}

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join("\n");
}

/** The token, the spec's secret, the webhook, and the tokens of links to logs and shells. */
function expectNoSecrets(told: string, { token }: Simulator): void {
  for (const secret of [token, "hush", "EV[", "token=", "/_links/"]) expect(told).not.toContain(secret);
}

function report(): string {
  const names = Object.keys(KINDS);
  const rows = (operations: readonly Operation[], cells: ReadonlyMap<string, string>) => {
    const head = `| operation | ${names.join(" | ")} |\n|${" --- |".repeat(names.length + 1)}`;
    const lines = operations.map(
      ({ id }) => `| ${id} | ${names.map((name) => cells.get(cell(id, name)) ?? "?").join(" | ")} |`,
    );
    return [head, ...lines].join("\n");
  };
  return `# What a fault does to a call

Written by \`faults.test.ts\` (\`FAULTS=write npx vitest run test/api/faults.test.ts\`), which fails where this is stale. Each call meets the fault in the simulator; the waits of the client pass on a virtual clock. In brackets: how many requests were sent.

## Operations that change nothing, where one request meets the fault

${rows(READS, once)}

## Operations that change nothing, where every request does

${rows(READS, always)}

## Operations that change something, where one request meets the fault

None but the 429, which had no effect, is followed by another request. *Unknown*: the client throws \`OutcomeUnknown\`, and the caller looks for what happened; whether it was done was seen in the simulator's world. An empty answer of \`apps_commit_rollback\` cannot be noticed: its good one is empty.

${rows(WRITES, once)}
`;
}
