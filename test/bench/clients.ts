// A hundred clients at once on one simulator, for a minute: nothing may fail, and its memory must not grow.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AppPlatformClient, parseSpec } from "@app-platform-toolkit/core";

const CLIENTS = 100;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
/** In calls of one client: about four updates a minute. */
const UPDATE_EVERY = 50;
const MAX_GROWTH_MIB = 50;
const MAIN = fileURLToPath(new URL("../simulator/main.ts", import.meta.url));

const spec = (name: string) =>
  parseSpec(`name: ${name}
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
`).spec;

/** Runs the clients and prints what happened; false where a call failed or memory grew. */
export async function run(): Promise<boolean> {
  await using simulator = await startProcess();
  const apps = new Map<number, string>();
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => simulator.newClient()));
  await Promise.all(
    clients.map(async (client, index) => {
      const app = await client.apps.create({ spec: spec(`app-${index}`) });
      apps.set(index, app.id ?? "");
    }),
  );

  const endsAtMs = Date.now() + SECONDS * 1000;
  const errors: string[] = [];
  const memory: number[] = [];
  let calls = CLIENTS;
  const work = clients.map(async (client, index) => {
    const appId = apps.get(index) ?? "";
    const update = () => client.apps.update(appId, { spec: spec(`app-${index}`) });
    const steps = [
      () => client.apps.get(appId),
      () => client.apps.propose({ spec: spec(`app-${index}`), app_id: appId }),
      async () => {
        for await (const deployment of client.deployments.list(appId)) if (deployment.id) break;
      },
    ];
    for (let step = 0; Date.now() < endsAtMs; step++) {
      calls++;
      // A history of deployments is kept, as the platform keeps one: more updates would be measured as growth.
      const work = step % UPDATE_EVERY === index % UPDATE_EVERY ? update : steps[step % steps.length];
      await work?.().catch((error: unknown) => errors.push(String(error)));
      // 240 calls a minute are what a token allows.
      await wait(250);
    }
  });
  const sampling = (async () => {
    while (Date.now() < endsAtMs) {
      memory.push(await simulator.residentMib());
      await wait(1_000);
    }
  })();
  await Promise.all([...work, sampling]);

  // The first third is warming up: code is compiled, and each app gets its first deployments.
  const settled = memory.slice(Math.floor(memory.length / 3));
  const growth = (settled.at(-1) ?? 0) - (settled[0] ?? 0);
  console.log(`${CLIENTS} clients, ${SECONDS} s: ${calls} calls, ${errors.length} errors`);
  console.log(
    `simulator's memory: ${memory[0]?.toFixed(0)} MiB at first, ${memory.at(-1)?.toFixed(0)} MiB at last, growth after warming up ${growth.toFixed(0)} MiB`,
  );
  for (const error of new Set(errors)) console.log(`  ${error}`);
  return errors.length === 0 && growth < MAX_GROWTH_MIB;
}

async function startProcess() {
  const child = spawn(process.execPath, ["--conditions=source", MAIN, "--port", "0"], {
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
      return new AppPlatformClient({ token, baseUrl: url });
    },
    async residentMib(): Promise<number> {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
    },
  };
}

if (import.meta.main) process.exitCode = (await run()) ? 0 : 1;
