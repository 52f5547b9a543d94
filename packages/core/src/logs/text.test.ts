// Logs are written by strangers' programs: what a terminal or a job log shows of them must be text alone.
import { describe, expect, it } from "vitest";
import { harmlessLine, logTail, sanitizeLogText } from "./text.ts";

const ESC = "\x1b";

describe("a log line keeps its text and loses", () => {
  it.each([
    ["colours", `${ESC}[1;31mred${ESC}[0m`, "red"],
    ["colours with colons", `${ESC}[38:2::255:0:0mred${ESC}[m`, "red"],
    ["the cursor's moves", `a${ESC}[2A${ESC}[1Kb`, "ab"],
    ["the clearing of the screen", `a${ESC}[2J${ESC}[Hb`, "ab"],
    ["a CSI of one byte", "a\x9b2Jb", "ab"],
    ["a window title", `a${ESC}]0;owned\x07b`, "ab"],
    ["a link", `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`, "click"],
    ["the clipboard", `a${ESC}]52;c;ZXZpbA==\x07b`, "ab"],
    ["a device string", `a${ESC}Pq#0${ESC}\\b`, "ab"],
    ["an OSC of one byte", "a\x9d0;owned\x9cb", "ab"],
    ["saving of the cursor, not the letter behind it", `${ESC}7Hello${ESC}8`, "Hello"],
    ["another character set", `${ESC}(0Hello`, "Hello"],
    ["the reset of the terminal", `a${ESC}cb`, "ab"],
    ["bells, backspaces and zeros", "a\x07b\x08c\x00d\x7f", "abcd"],
    ["an escape at the end", `a${ESC}`, "a"],
    ["a sequence without an end", `a${ESC}[12`, "a"],
    ["characters that reorder a line", "a\u202eb\u2066c", "abc"],
  ])("%s", (_, text, shown) => {
    expect(sanitizeLogText(text)).toBe(shown);
  });

  it("no other line, where a sequence has no end", () => {
    expect(sanitizeLogText(`a${ESC}]0;owned\nError: boom`)).toBe("a\nError: boom");
  });

  it("no tab and no letter of any language", () => {
    expect(sanitizeLogText("a\tb – übel 日本 🚀")).toBe("a\tb – übel 日本 🚀");
  });

  it("carriage returns, which would write over what was there", () => {
    expect(sanitizeLogText("10 %\r20 %\r\ndone")).toBe("10 %\n20 %\ndone");
  });

  it("no colours where they are wanted, but all else", () => {
    const text = `${ESC}[31mred${ESC}[0m${ESC}[2J${ESC}]0;t\x07`;
    expect(sanitizeLogText(text, { colours: true })).toBe(`${ESC}[31mred${ESC}[0m`);
  });

  it("nothing that a second pass would find", () => {
    const nested = `${ESC}${ESC}[2J[2J${ESC}]${ESC}]0;x\x07\x07`;
    expect(sanitizeLogText(sanitizeLogText(nested))).toBe(sanitizeLogText(nested));
    expect(sanitizeLogText(nested)).not.toMatch(/\p{Cc}/u);
  });

  it("its sequences in a time that grows with the text alone", () => {
    const startMs = performance.now();
    sanitizeLogText(`${ESC}]`.repeat(500_000) + `${ESC}[1`.repeat(500_000));
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

describe("a line for a job log", () => {
  it.each([
    ["an ordinary line: with :: in it", "an ordinary line: with :: in it"],
    ["::set-output name=x::y", ": :set-output name=x::y"],
    ["  ::error::boom", "  : :error::boom"],
    [
      "\u00a0\u2003::warning::behind spaces of every kind",
      "\u00a0\u2003: :warning::behind spaces of every kind",
    ],
    ["\u001b[31m::error::behind a colour", ": :error::behind a colour"],
    ["::stop-commands::3f1c", ": :stop-commands::3f1c"],
    ["::3f1c::", ": :3f1c::"],
    ["before ##[group]after", "before ## [group]after"],
    ["one\r::stop-commands::x", "one ::stop-commands::x"],
    ["\u2028\ufeff::error::behind what nobody sees", ": :error::behind what nobody sees"],
    ["half of a \ud800", "half of a \ufffd"],
    ["one\n::add-mask::x", "one ::add-mask::x"],
  ])("keeps %j from being a workflow command", (line, written) => {
    expect(harmlessLine(line)).toBe(written);
  });
});

describe("the tail of a log", () => {
  it.each([
    ["its last lines", "a\nb\nc\n", 2, ["b", "c"]],
    ["all of a short one", "a\nb", 10, ["a", "b"]],
    ["nothing of an empty one", "\n\n", 10, []],
    ["nothing where nothing is asked for", "a\nb", 0, []],
    ["empty lines inside", "a\n\nb\n\n", 3, ["a", "", "b"]],
  ])("is %s", (_, text, lines, tail) => {
    expect(logTail(text, lines)).toEqual(tail);
  });
});
