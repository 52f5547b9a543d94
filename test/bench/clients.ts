// npm run bench -- clients
// A hundred clients at once on one simulator, for a minute: nothing may fail, and its memory must stay flat. What it
// keeps because it is the world's own state (each update leaves a deployment in the history) is told from what should
// have gone: garbage is collected before each look, and in the end every app is deleted and the heap compared with
// that of the empty world before the first.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AppPlatformClient, parseSpec, tailLogs } from "@app-platform-toolkit/core";
import WebSocket from "ws";

const CLIENTS = 100;
/** Every so many clients also follow a log. */
const TAIL_EVERY = 5;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
/** In calls of one client: about four updates a minute. */
const UPDATE_EVERY = 50;
/** 240 calls a minute are what a client allows itself. */
const PAUSE_MS = 250;
const SAMPLE_EVERY_MS = 2_000;
/** What a world that is empty again may hold more than before, such as compiled code and windows of the rate limit. */
const MAX_LEFT_MIB = 3;
/** Of the collected heap while the clients work, after warming up, less the history. */
const MAX_GROWTH_MIB = 2;
const MAIN = fileURLToPath(new URL("../simulator/main.ts", import.meta.url));

interface Memory {
  readonly collected: boolean;
  readonly heapBytes: number;
  readonly residentBytes: number;
  readonly kept: Readonly<Record<"deployments" | "links", number>>;
}

const spec = (name: string) =>
  parseSpec(`name: ${name}
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
`).spec;

/** Runs the clients and prints what happened; false where a call failed or memory grew. */
export async function run(): Promise<boolean> {
  await using simulator = await startProcess();
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => simulator.newClient()));
  // One life of an app compiles the code, which is not to be measured as growth.
  await Promise.all(clients.slice(0, 1).map((client) => lifeOf(client, "warm-up")));
  const empty = await simulator.memory();
  const create = (client: AppPlatformClient, index: number) =>
    client.apps.create({ spec: spec(`app-${index}`) });
  const ids = (await Promise.all(clients.map(create))).map(({ id }) => id ?? "");

  const stop = new AbortController();
  const errors: string[] = [];
  const counts = { calls: 0, lines: 0 };
  const failed = (error: unknown) => stop.signal.aborted || errors.push(String(error));
  const follow = async (client: AppPlatformClient, appId: string) => {
    const events = tailLogs(client, { appId, type: "RUN", follow: true, signal: stop.signal });
    for await (const event of events) if (event.kind === "line") counts.lines++;
  };
  const work = clients.map(async (client, index) => {
    const steps = stepsOf(client, ids[index] ?? "", `app-${index}`);
    for (let step = 0; !stop.signal.aborted; step++) {
      counts.calls++;
      const isUpdate = step % UPDATE_EVERY === index % UPDATE_EVERY;
      await (isUpdate ? steps.update() : steps.reads[step % steps.reads.length]?.())?.catch(failed);
      await wait(PAUSE_MS);
    }
  });
  const tails = clients.flatMap((client, index) =>
    index % TAIL_EVERY === 0 ? [follow(client, ids[index] ?? "").catch(failed)] : [],
  );
  const samples: Memory[] = [];
  for (const endsAtMs = Date.now() + SECONDS * 1000; Date.now() < endsAtMs; await wait(SAMPLE_EVERY_MS))
    samples.push(await simulator.memory());
  const full = await simulator.memory();
  stop.abort();
  await Promise.all([...work, ...tails]);
  await Promise.all(clients.map((client, index) => client.apps.delete(ids[index] ?? "")));
  const emptied = await simulator.memory();
  return report({ counts, errors, empty, samples, full, emptied });
}

function stepsOf(client: AppPlatformClient, appId: string, name: string) {
  return {
    update: () => client.apps.update(appId, { spec: spec(name) }),
    reads: [
      () => client.apps.get(appId),
      () => client.apps.propose({ spec: spec(name), app_id: appId }),
      async () => {
        for await (const deployment of client.deployments.list(appId)) if (deployment.id) break;
      },
    ],
  };
}

