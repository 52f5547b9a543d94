import { describe, expect, it } from "vitest";
import type { LogLine } from "../logs/index.ts";
import { LogRing } from "./log-ring.ts";

const line = (component: string, text: string): LogLine => ({
  kind: "line",
  component,
  time: "",
  text,
  deploymentId: "d1",
});

describe("the last lines of a deployment's logs", () => {
  it("are kept for each component and kind of log, in the order in which they came", () => {
    const ring = new LogRing();
    ring.push("RUN", line("api", "1"));
    ring.push("RUN", line("web", "2"));
    ring.push("BUILD", line("api", "3"));
    ring.push("RUN", line("api", "4"));
    const texts = (...args: Parameters<LogRing["tail"]>) => ring.tail(...args).map(({ text }) => text);
    expect(texts("RUN", "api", 10)).toEqual(["1", "4"]);
    expect(texts("RUN", undefined, 10)).toEqual(["1", "2", "4"]);
    expect(texts("RUN", undefined, 2)).toEqual(["2", "4"]);
    expect(texts("DEPLOY", undefined, 2)).toEqual([]);
  });

  it("take bounded memory: a talkative component pushes out its own lines only, and no line is endless", () => {
    const ring = new LogRing();
    ring.push("RUN", line("quiet", "last words"));
    for (let index = 0; index < 100_000; index++)
      ring.push("RUN", line("loud", `${index} ${"x".repeat(5_000)}`));
    const kept = ring.tail("RUN", "loud", 1_000_000);
    expect(kept.length).toBeLessThanOrEqual(400);
    expect(kept.at(-1)?.text).toMatch(/^99999 x+$/);
    expect(kept.every(({ text }) => text.length <= 2_048)).toBe(true);
    expect(ring.tail("RUN", "quiet", 1).map(({ text }) => text)).toEqual(["last words"]);
  });

  it("take no more for a stream that names a new component with each line", () => {
    const ring = new LogRing();
    for (let index = 0; index < 10_000; index++) ring.push("RUN", line(`c${index}`, "x"));
    expect(ring.tail("RUN", undefined, 1_000_000)).toHaveLength(600);
  });
});
