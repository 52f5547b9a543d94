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
