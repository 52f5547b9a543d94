import { describe, expect, it } from "vitest";
import { harmless } from "./log.ts";

describe("harmless", () => {
  it.each([
    ["an ordinary line: with :: in it", "an ordinary line: with :: in it"],
    ["::set-output name=x::y", ": :set-output name=x::y"],
    ["  ::error::boom", "  : :error::boom"],
    ["before ##[group]after", "before ## [group]after"],
    ["one\r::stop-commands::x", "one ::stop-commands::x"],
    ["one\n::add-mask::x", "one ::add-mask::x"],
  ])("keeps %j from being a workflow command", (line, written) => {
    expect(harmless(line)).toBe(written);
  });
});
