// npm run bench -- activation
// Loading and activating the extension's bundle in a bare Node with a `vscode` that does nothing, beside an extension
// that is empty, each in processes of its own, by turns. What VS Code itself adds is measured by the editor's suite.
import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Activation } from "./activation/once.ts";
import { quantile } from "./figures.ts";

const ROUNDS = 15;
/** What a user is promised. */
const LIMIT_MS = 50;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const DIST = path("../../packages/vscode/dist/");
export const BUNDLE = `${DIST}extension.cjs`;

/** In a process of its own, since a bundle is loaded once. */
export async function activateOnce(file: string): Promise<Activation> {
  const once = path("activation/once.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [once, file]);
  return JSON.parse(stdout) as Activation;
}

/** The files that activation does not read, in bytes. */
async function left(read: number): Promise<number> {
  const names = (await readdir(DIST)).filter((name) => name !== "web.cjs");
  const sizes = await Promise.all(names.map(async (name) => (await stat(DIST + name)).size));
  return sizes.reduce((sum, size) => sum + size, -read);
}

export async function run(): Promise<boolean> {
  const ours: Activation[] = [];
  const empty: Activation[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await activateOnce(BUNDLE));
    empty.push(await activateOnce(path("activation/empty.cjs")));
  }
  const median = (runs: readonly Activation[], of: (run: Activation) => number) =>
    quantile(runs.map(of), 0.5);
  const whole = ({ loadMs, activateMs }: Activation) => loadMs + activateMs;
  const bytes = ours[0]?.bytes ?? 0;
  const kib = (count: number) => `${(count / 1024).toFixed(0)} KiB`;
  console.log(`read until active: ${kib(bytes)}; left for the first use: ${kib(await left(bytes))}`);
  console.log(
    `load ${median(ours, ({ loadMs }) => loadMs).toFixed(1)} ms, activate ${median(ours, ({ activateMs }) => activateMs).toFixed(1)} ms, ` +
      `together ${median(ours, whole).toFixed(1)} ms; an empty extension ${median(empty, whole).toFixed(1)} ms (medians of ${ROUNDS})`,
  );
  const holds = median(ours, whole) < LIMIT_MS;
  console.log(`${holds ? "holds" : "does not hold"}: under ${LIMIT_MS} ms`);
  return holds;
}