async function lifeOf(client: AppPlatformClient, name: string): Promise<void> {
  const { id = "" } = await client.apps.create({ spec: spec(name) });
  const { update, reads } = stepsOf(client, id, name);
  for (const step of [...reads, update, ...reads]) await step();
  await client.apps.delete(id);
}

interface Measured {
  readonly counts: { readonly calls: number; readonly lines: number };
  readonly errors: readonly string[];
  readonly empty: Memory;
  readonly samples: readonly Memory[];
  readonly full: Memory;
  readonly emptied: Memory;
}

function report({ counts, errors, empty, samples, full, emptied }: Measured): boolean {
  // The first third is warming up: apps become active, links and the windows of the rate limit fill.
  const settled = samples.slice(Math.floor(samples.length / 3));
  const [first = full] = settled;
  const left = mib(emptied.heapBytes - empty.heapBytes);
  const historyMib = mib(full.heapBytes - emptied.heapBytes);
  const eachKib = (historyMib * 1024) / full.kept.deployments;
  const more = full.kept.deployments - first.kept.deployments;
  const growth = mib(full.heapBytes - first.heapBytes) - (more * eachKib) / 1024;
  const heaps = settled.map(({ heapBytes }) => mib(heapBytes));
  print(
    `${CLIENTS} clients, ${SECONDS} s: ${counts.calls} calls, ${counts.lines} lines of ${CLIENTS / TAIL_EVERY} logs, ${errors.length} errors`,
  );
  print(
    `heap after collection: ${format(mib(empty.heapBytes))} MiB in an empty world, ${heaps.map(format).join(" ")} while they work`,
  );
  print(
    `kept in the end: ${full.kept.deployments} deployments (${format(eachKib)} KiB each, ${format(historyMib)} MiB in all), ${full.kept.links} links`,
  );
  print(
    `growth after warming up: ${format(growth)} MiB without the ${more} deployments that were added (at most ${MAX_GROWTH_MIB})`,
  );
  print(`left when all apps are deleted: ${format(left)} MiB (at most ${MAX_LEFT_MIB})`);
  print(
    `resident: ${format(mib(first.residentBytes))} MiB after warming up, ${format(mib(full.residentBytes))} MiB in the end`,
  );
  for (const error of new Set(errors)) print(`  ${error}`);
  return errors.length === 0 && full.collected && growth <= MAX_GROWTH_MIB && left <= MAX_LEFT_MIB;
}

async function startProcess() {
  const child = spawn(process.execPath, ["--expose-gc", "--conditions=source", MAIN, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url } = await new Promise<{ url: string }>((resolve, reject) => {
    child.once("error", reject);
    createInterface(child.stdout).on("line", (line) => line.startsWith("{") && resolve(JSON.parse(line)));
  });
  const scopes = ["app:read", "app:create", "app:update", "app:delete"];
  return {
    async newClient(): Promise<AppPlatformClient> {
      const answer = await fetch(`${url}/_simulator/tokens`, {
        method: "POST",
        body: JSON.stringify({ scopes }),
      });
      const { token } = (await answer.json()) as { token: string };
      return new AppPlatformClient({ token, baseUrl: url, webSocket: WebSocket });
    },
    /** The log of requests is bounded, and emptied here: its filling up is no growth of the rest. */
    async memory(): Promise<Memory> {
      await fetch(`${url}/_simulator/requests`, { method: "DELETE" });
      return (await (await fetch(`${url}/_simulator/memory`)).json()) as Memory;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
    },
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const mib = (bytes: number) => bytes / 1024 / 1024;
const format = (amount: number) => amount.toFixed(1);

if (import.meta.main) process.exitCode = (await run()) ? 0 : 1;
