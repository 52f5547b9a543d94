export interface TestResult {
  readonly title: string;
  readonly state: "passed" | "skipped" | "failed";
  readonly ms: number;
  readonly error?: string | undefined;
}

/** What the suite in the extension host leaves for the process that started it. */
export interface SuiteResults {
  readonly vscode: string;
  readonly tests: readonly TestResult[];
  /** What was measured, in words; nothing is asserted of it. */
  readonly measures: readonly string[];
}
