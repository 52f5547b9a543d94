// The editor's tests in a real VS Code: the suite inside its extension host, then the journeys of a user in its window.
//
//   npm run test:editor                       VS Code's server from the npm registry, and headless Chromium
//   npm run test:editor -- --only journeys    or `--only suite`; `--grep text` for the titles that hold it
//   npm run test:editor -- --times 10         each journey so often
//   npm run test:editor -- --pictures         and what they saw goes to docs/images, once all have passed
//   npm run test:editor -- --oldest           the oldest VS Code that the manifest admits; the suite only, with ripgrep
//   npm run test:editor -- --desktop          desktop VS Code by @vscode/test-electron, its stable release or
//                                             `--version 1.103.2` or `--executable /usr/bin/code`; the suite only
import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { JOURNEYS } from "./journeys/all.ts";
import { openTheatre, travel } from "./journeys/journey.ts";
import { OUT, runOnDesktop, runSuite, type SuiteRun, WORKSPACE } from "./run-suite.ts";
import type { TestResult } from "./suite/results.ts";

const { values } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    version: { type: "string", default: "stable" },
    executable: { type: "string" },
    oldest: { type: "boolean", default: false },
    only: { type: "string" },
    grep: { type: "string", default: "" },
    times: { type: "string", default: "1" },
    pictures: { type: "boolean", default: false },
  },
});

/** Those that the documentation shows, of what the journeys have seen. */
const PICTURES = [
  ...["create-spec", "first-problem", "first-price", "completion", "hover", "quick-fix"],
  ...["apps", "diff", "deploy-confirm", "deploy-progress", "deploy-live"],
  ...["failure", "failure-log", "logs", "console"],
];

/** npm has no build of VS Code 1.101 or 1.102, and 1.100 runs on Node 20, where the bundle does not. */
const OLDEST = {
  VSH_CODE_SERVER: "4.103.2",
  VSH_NODE: "22.19.0",
  VSH_HOME: fileURLToPath(new URL("../../.vscode-host/oldest", import.meta.url)),
};

// What was started ends with its starter, by Ctrl-C, too.
process.once("SIGINT", () => process.exit(130));

const tests: TestResult[] = [];
if (values.desktop) report(await runOnDesktop(values.grep, values));
else {
  if (values.oldest) Object.assign(process.env, OLDEST);
  const install = fileURLToPath(new URL("host/install.sh", import.meta.url));
  const { stdout } = await promisify(execFile)(install, { maxBuffer: 1 << 24 });
  console.log(stdout.trim().split("\n").at(-1));
  if (values.only !== "journeys") report(await runSuite(values.grep));
  if (values.only !== "suite" && !values.oldest) await journeys();
}
if (values.pictures && tests.every(({ state }) => state !== "failed")) await keepPictures();
const count = (state: TestResult["state"]) => tests.filter((test) => test.state === state).length;
console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
if (count("failed") > 0 || tests.length === 0) process.exitCode = 1;

async function keepPictures(): Promise<void> {
  const images = new URL("../../docs/images/", import.meta.url);
  await mkdir(images, { recursive: true });
  for (const name of PICTURES) await copyFile(join(OUT, `${name}.png`), new URL(`${name}.png`, images));
}

function report({ results, broken, log }: SuiteRun): void {
  console.log(`VS Code ${results?.vscode ?? "?"}`);
  for (const test of results?.tests ?? []) tell(test);
  for (const measure of results?.measures ?? []) console.log(`measured: ${measure}`);
  if (broken)
    tell({ title: "the suite as a whole", state: "failed", ms: 0, error: [broken, ...log].join("\n") });
}

async function journeys(): Promise<void> {
  const chosen = JOURNEYS.filter(({ title }) => title.includes(values.grep));
  if (chosen.length === 0) return;
  await using theatre = await openTheatre({ scale: values.pictures ? 2 : 1 });
  for (let time = 0; time < Number(values.times); time++)
    for (const journey of chosen) {
      const startedAtMs = Date.now();
      const error = await travel(journey, theatre, { workspace: WORKSPACE, out: OUT }).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      const ms = Date.now() - startedAtMs;
      tell({ title: `journey: ${journey.title}`, state: error ? "failed" : "passed", ms, error });
    }
}

function tell(test: TestResult): void {
  tests.push(test);
  console.log(`${test.state === "failed" ? "FAILED" : test.state} ${test.title} (${test.ms} ms)`);
  if (test.error) console.log(test.error.replaceAll(/^/gm, "     "));
}
