import { describe, expect, it } from "vitest";
import { Lines } from "./lines.ts";

const at = (text: string, offset: number) => {
  const { line, character } = new Lines(text).position(offset);
  return `${line}:${character}`;
};

describe("the position of an offset", () => {
  it("is zero-based, and its line begins behind the line break", () => {
    expect([0, 1, 2, 3].map((offset) => at("a\nb", offset))).toEqual(["0:0", "0:1", "1:0", "1:1"]);
  });

  it("is never between the two characters of CRLF", () => {
    expect([1, 2, 3].map((offset) => at("a\r\nb", offset))).toEqual(["0:1", "0:1", "1:0"]);
  });

  it("is in the text, whatever was asked", () => {
    expect([-1, 9].map((offset) => at("a\nb", offset))).toEqual(["0:0", "1:1"]);
    expect(at("", 1)).toBe("0:0");
    expect(at("a\n", 2)).toBe("1:0");
  });
});

describe("the offset of a position", () => {
  const offset = (text: string, line: number, character: number) =>
    new Lines(text).offset({ line, character });

  it("is that of the character there", () => {
    expect([0, 1].map((character) => offset("a\nbc", 1, character))).toEqual([2, 3]);
  });

  it("is the line's end where the line is shorter, before its line break", () => {
    expect(offset("a\nbc\nd", 1, 9)).toBe(4);
    expect(offset("a\r\nb", 0, 9)).toBe(1);
    expect(offset("\r\nb", 0, 9)).toBe(0);
  });

  it("is in the text, whatever was asked", () => {
    expect(offset("a\nb", 9, 0)).toBe(3);
    expect(offset("a\nb", -1, -1)).toBe(0);
    expect(offset("", 0, 3)).toBe(0);
  });
});
