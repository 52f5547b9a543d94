// npm run fuzz -- [--count 100000] [--seed 1] [--case 4711]
import { type ChildProcess, fork } from "node:child_process";
import { parseArgs } from "node:util";
import { makeCase } from "./cases.ts";
import { failuresOf } from "./properties.ts";
import { Random } from "./random.ts";
import { type FoundFailure, type Report, runCase } from "./runner.ts";
import { shrink } from "./shrink.ts";
import { loadSpecs } from "./specs.ts";

/** Longer than this no case may run, however busy the machine. */
const HANG_MS = 30_000;
const PROGRESS_MS = 5_000;
const MEMORY_MB = 400;

const { seed, count, only } = readOptions();
const { from, specs } = loadSpecs();
if (only !== undefined) show(only);
else await fuzz();

function readOptions() {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { seed: text, count: text, case: text } });
  const number = (flag: string, given: string) => {
    if (/^\d{1,9}$/.test(given)) return Number(given);
    throw new Error(`--${flag} must be a whole number, not "${given}".`);
  };
  return {
    seed: number("seed", values.seed ?? "1"),
    count: number("count", values.count ?? "100000"),
    only: values.case === undefined ? undefined : number("case", values.case),
  };
}

async function fuzz(): Promise<void> {
  console.log(`${count} mutations of ${specs.length} specs from ${from}, seed ${seed}.`);
  const startedMs = performance.now();
  const firstOfKind = new Map<string, FoundFailure>();
  let current = 0;
  let total = 0;
  const runner = fork(new URL("./runner.ts", import.meta.url), [String(seed), String(count)], {
    execArgv: ["--conditions=source", `--max-old-space-size=${MEMORY_MB}`],
  });
  runner.on("message", (report: Report) => {
    if ("starts" in report) {
      current = report.starts;
      return;
    }
    total++;
    if (firstOfKind.has(report.kind)) return;
    firstOfKind.set(report.kind, report);
    console.log(`FAILED ${report.kind}: ${report.detail}\n  again: ${repeat(report.index)}`);
  });

  const rate = () => Math.round((current / (performance.now() - startedMs)) * 1000);
  const progress = setInterval(
    () => console.log(`${current} of ${count}, ${rate()} a second, ${total} failures`),
    PROGRESS_MS,
  );
  const stopped = await endOf(runner, () => current);
  clearInterval(progress);

  if (stopped !== undefined) console.log(`FAILED ${stopped}\n  again: ${repeat(current)}`);
  else current = count;
  console.log(
    `${current} cases, ${rate()} a second, seed ${seed}: ${total} failures of ${firstOfKind.size} kinds.`,
  );
  for (const [kind, { text }] of firstOfKind) printSmallest(kind, text);
  process.exitCode = stopped === undefined && total === 0 ? 0 : 1;
}

/** Why the runner came to its end too early, if it did. */
function endOf(runner: ChildProcess, currentCase: () => number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let [last, sinceMs] = [-1, performance.now()];
    const watch = setInterval(() => {
      if (currentCase() !== last) [last, sinceMs] = [currentCase(), performance.now()];
      else if (performance.now() - sinceMs > HANG_MS) {
        resolve(`this case takes more than ${HANG_MS / 1000} s`);
        runner.kill("SIGKILL");
      }
    }, 1000);
    runner.once("close", (code, signal) => {
      clearInterval(watch);
      resolve(code === 0 ? undefined : `this case ended the process (${signal ?? `exit code ${code}`})`);
    });
  });
}

/** Makes one case again and tells all that it is. */
function show(index: number): void {
  const { original, mutations, text } = makeCase(specs, seed, index);
  console.log(`${original.name}, then ${mutations.join(", ")}:\n${text}\n`);
  const failures = runCase(specs, seed, index);
  for (const { kind, detail } of failures) console.log(`FAILED ${kind}: ${detail}`);
  for (const kind of new Set(failures.map((failure) => failure.kind))) printSmallest(kind, text);
  console.log(`${failures.length} failures.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function printSmallest(kind: string, text: string): void {
  if (kind.endsWith(" is slow")) return;
  const fails = (candidate: string) =>
    failuresOf(candidate, {}, new Random(seed)).some((failure) => failure.kind === kind);
  if (fails(text)) console.log(`The smallest for "${kind}":\n  ${excerpt(shrink(text, fails))}`);
}

function excerpt(text: string): string {
  return JSON.stringify(text).slice(0, 2000);
}

function repeat(index: number): string {
  return `npm run fuzz -- --seed ${seed} --case ${index}`;
}
