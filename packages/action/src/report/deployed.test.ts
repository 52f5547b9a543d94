import { compareCost, type Diagnosis, estimateCost } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import type { AppResult, DeploymentResult } from "../result.ts";
import { checkList, deployedTable, failureFacts, rollbackLines } from "./deployed.ts";
import { renderReport } from "./report.ts";

const UUID = "4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const URL_OF_FILE = "https://github.com/octo/shop/blob/main/.do/app.yaml";

function resultWith(deployment: Partial<DeploymentResult>): AppResult {
  const cost = estimateCost({});
  return {
    file: ".do/app.yaml",
    name: "shop",
    appId: UUID,
    diagnostics: [],
    ignored: 0,
    baseline: "live",
    changes: [],
    cost,
    costDelta: compareCost(cost, cost),
    deployment: { id: UUID, outcome: "active", phase: "ACTIVE", durationMs: 1, ...deployment },
    notes: [],
  };
}

it("a failure says where to look, and what is live", () => {
  const suspect = {
    code: "ContainerExitNonZero",
    severity: "error" as const,
    message: "It failed.",
    path: "services.0.run_command",
    range: { start: { line: 8, character: 17 }, end: { line: 8, character: 31 } },
    clue: "The program ran out of memory.",
  };
  expect(failureFacts(resultWith({ suspect, stillServing: UUID }), URL_OF_FILE)).toEqual([
    `Where to look: [\`.do/app.yaml:9\`](${URL_OF_FILE}#L9). The program ran out of memory.`,
    `Still live: the deployment before, \`${UUID}\`.`,
  ]);
  expect(failureFacts(resultWith({ stillServing: "nothing" }), URL_OF_FILE)).toEqual([
    "Nothing is live: the app has no earlier deployment.",
  ]);
});

it("checks are a list, and nothing in their words is Markdown of their own", () => {
  expect(
    checkList([
      { kind: "health", verdict: "passed", message: "No component says that it is unhealthy." },
      { kind: "url", verdict: "failed", message: "`https://x.test` [answers](https://evil.test) @octo" },
      { kind: "source", verdict: "unknown", message: "It is not told." },
    ]),
  ).toBe(
    [
      "- ✅ No component says that it is unhealthy.",
      "- ❌ `https://x.test` &#91;answers&#93;(https:\u200B//evil.test) @\u200Bocto",
      "- ❔ It is not told.",
    ].join("\n"),
  );
});

it("a rollback is one line and its warnings", () => {
  expect(
    rollbackLines({
      state: "committed",
      targetId: UUID,
      warnings: ["A site is built again."],
      message: "Rolled back.",
    }),
  ).toBe("**↩️ Rolled back.**\n- ⚠️ A site is built again.");
  expect(rollbackLines({ state: "refused", warnings: [], message: "No." })).toBe("**❌ No.**");
  expect(rollbackLines(undefined)).toBe("");
});

it("each component's commit or image is shown, with links to where the deployment is", () => {
  const sources = [
    { component: "api", kind: "commit" as const, id: SHA },
    { component: "web", kind: "digest" as const, id: "sha256:ab" },
  ];
  expect(deployedTable(resultWith({ sources }))).toBe(
    [
      "| Component | Deployed from |",
      "| :-- | :-- |",
      `| \`api\` | commit \`${SHA}\` |`,
      "| `web` | image `sha256:ab` |",
      "",
      `In the control panel: [deployment](https://cloud.digitalocean.com/apps/${UUID}/deployments/${UUID}) · [app](https://cloud.digitalocean.com/apps/${UUID})`,
    ].join("\n"),
  );
  expect(deployedTable(resultWith({ id: "x](https://evil.test)" }))).toBe("");
});

describe("the summary", () => {
  it("stays below 1 MiB, however much there is to say", () => {
    const diagnosis: Diagnosis = { title: "It failed.", stepPath: ["deploy"], hint: "Mend it." };
    const deployment: Partial<DeploymentResult> = {
      outcome: "error",
      diagnosis,
      logTail: { title: "End of the RUN log", lines: Array(30).fill("€".repeat(2_048)) },
      steps: Array.from({ length: 60 }, (_, index) => ({
        path: ["build", `c${index}`],
        status: "SUCCESS",
        startedAtMs: index,
      })),
    };
    const context = { repositoryUrl: "https://github.com/octo/shop", sha: SHA };
    const render = (apps: number) =>
      renderReport(Array(apps).fill(resultWith(deployment)), context, (1024 * 1024 - 2) / 3);
    for (const apps of [1, 3, 50, 200]) {
      const text = render(apps);
      expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
      expect(text).toContain("### `shop`");
    }
    expect(render(1)).toContain("```mermaid");
  });
});
