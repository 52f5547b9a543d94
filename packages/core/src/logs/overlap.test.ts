import { describe, expect, it } from "vitest";
import { Reading } from "./reading.ts";

const line = (second: number, text: string, component = "web") =>
  `${component} 2026-01-05T09:00:${String(second).padStart(2, "0")}Z ${text}\n`;

const newReading = () =>
  new Reading({ deploymentId: "d", urls: () => Promise.reject(new Error("not asked")) }, undefined);

/** What is shown of the texts of several connections, one after the other. */
function shown(...connections: string[]): string[] {
  const reading = newReading();
  return connections.flatMap((text) => {
    reading.connect();
    return reading.read(text).lines.map((each) => each.text);
  });
}

describe("after a reconnect", () => {
  it("lines that come again are left out", () => {
    expect(shown(line(1, "a") + line(2, "b"), line(1, "a") + line(2, "b") + line(3, "c"))).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("twins stay as many as there are", () => {
    const tick = line(1, "tick");
    expect(shown(tick + tick, tick + tick + tick)).toEqual(["tick", "tick", "tick"]);
    expect(shown(tick, tick + tick, tick + tick + tick)).toEqual(["tick", "tick", "tick"]);
  });

  it("the same text at another time is another line", () => {
    expect(shown(line(1, "tick"), line(1, "tick") + line(2, "tick"))).toEqual(["tick", "tick"]);
  });

  it("a line that was cut comes whole, once", () => {
    expect(
      shown(`${line(1, "a")}web 2026-01-05T09:00:02Z the ha`, line(1, "a") + line(2, "the half")),
    ).toEqual(["a", "the half"]);
  });

  it("so does the very first line", () => {
    const all = line(1, "the first") + line(2, "b");
    expect(shown(line(1, "the first").slice(0, -4), all, all + line(3, "c"))).toEqual([
      "the first",
      "b",
      "c",
    ]);
  });

  it("a connection that breaks while it repeats a line has cut nothing new", () => {
    const all = `${line(1, "the first")}${line(2, "Error")}  at a place\n`;
    const reading = newReading();
    for (const text of [all, all.slice(0, 30), all.slice(0, -4), all]) {
      reading.connect();
      reading.read(text);
    }
    expect(reading.finish()).toEqual([]);
  });

  it("lines that were older than the first one asked for do not appear", () => {
    expect(shown(line(5, "e"), line(1, "a") + line(1, "x", "api") + line(5, "e") + line(6, "f"))).toEqual([
      "e",
      "f",
    ]);
  });

  it("components repeat one after the other, and instances of one out of step", () => {
    expect(
      shown(
        line(1, "w1") + line(1, "a1", "api") + line(3, "w3") + line(2, "w2"),
        line(1, "w1") +
          line(3, "w3") +
          line(4, "w4") +
          line(2, "w2") +
          line(1, "a1", "api") +
          line(4, "a4", "api"),
      ),
    ).toEqual(["w1", "a1", "w3", "w2", "w4", "a4"]);
  });

  it("lines without a beginning go with the line above", () => {
    const trace = `${line(1, "Error")}  at a\n  at b\n`;
    expect(shown(trace, `${trace}  at c\n${line(2, "next")}`)).toEqual([
      "Error",
      "  at a",
      "  at b",
      "  at c",
      "next",
    ]);
    expect(shown(trace, `  at b\n${line(2, "next")}`)).toEqual(["Error", "  at a", "  at b", "next"]);
  });

  it("what only looks like a time does no harm", () => {
    const odd = `${line(1, "a")}web 9999-99-99T99:99:99Z b\nweb 2099-13-45T09:00:00+99:99 c\n`;
    expect(shown(odd, odd + line(2, "d"), odd + line(2, "d") + line(3, "e"))).toEqual([
      "a",
      "web 9999-99-99T99:99:99Z b",
      "c",
      "d",
      "e",
    ]);
  });

  it("a log without times repeats too", () => {
    expect(shown("a\nb\nb\n", "a\nb\nb\nb\nc\n")).toEqual(["a", "b", "b", "b", "c"]);
  });

  it("times are compared to the nanosecond, though zeros at their end are left out", () => {
    const at = (time: string) => `web 2026-01-05T09:00:00${time}Z ${time}\n`;
    expect(shown(at(".5"), at(".5") + at(".51") + at(".510000001"))).toEqual([".5", ".51", ".510000001"]);
  });

  it("a connection that breaks while it repeats leaves nothing to be doubled", () => {
    const all = Array.from({ length: 50 }, (_, second) => line(second, `line ${second}`));
    expect(shown(all.join(""), all.slice(0, 10).join(""), all.join(""), all.slice(40).join(""))).toHaveLength(
      50,
    );
  });

  it("more is known again than is remembered, in any number of connections", () => {
    const long = "x".repeat(1_000);
    const many = Array.from({ length: 6_000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 0, 5, 9) + index * 10).toISOString();
      return `web ${time} ${index} ${long}\n`;
    });
    const texts = shown(many.slice(0, 5_000).join(""), many.slice(0, 5_500).join(""), many.join(""));
    expect(texts.map((text) => Number.parseInt(text, 10))).toEqual(many.map((_, index) => index));
  });
});

describe("a gap", () => {
  const reading = () => {
    const one = newReading();
    one.connect();
    one.read(line(1, "a"));
    one.connect();
    return one;
  };

  it("is where a connection begins later than the last one ended", () => {
    expect(reading().read(line(9, "z")).gap).toEqual({
      afterTime: "2026-01-05T09:00:01Z",
      beforeTime: "2026-01-05T09:00:09Z",
      cutLine: [],
    });
    expect(reading().read(line(1, "a") + line(9, "z")).gap).toBeUndefined();
  });

  it("leaves nothing behind where more is asked for in its place", () => {
    const one = reading();
    expect(one.read(line(9, "z"), { wholeOnly: true }).lines).toEqual([]);
    one.connect();
    expect(one.read(line(1, "a") + line(5, "e") + line(9, "z")).lines.map(({ text }) => text)).toEqual([
      "e",
      "z",
    ]);
  });
});
