import { describe, expect, it } from "vitest";
import { comparableText } from "./spec-text.ts";

describe("the text of a spec that is compared", () => {
  it("does not differ by the order of keys", () => {
    const a = comparableText({ name: "shop", region: "fra", workers: [{ name: "w", instance_count: 2 }] });
    const b = comparableText({ region: "fra", workers: [{ instance_count: 2, name: "w" }], name: "shop" });
    expect(a).toBe(b);
    expect(a).toMatch(/^name: shop\n/);
  });

  it("holds no secret", () => {
    const text = comparableText({ name: "shop", envs: [{ key: "K", type: "SECRET", value: "hunter2" }] });
    expect(text).not.toContain("hunter2");
    expect(text).toContain("<secret>");
  });
});
