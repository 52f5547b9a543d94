import { expect, it } from "vitest";
import { TerminalFilter } from "./terminal.ts";

const filtered = (...chunks: string[]) => {
  const filter = new TerminalFilter();
  return chunks.map((chunk) => filter.push(chunk)).join("");
};

it("lets colours and the cursor through, for programs draw with them", () => {
  const drawing =
    "\u001b[2J\u001b[1;1H\u001b[31mred\u001b[0m\u001b[?25l\u001b[K\u001b[!p\u001b[2 q\u001b[?1049h\u001b[?2004h\u001b[>4;2m\u001b7\u001b8\u001b(B\t\b\r\n\u0007";
  expect(filtered(drawing)).toBe(drawing);
});

it.each([
  ["the clipboard", "\u001b]52;c;aGFjaw==\u0007"],
  ["links", "\u001b]8;;http://evil.example\u001b\\"],
  ["titles", "\u001b]0;title\u0007"],
  ["device strings", "\u001bP+q544e\u001b\\"],
  ["moves of the window", "\u001b[3;0;0t"],
  ["questions who the terminal is", "\u001b[c\u001b[>c\u001b[>0q\u001bZ\u0005\u009bc"],
  ["questions where the cursor is", "\u001b[6n\u001b[?6n"],
  [
    "questions about modes, keys and colours",
    "\u001b[?2004$p\u001b[4$p\u001b[?u\u001b[?4m\u001b[1$w\u001b[#R",
  ],
  ["a question what the screen shows", "\u001b[1;1;1;1;24;80*y"],
])("takes out %s, whole or in pieces", (_, sequence) => {
  expect(filtered(`a${sequence}b`)).toBe("ab");
  expect(filtered(..."a".concat(sequence, "b").split(""))).toBe("ab");
});

it("does not wait for ever for the end of a sequence", () => {
  expect(filtered(`\u001b]0;${"x".repeat(10_000)}`, "\u0007after")).toBe("after");
});
