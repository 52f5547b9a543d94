// The editor's tests in a real VS Code: the suite inside its extension host, then the journeys of a user in its window.
//
//   npm run test:editor                       VS Code's server from the npm registry, and headless Chromium
//   npm run test:editor -- --only journeys    or `--only suite`; `--grep text` for the titles that hold it
//   npm run test:editor -- --times 10         each journey so often
//   npm run test:editor -- --pictures         and what they saw goes to docs/images, once all have passed
//   npm run test:editor -- --desktop          desktop VS Code by @vscode/test-electron; the suite only
import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { runTests } from "@vscode/test-electron";
import { JOURNEYS, UNSTEADY } from "./journeys/all.ts";
import { openTheatre, travel } from "./journeys/journey.ts";
import { EXTENSION, OUT, runSuite, SUITE, WORKSPACE } from "./run-suite.ts";
import type { TestResult } from "./suite/results.ts";

const { values } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    only: { type: "string" },
    grep: { type: "string", default: "" },
    times: { type: "string", default: "1" },
    pictures: { type: "boolean", default: false },
    unsteady: { type: "boolean", default: false },
  },
});

// What was started ends with its starter, by Ctrl-C, too.
process.once("SIGINT", () => process.exit(130));

if (values.desktop)
  process.exitCode = await runTests({
    extensionDevelopmentPath: EXTENSION,
    extensionTestsPath: SUITE,
    launchArgs: [WORKSPACE, "--disable-extensions"],
  });
else await runHere();

async function runHere(): Promise<void> {
  const install = fileURLToPath(new URL("host/install.sh", import.meta.url));
  const { stdout } = await promisify(execFile)(install, { maxBuffer: 1 << 24 });
  console.log(stdout.trim().split("\n").at(-1));

  const tests: TestResult[] = [];
  if (values.only !== "journeys") tests.push(...(await suite()));
  if (values.only !== "suite") tests.push(...(await journeys()));

  if (values.pictures && tests.every(({ state }) => state !== "failed")) await keepPictures();
  const count = (state: TestResult["state"]) => tests.filter((test) => test.state === state).length;
  console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`);
  if (count("failed") > 0 || tests.length === 0) process.exitCode = 1;
}

/** Those that the documentation shows, of what the journeys have seen. */
const PICTURES = [
  ...["completion", "hover", "quick-fix", "create-spec", "apps", "diff", "deploy-confirm"],
  ...["failure", "failure-log", "logs", "console"],
];

async function keepPictures(): Promise<void> {
  const images = new URL("../../docs/images/", import.meta.url);
  await mkdir(images, { recursive: true });
  for (const name of PICTURES) await copyFile(join(OUT, `${name}.png`), new URL(`${name}.png`, images));
}

async function suite(): Promise<TestResult[]> {
  const { results, broken, log } = await runSuite(values.grep);
  console.log(`VS Code ${results?.vscode ?? "?"}`);
  const tests = (results?.tests ?? []).map(tell);
  for (const measure of results?.measures ?? []) console.log(`measured: ${measure}`);
  if (broken)
    tests.push(
      tell({ title: "the suite as a whole", state: "failed", ms: 0, error: [broken, ...log].join("\n") }),
    );
  return tests;
}

async function journeys(): Promise<TestResult[]> {
  const all = values.unsteady ? [...JOURNEYS, ...UNSTEADY] : JOURNEYS;
  const chosen = all.filter(({ title }) => title.includes(values.grep));
  const tests: TestResult[] = [];
  if (chosen.length === 0) return tests;
  await using theatre = await openTheatre();
  for (let time = 0; time < Number(values.times); time++)
    for (const journey of chosen) {
      const startedAtMs = Date.now();
      const once = () =>
        travel(journey, theatre, { workspace: WORKSPACE, out: OUT }).then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error)),
        );
      let error = await once();
      // A window in a browser on a busy machine misses a click now and then: one more try, and it is said.
      if (error && values.times === "1") {
        console.log(`once more: ${journey.title}\n${error.replaceAll(/^/gm, "     ")}`);
        error = await once();
      }
      const ms = Date.now() - startedAtMs;
      tests.push(tell({ title: `journey: ${journey.title}`, state: error ? "failed" : "passed", ms, error }));
    }
  return tests;
}

function tell(test: TestResult): TestResult {
  console.log(`${test.state === "failed" ? "FAILED" : test.state} ${test.title} (${test.ms} ms)`);
  if (test.error) console.log(test.error.replaceAll(/^/gm, "     "));
  return test;
}
