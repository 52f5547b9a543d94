// The editor's tests in a real VS Code: the suite inside its extension host, then the journeys of a user in its window.
//
//   npm run test:editor                VS Code's server from the npm registry, and headless Chromium
//   npm run test:editor -- --desktop   desktop VS Code by @vscode/test-electron; the suite only
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { runTests } from "@vscode/test-electron";
import { EXTENSION, runSuite, SUITE, WORKSPACE } from "./run-suite.ts";

const { values } = parseArgs({ options: { desktop: { type: "boolean", default: false } } });

if (values.desktop) {
  process.exitCode = await runTests({
    extensionDevelopmentPath: EXTENSION,
    extensionTestsPath: SUITE,
    launchArgs: [WORKSPACE, "--disable-extensions"],
  });
} else {
  const install = fileURLToPath(new URL("host/install.sh", import.meta.url));
  const { stdout } = await promisify(execFile)(install, { maxBuffer: 1 << 24 });
  console.log(stdout.trim().split("\n").at(-1));
  const { results, broken, log } = await runSuite();
  for (const { state, title, ms, error } of results?.tests ?? []) {
    console.log(`${state === "failed" ? "FAIL" : state} ${title} (${ms} ms)`);
    if (error) console.log(error.replaceAll(/^/gm, "     "));
  }
  if (broken) console.log(`The run broke: ${broken}\n${log.join("\n")}`);
  const count = (state: string) => results?.tests.filter((test) => test.state === state).length ?? 0;
  const failed = count("failed") + (broken ? 1 : 0);
  console.log(`VS Code ${results?.vscode ?? "?"}`);
  console.log(`${count("passed")} passed, ${failed} failed, ${count("skipped")} skipped`);
  if (failed > 0) process.exitCode = 1;
}
