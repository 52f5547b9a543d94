import { expect, it } from "vitest";
import { dropPaths } from "./drop.ts";

const spec = () => ({
  name: "shop",
  services: [{ name: "web", http_port: "8080", envs: [{ key: "A" }, { key: "B" }] }, { name: "api" }],
  region: null,
});

it("leaves out the values at the paths, and shares the rest", () => {
  const before = spec();
  const after = dropPaths(before, [["services", 0, "http_port"]]) as ReturnType<typeof spec>;
  expect(after).toEqual({
    name: "shop",
    services: [{ name: "web", envs: [{ key: "A" }, { key: "B" }] }, { name: "api" }],
  });
  expect(after.services[0]?.envs).toBe(before.services[0]?.envs);
  expect(after.services[1]).toBe(before.services[1]);
  expect(before).toEqual(spec());
});

it("keeps the indexes of a list", () => {
  expect(dropPaths(spec(), [["services", 0]])).toEqual({
    name: "shop",
    services: [undefined, { name: "api" }],
  });
  expect(dropPaths({ ports: [1, null, 3] }, [["ports", 0]])).toEqual({ ports: [undefined, undefined, 3] });
});

it("drops a whole value whatever else is to go below it, in either order", () => {
  expect(dropPaths({ a: { b: { c: 1 } } }, [["a"], ["a", "b", "c"]])).toEqual({});
  expect(dropPaths({ a: { b: { c: 1 } } }, [["a", "b", "c"], ["a"]])).toEqual({});
});

it("gives the same value back where there is nothing to drop", () => {
  const value = { name: "shop", services: [{ name: "web" }] };
  expect(dropPaths(value, [])).toBe(value);
  expect(dropPaths(value, [["services", 5, "name"], ["nowhere"], ["name", "deeper"]])).toBe(value);
});

it("leaves nothing of a document that is wrong as a whole", () => {
  expect(dropPaths("text", [[]])).toBeUndefined();
  expect(dropPaths(null, [])).toBeUndefined();
});
