import { describe, expect, it } from "vitest";
import { formatEvent } from "./lines.ts";

const line = { kind: "line", component: "api", time: "", text: "listening", deploymentId: "d" } as const;

describe("a line of a log", () => {
  it("begins with its component", () => {
    expect(formatEvent(line, { colours: false })).toBe("api │ listening");
  });

  it("tells the time of the reader, to the millisecond", () => {
    const offset = new Date(2026, 10, 25, 13, 0, 1, 123);
    const text = formatEvent({ ...line, time: offset.toISOString() }, { colours: false });
    expect(text).toBe("2026-11-25 13:00:01.123 api │ listening");
  });

  it("keeps colours for a terminal alone", () => {
    const red = { ...line, text: "\u001b[31mred\u001b[0m" };
    expect(formatEvent(red, { colours: true })).toContain("\u001b[31m");
    expect(formatEvent(red, { colours: false })).toBe("api │ red");
  });

  it("sets a notice apart", () => {
    const notice = { kind: "notice", code: "connected", message: "Connected.", deploymentId: "d" } as const;
    expect(formatEvent(notice, { colours: false })).toBe("──── Connected. ────");
  });
});
