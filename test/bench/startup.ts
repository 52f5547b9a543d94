// npm run bench -- startup
// How large the bundles are, and what the action takes from the start of its process to its first request: beside a bare
// Node that opens a connection, and one that does no more than `fetch`. In turn, in one run, on what `npm run build` made.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runAction } from "../runner/run-action.ts";
import { quantile } from "./figures.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const ROUNDS = 20;
/** Nothing listens there, and nothing is sent: the process ends where it would connect. */
const NOWHERE = "http://127.0.0.1:8765";

/**
 * The action's files, in bytes; its processor time over that of a bare Node to a connection, which is 120 ms where that
 * takes 33, the least on a quiet machine of two cores; and over that of `fetch` alone, most of which is Node's own.
 */
const LIMITS = { actionBytes: 1.2 * 1024 * 1024, ofConnect: 3.6, ofFetch: 1.3 };

/** Ends a process where it connects first, and says how long it took, and how much processor time. */
const HOOK = `
const { Socket } = require("node:net");
Socket.prototype.connect = () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeSync(1, "\\nfirst " + JSON.stringify({ ms: performance.now(), cpuMs: (user + system) / 1000 }) + "\\n");
  process.exit(0);
};
`;

export async function run(): Promise<boolean> {
  const sizes = await Promise.all(["action", "vscode", "cli"].map(sizeOf));
  for (const { name, bytes, files } of sizes)
    console.log(`${name.padEnd(8)} ${(bytes / 1024 / 1024).toFixed(2)} MiB in ${files} files`);
  const starts = await measureStarts();
  const cpu: Record<string, number> = {};
  for (const [name, times] of Object.entries(starts)) {
    cpu[name] = quantile(
      times.map(({ cpuMs }) => cpuMs),
      0.25,
    );
    const least = Math.min(...times.map(({ ms }) => ms));
    console.log(
      `${name.padEnd(10)} ${cpu[name].toFixed(0)} ms of processor time, at least ${least.toFixed(0)} ms`,
    );
  }
  const { connect = 1, fetch = 1, action = Number.POSITIVE_INFINITY } = cpu;
  const [ofConnect, ofFetch] = [action / connect, action / fetch];
  const told = [ofConnect, LIMITS.ofConnect, ofFetch, LIMITS.ofFetch].map((ratio) => ratio.toFixed(2));
  console.log(`action: ${told[0]} of connect (at most ${told[1]}), ${told[2]} of fetch (at most ${told[3]})`);
  const isSmall = (sizes[0]?.bytes ?? 0) <= LIMITS.actionBytes;
  return ofConnect <= LIMITS.ofConnect && ofFetch <= LIMITS.ofFetch && isSmall;
}

async function sizeOf(name: string) {
  const folder = join(REPOSITORY, "packages", name, "dist");
  const files = (await readdir(folder)).filter((file) => /\.[cm]js$/.test(file));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  return { name, files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

interface Start {
  readonly ms: number;
  readonly cpuMs: number;
}

async function measureStarts(): Promise<Record<"connect" | "fetch" | "action", Start[]>> {
  const folder = await mkdtemp(join(tmpdir(), "startup-"));
  const hook = join(folder, "hook.cjs");
  await writeFile(hook, HOOK);
  const options = `--require=${hook}`;
  const script = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return async () => {
      const env = { ...process.env, NODE_OPTIONS: options };
      return firstOf((await promisify(execFile)(process.execPath, [join(folder, name)], { env })).stdout);
    };
  };
  const connect = await script("connect.cjs", `require("node:net").connect(8765, "127.0.0.1");`);
  const fetch = await script("fetch.cjs", `fetch("${NOWHERE}");`);
  const spec = await readFile(join(REPOSITORY, "test/fixtures/specs/web-shop.yaml"), "utf8");
  const action = async () => {
    const { log } = await runAction({
      files: { ".do/app.yaml": spec },
      inputs: { token: "t", "api-url": NOWHERE, command: "deploy" },
      eventName: "push",
      event: { repository: { default_branch: "main" } },
      ...{ repository: "octo/shop", sha: "a".repeat(40), ref: "refs/heads/main" },
      github: { apiUrl: NOWHERE, graphqlUrl: NOWHERE, serverUrl: NOWHERE },
      env: { NODE_OPTIONS: options },
    });
    return firstOf(log);
  };
  const starts = { connect: [] as Start[], fetch: [] as Start[], action: [] as Start[] };
  for (let round = 0; round < ROUNDS; round++) {
    starts.connect.push(await connect());
    starts.fetch.push(await fetch());
    starts.action.push(await action());
  }
  await rm(folder, { recursive: true, force: true });
  return starts;
}

function firstOf(output: string): Start {
  const [, found] = /^first (\{.*\})$/m.exec(output) ?? [];
  if (found === undefined) throw new Error(`The process has asked nothing.\n${output}`);
  return JSON.parse(found);
}
