// Runs inside the extension host: VS Code calls `run`, under its server and under @vscode/test-electron alike.
import { writeFileSync } from "node:fs";
import * as vscode from "vscode";
import { MEASURES } from "./measures.ts";
import type { SuiteResults, TestResult } from "./results.ts";

export async function run(): Promise<void> {
  // Not as a static import: the bundle would `require` this module of ECMAScript, which Node 22 answers otherwise.
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({
    ui: "tdd",
    timeout: 60_000,
    color: false,
    reporter: "spec",
    grep: process.env.EDITOR_GREP ?? "",
  });
  mocha.suite.emit("pre-require", globalThis as never, "", mocha);
  // After the globals of the TDD interface are there.
  await import("./all.ts");
  const tests: TestResult[] = [];
  const failures = await new Promise<number>((ended) => {
    const runner = mocha.run(ended);
    runner.on("pass", (test) =>
      tests.push({ title: test.fullTitle(), state: "passed", ms: test.duration ?? 0 }),
    );
    runner.on("pending", (test) => tests.push({ title: test.fullTitle(), state: "skipped", ms: 0 }));
    runner.on("fail", (test, error: Error) =>
      tests.push({
        title: test.fullTitle(),
        state: "failed",
        ms: 0,
        error: String(error?.stack ?? error),
      }),
    );
  });
  // The record: an extension host that ends by itself is reported as a success by VS Code.
  const path = process.env.EDITOR_RESULTS;
  if (path)
    writeFileSync(
      path,
      JSON.stringify({ vscode: vscode.version, tests, measures: MEASURES } satisfies SuiteResults, null, 2),
    );
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
