import { expect, it } from "vitest";
import { TerminalFilter } from "./terminal.ts";

const filtered = (...chunks: string[]) => {
  const filter = new TerminalFilter();
  return chunks.map((chunk) => filter.push(chunk)).join("");
};

it("lets colours and the cursor through, for programs draw with them", () => {
  const drawing = "\u001b[2J\u001b[1;1H\u001b[31mred\u001b[0m\u001b[?25l\u001b[K";
  expect(filtered(drawing)).toBe(drawing);
});

it.each([
  ["the clipboard", "\u001b]52;c;aGFjaw==\u0007"],
  ["links", "\u001b]8;;http://evil.example\u001b\\"],
  ["titles", "\u001b]0;title\u0007"],
  ["device strings", "\u001bP+q544e\u001b\\"],
  ["moves of the window", "\u001b[3;0;0t"],
  ["questions that the terminal answers", "\u001b[c\u001b[6n"],
])("takes out %s, whole or in pieces", (_, sequence) => {
  expect(filtered(`a${sequence}b`)).toBe("ab");
  expect(filtered(..."a".concat(sequence, "b").split(""))).toBe("ab");
});

it("does not wait for ever for the end of a sequence", () => {
  expect(filtered(`\u001b]0;${"x".repeat(10_000)}`, "\u0007after")).toBe("after");
});
