import { describe, expect, it } from "vitest";
import { levelOf } from "./level.ts";
import { LineReader } from "./line.ts";

const read = (...chunks: string[]) => {
  const reader = new LineReader({ deploymentId: "d" });
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.flush()];
};
const TIME = "2024-05-29T20:14:14.996999111Z";

describe("a line", () => {
  it("is a component, a time and a text", () => {
    expect(read(`webapp ${TIME} {"level":30,"msg":"up"}\n`)).toEqual([
      {
        kind: "line",
        component: "webapp",
        time: TIME,
        text: '{"level":30,"msg":"up"}',
        level: "info",
        deploymentId: "d",
      },
    ]);
  });

  it("may be empty, long, and without a break at the end", () => {
    const long = "日".repeat(5_000);
    expect(read(`web ${TIME} \nweb ${TIME} ${long}\nweb ${TIME} end`).map(({ text }) => text)).toEqual([
      "",
      long,
      "end",
    ]);
  });

  it("may come in single characters", () => {
    const text = `web ${TIME} grün 🎉\napi ${TIME} \u001b[31mred\u001b[0m\u0007\n`;
    expect(read(...text.split(""))).toEqual(read(text));
    expect(read(text).map((line) => [line.component, line.text])).toEqual([
      ["web", "grün 🎉"],
      ["api", "\u001b[31mred\u001b[0m"],
    ]);
  });

  it("is not taken for one with a beginning because it has words", () => {
    expect(read("Traceback (most recent call last):\n")).toMatchObject([
      { component: "", time: "", text: "Traceback (most recent call last):" },
    ]);
  });

  it("shows each state of a line that a program writes over", () => {
    expect(read(`web ${TIME} 10 %\r50 %\r\n`).map(({ text }) => text)).toEqual(["10 %", "50 %"]);
  });

  it("cannot grow for ever", () => {
    const reader = new LineReader({ deploymentId: "d" });
    const chunk = "x".repeat(100_000);
    const lines = Array.from({ length: 50 }, () => reader.push(chunk)).flat();
    expect(lines.length).toBeGreaterThan(10);
    expect(reader.rest.length).toBeLessThan(400_000);
  });

  it("carries nothing out that steers a terminal", () => {
    const osc =
      "\u001b]52;c;aGFjaw==\u0007\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\\u001b]0;title\u0007";
    expect(read(`web ${TIME} ${osc}\u001b[2J\u001b[H\u001b[1;31mred\u001b[0m\n`)[0]?.text).toBe(
      "link\u001b[1;31mred\u001b[0m",
    );
  });
});

it("ends its colours with the line, for the next one is another program's", () => {
  expect(read(`web ${TIME} \u001b[0mplain\u001b[8mhid\rden\n`).map(({ text }) => text)).toEqual([
    "\u001b[0mplain\u001b[8mhid\u001b[0m",
    "den",
  ]);
  expect(read(`web ${TIME} \u001b[31mred\u001b[m\n`)[0]?.text).toBe("\u001b[31mred\u001b[m");
});

it("takes what a program has written for no component and no time", () => {
  const evil = ["\u001b]0;owned\u0007", "\u001b[31mweb", "web\u202e"].map((name) => `${name} ${TIME} text\n`);
  for (const [component, time] of read(...evil).map((line) => [line.component, line.time]))
    expect([component, time]).toEqual(["", ""]);
  expect(read(`web 2026-01-05T09:00:00Z\u001b]0;owned\u0007 text\n`)[0]).toMatchObject({
    time: "",
    text: "web 2026-01-05T09:00:00Z text",
  });
});

it.each([
  ['{"level":"error","msg":"x"}', "error"],
  ['{"msg":"x","severity":"WARNING"}', "warn"],
  ['{"level":50}', "error"],
  ['{"level":35}', undefined],
  ["time=1 level=warn msg=x", "warn"],
  ["ERROR something", "error"],
  ["[info] up", "info"],
  ["warning: old", "warn"],
  ["Error handling is fun", undefined],
  ["information desk", undefined],
  ["GET /error 200", undefined],
  ["", undefined],
])("the level of %s is %s", (text, level) => {
  expect(levelOf(text)).toBe(level);
});
