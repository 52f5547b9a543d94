import type { StepTime } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { timeline } from "./timeline.ts";

const step = (path: string[], status: string, fromS: number, toS?: number): StepTime => ({
  path,
  status,
  startedAtMs: fromS * 1000,
  ...(toS === undefined ? {} : { endedAtMs: toS * 1000 }),
});

describe("timeline", () => {
  it("draws each step at its real times, by stage, with what failed in red", () => {
    const steps = [
      step(["build", "initialize"], "SUCCESS", 0, 9),
      step(["build", "components", "api"], "SUCCESS", 9, 99),
      step(["deploy", "components", "api", "wait"], "ERROR", 120, 166),
      step(["deploy", "components", "web", "wait"], "RUNNING", 130),
    ];
    expect(timeline(steps)).toBe(
      [
        "<details open>",
        "<summary>Steps</summary>",
        "",
        "```mermaid",
        "gantt",
        "  dateFormat x",
        "  axisFormat %H:%M:%S",
        "  title 2 min 46 s in all",
        "  section build",
        "  initialize :done, 0, 9000",
        "  api :done, 9000, 99000",
        "  section deploy",
        "  api › wait :crit, 120000, 166000",
        "  web › wait :active, 130000, 166000",
        "```",
        "",
        "</details>",
      ].join("\n"),
    );
  });

  it("is nothing where nothing has begun", () => {
    expect(timeline([])).toBe("");
    expect(timeline(undefined)).toBe("");
  });

  it("leaves no name that means something to Mermaid, Markdown or HTML", () => {
    const drawn = timeline([step(["build", "a:b;c#d%%{init}```</details>\nclick x"], "SUCCESS", 0, 1)]);
    expect(drawn).toContain("\n  a b c d init details click x :done, 0, 1000\n```\n");
  });

  it("stays below what GitHub draws, and says how many steps are left out", () => {
    const steps = Array.from({ length: 500 }, (_, index) =>
      step(["build", "x".repeat(300)], "SUCCESS", index, index),
    );
    const drawn = timeline(steps);
    expect(drawn.length).toBeLessThan(50_000);
    expect(drawn).toContain("… and 440 more steps");
  });
});
