// The watch that all acceptance tests stand under would be worth nothing if it saw nothing.
import { describe, expect, it } from "vitest";
import { CANARY, encodings, leaksIn, refuseLeaks, textsIn } from "./canary.ts";

describe("a leak", () => {
  it.each(Object.keys(encodings(CANARY)))("is seen in %s", (encoding) => {
    const form = encodings(CANARY)[encoding] ?? "";
    expect(leaksIn(`before ${form} after`, CANARY)).toContain(encoding);
    expect(leaksIn(`before ${form.slice(0, 9)}\n${form.slice(9)} after`, CANARY)).toContain(encoding);
  });

  it("is seen in base64 of a longer text", () => {
    for (const before of ["", "u", "us", "use", "user:"])
      expect(leaksIn(Buffer.from(`${before}${CANARY}!`).toString("base64"), CANARY)).toHaveLength(1);
  });

  it("fails with its place and its encoding, and not with the secret", () => {
    const traces = { output: `x=${encodings(CANARY).hex}` };
    expect(() => refuseLeaks(traces, [CANARY])).toThrow(/^A secret came out: canary"9… in output \(hex\)\.$/);
    expect(() => refuseLeaks({ output: "x=1" }, [CANARY])).not.toThrow();
  });

  it("is looked for in keys and values", () => {
    expect(textsIn({ a: ["b", { c: 1 }], d: null })).toEqual(["a", "b", "c", "d"]);
  });
});

it("every encoding of the canary differs from the others", () => {
  const forms = Object.values(encodings(CANARY));
  expect(new Set(forms).size).toBe(forms.length);
});
