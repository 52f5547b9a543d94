// Who may import whom: held by architecture.test.ts, and drawn in docs/architecture.md.

/** Inside core, a folder may import itself and what is listed; files directly in `src` are the package's front. */
export const CORE_ARROWS: Record<string, readonly string[]> = {
  catalog: [],
  spec: ["catalog"],
  cost: ["spec", "catalog"],
  rules: ["cost", "spec", "catalog"],
  language: ["rules", "cost", "spec", "catalog"],
  api: ["spec", "catalog"],
  logs: ["api", "spec", "catalog"],
  deploy: ["logs", "api", "rules", "cost", "spec", "catalog"],
};

/** Packages, by the packages that they may import. */
export const PACKAGE_ARROWS: Record<string, readonly string[]> = {
  core: [],
  action: ["@app-platform-toolkit/core"],
  vscode: ["@app-platform-toolkit/core"],
  cli: ["@app-platform-toolkit/core"],
};
