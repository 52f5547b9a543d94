import { expect, it } from "vitest";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { validateSpec } from "../validate.ts";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a size of today", service("instance_size_slug: apps-d-8vcpu-32gb"), []],
  [
    "warns of a size that it does not know",
    service("instance_size_slug: apps-x-1"),
    ["warning size-unknown [apps-x-1]"],
  ],
  ["leaves a size alone that is still to be filled in", service("instance_size_slug: ${SIZE}"), []],
  [
    "warns of a size of old",
    component("jobs", "image: {registry_type: DOCR, repository: a}\ninstance_size_slug: professional-xs"),
    ["warning size-legacy [professional-xs]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

it("is sure of a size against the account's own list", () => {
  const catalog = { ...DEFAULT_CATALOG, asOf: "2026-11-01" };
  expect(found(service("instance_size_slug: apps-x-1"), { catalog })).toEqual([
    "error size-unknown [apps-x-1]",
  ]);
});

it("names the size that was meant, and the successor with its price", () => {
  const messageOf = (slug: string) => validateSpec(service(`instance_size_slug: ${slug}`))[0]?.message;
  expect(messageOf("apps-s-1vcpu-1gbb")).toBe(
    "`apps-s-1vcpu-1gbb` is no size that was known on 2026-03-23. Did you mean `apps-s-1vcpu-1gb`?",
  );
  expect(messageOf("basic-xxs")).toBe(
    "`basic-xxs` is a size of apps from before May 2024. Its successor is `apps-s-1vcpu-0.5gb` (1 vCPU, 512 MiB, $5.00 a month as before).",
  );
});
