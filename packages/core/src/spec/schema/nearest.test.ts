import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

it.each([
  ["instance_cout", "instance_count"],
  ["intsance_count", "instance_count"],
  ["instanceCount", "instance_count"],
  ["instance-count", "instance_count"],
  ["htpp_port", "http_port"],
  ["env", "envs"],
  ["ENVS", "envs"],
  ["volumes", undefined],
  ["xyz", undefined],
  ["", undefined],
])("%s was meant to be %s", (word, meant) => {
  expect(nearest(word, ["instance_count", "http_port", "envs", "name"])).toBe(meant);
});

it("takes the first of two that are as near", () => {
  expect(nearest("test", ["tess", "text"])).toBe("tess");
  expect(nearest("text", ["tess", "text"])).toBe("text");
});

it("is not slowed down by an endless word", () => {
  expect(nearest("x".repeat(1_000_000), ["instance_count"])).toBeUndefined();
});
