import type { DeploymentEvent } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import type { Log } from "../log.ts";
import { clockTime, duration, ProgressLog } from "./progress.ts";

function shown(events: readonly [atMs: number, event: DeploymentEvent][]): string[] {
  const lines: string[] = [];
  const take = (line: string) => void lines.push(line);
  const log: Log = { info: take, foreign: take, warning: take, error: take, within: (_, line) => take(line) };
  const progress = new ProgressLog(log, 1_000);
  for (const [atMs, event] of events) progress.show(event, 1_000 + atMs);
  return lines;
}

const step = (path: string[], status: string, more: object = {}): DeploymentEvent => ({
  kind: "step",
  path,
  status,
  leaf: true,
  ...more,
});

describe("ProgressLog", () => {
  it("writes a line for each phase, and for each step that starts, ends or fails", () => {
    const deployment = { id: "d" };
    expect(
      shown([
        [0, { kind: "phase", phase: "BUILDING", deployment }],
        [2_000, step(["build", "components", "api"], "RUNNING")],
        [2_000, step(["build", "components"], "RUNNING", { leaf: false })],
        [65_000, step(["build", "components", "api"], "SUCCESS", { elapsedMs: 63_000 })],
        [65_000, { kind: "phase", phase: "DEPLOYING", deployment }],
        [90_000, { kind: "notice", message: "The deployment could not be read, and is asked for again." }],
        [
          95_000,
          step(["deploy", "components", "api", "wait"], "ERROR", {
            elapsedMs: 30_000,
            reason: { code: "DeployContainerExitNonZero", message: "It ended." },
          }),
        ],
        [95_000, { kind: "ended", outcome: "error", deployment }],
      ]),
    ).toEqual([
      " 0:00  Building",
      " 0:02    ▸ build › api",
      " 1:05    ✓ build › api  1 min 3 s",
      " 1:05  Deploying",
      " 1:30  The deployment could not be read, and is asked for again.",
      " 1:35    ✗ deploy › api › wait  30 s  (DeployContainerExitNonZero: It ended.)",
    ]);
  });
});

describe("times", () => {
  it("reads as a clock and as a length", () => {
    expect([0, 7_000, 750_000].map(clockTime)).toEqual(["0:00", "0:07", "12:30"]);
    expect([400, 12_000, 60_000, 185_000, 3_600_000, 3_720_000].map(duration)).toEqual([
      "0 s",
      "12 s",
      "1 min",
      "3 min 5 s",
      "1 h",
      "1 h 2 min",
    ]);
  });
});
