import { describe, expect, it } from "vitest";
import { Secrets } from "./secrets.ts";

const VALUE = 'p@ss "word"/+ü~9?';

function hiding(value: string): Secrets {
  const secrets = new Secrets(() => {});
  secrets.add(value);
  return secrets;
}

describe("a secret is hidden", () => {
  const bytes = Buffer.from(VALUE);
  it.each([
    ["plain", VALUE],
    ["reversed", [...VALUE].reverse().join("")],
    ["in JSON", JSON.stringify({ key: VALUE })],
    ["in a URL", `https://x.test/?key=${encodeURIComponent(VALUE)}&b=1`],
    ["in a form", new URLSearchParams({ key: VALUE }).toString().replaceAll("%7E", "~")],
    ["in hex", bytes.toString("hex")],
    ["in upper-case hex", bytes.toString("hex").toUpperCase()],
    ["in base64", bytes.toString("base64")],
    ["in base64 for URLs", bytes.toString("base64url")],
    ["in base64 behind one byte", Buffer.from(`x${VALUE}tail`).toString("base64")],
    ["in base64 behind two bytes", Buffer.from(`xy${VALUE}tail`).toString("base64")],
    ["in base64 behind three bytes", Buffer.from(`xyz${VALUE}tail`).toString("base64")],
  ])("%s", (_how, text) => {
    const shown = hiding(VALUE).hide(text);
    expect(shown).toContain("***");
    const removed = text.length - shown.replace("***", "").length;
    expect(removed).toBeGreaterThanOrEqual(VALUE.length);
  });

  it("line by line where it has several, and the runner is told of each", () => {
    const masked: string[] = [];
    const secrets = new Secrets((value) => masked.push(value));
    secrets.add("-----BEGIN KEY-----\nMIIEvQ\n-----END KEY-----");
    expect(masked).toContain("MIIEvQ");
    expect(secrets.hide("read MIIEvQ from the file")).toBe("read *** from the file");
  });

  it("wherever it is in plain data, and other values stay as they are", () => {
    const data = { name: "shop", count: 3, none: undefined, at: [{ text: `key=${VALUE}` }] };
    expect(hiding(VALUE).hideIn(data)).toEqual({ name: "shop", count: 3, at: [{ text: "key=***" }] });
  });

  it("as a whole where it holds another one", () => {
    const secrets = hiding("abcdef");
    secrets.add("abcdef-ghijkl");
    expect(secrets.hide("abcdef-ghijkl")).toBe("***");
  });
});

it("what is too short to be hidden without harm is left", () => {
  expect(hiding("a").hide("a cat")).toBe("a cat");
  expect(hiding(" ").hide("a cat")).toBe("a cat");
});
