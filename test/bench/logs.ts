// npm run bench -- logs
// How fast a log tail is, beside the least that anyone could write, and whether its memory stays flat.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { AppPlatformClient, tailLogs } from "@app-platform-toolkit/core";
import WebSocket from "ws";

const LINES = 1_000_000;
const FRAMES = [1, 8, 64];
/** The lowest share of the bare generator's rate that is accepted. */
const MIN_SHARE = 0.7;
const MAX_GROWTH_MIB = 50;
/** The machine has other work too, so each is run several times and its best counts. */
const ROUNDS = 3;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Receives, parses, splits and yields strings: nothing less would be a stream of lines. */
async function* bareLines(address: string): AsyncGenerator<string> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  const frames: string[] = [];
  let open = true;
  let wake = () => {};
  socket.on("message", (data) => {
    frames.push(String(data));
    wake();
  });
  socket.on("close", () => {
    open = false;
    wake();
  });
  while (open || frames.length > 0) {
    if (frames.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    for (const frame of frames.splice(0)) {
      const { data } = JSON.parse(frame) as { data: string };
      for (const line of data.split("\n")) if (line !== "") yield line;
    }
  }
}

async function linesASecond(lines: AsyncIterable<unknown>): Promise<number> {
  const startedAt = performance.now();
  let count = 0;
  for await (const _ of lines) count++;
  if (count < LINES) throw new Error(`Only ${count} of ${LINES} lines came.`);
  return (count / (performance.now() - startedAt)) * 1000;
}

function tail(url: string): AsyncIterable<unknown> {
  const client = new AppPlatformClient({ token: "dop_v1_bench", baseUrl: url, webSocket: WebSocket });
  return tailLogs(client, { appId: "bench", type: "RUN" });
}

interface Sender extends Disposable {
  readonly url: string;
}

async function startSender(linesInFrame: number): Promise<Sender> {
  const program = fileURLToPath(new URL("log-sender.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [program, String(LINES), String(linesInFrame)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return { url: String(line).trim(), [Symbol.dispose]: () => child.kill() };
}

const mib = (bytes: number) => bytes / 1024 / 1024;

/** What the process holds after garbage is collected, at its most, over what it held at first. */
async function growthMib(work: (sample: () => void) => Promise<void>): Promise<number> {
  collectGarbage();
  const before = held();
  let most = before;
  await work(() => {
    collectGarbage();
    most = Math.max(most, held());
  });
  return mib(most - before);
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Measures and prints; `false` where a promise is not held. */
export async function run(): Promise<boolean> {
  let held = true;
  for (const linesInFrame of FRAMES) {
    using sender = await startSender(linesInFrame);
    const address = `${sender.url.replace("http", "ws")}/live`;
    const [bare, ours]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await linesASecond(bareLines(address)));
      ours.push(await linesASecond(tail(sender.url)));
    }
    const [best, own] = [Math.max(...bare), Math.max(...ours)];
    const share = own / best;
    held &&= share >= MIN_SHARE;
    print(
      `frames of ${linesInFrame}: ${thousands(own)} lines a second, ${percent(share)} of a bare generator's ${thousands(best)}`,
    );
  }
  using sender = await startSender(8);
  const fast = await growthMib(async (sample) => {
    let count = 0;
    for await (const _ of tail(sender.url)) if (++count % 100_000 === 0) sample();
  });
  const stopped = await growthMib(async (sample) => {
    const events = tail(sender.url)[Symbol.asyncIterator]();
    for (let count = 0; count < 1_000; count++) await events.next();
    for (let second = 0; second < 5; second++) {
      await sleep(1_000);
      sample();
    }
    let left = 1_000;
    for (let event = await events.next(); !event.done; event = await events.next()) left++;
    if (left < LINES) throw new Error(`Only ${left} of ${LINES} lines came after the reader went on.`);
    sample();
  });
  held &&= Math.max(fast, stopped) <= MAX_GROWTH_MIB;
  print(
    `memory: ${fast.toFixed(1)} MiB more with a fast reader, ${stopped.toFixed(1)} MiB with a stopped one`,
  );
  return held;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const thousands = (rate: number) => `${Math.round(rate / 1000)},000`;
const percent = (share: number) => `${Math.round(share * 100)} %`;
