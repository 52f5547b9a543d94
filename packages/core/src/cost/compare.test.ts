import { describe, expect, test } from "vitest";
import { parseSpec } from "../spec/document.ts";
import { type CostDelta, compareCost, sumCost } from "./compare.ts";
import { estimateCost } from "./estimate.ts";
import { formatMoneyChange } from "./format.ts";

function compare(before: string | undefined, after: string) {
  const estimate = (yaml: string) => estimateCost(parseSpec(yaml).spec);
  const delta = compareCost(before === undefined ? undefined : estimate(before), estimate(after));
  return {
    lines: delta.components.map((item) => `${item.name} ${item.change} ${formatMoneyChange(item.delta)}`),
    total: formatMoneyChange(delta.delta),
    direction: delta.direction,
    before: delta.before,
  };
}

describe("what a change costs", () => {
  test("a larger size, a component gone, one come, one the same", () => {
    expect(
      compare(
        `services: [{ name: web }, { name: api }]
workers: [{ name: old, instance_size_slug: apps-s-1vcpu-2gb }]`,
        `services: [{ name: api }, { name: web, instance_size_slug: apps-s-1vcpu-1gb }]
databases: [{ name: db }]`,
      ),
    ).toEqual({
      lines: ["api unchanged $0.00", "web changed +$7.00", "db added +$7.00", "old removed -$25.00"],
      total: "-$11.00",
      direction: "decrease",
      before: { low: 35, high: 35 },
    });
  });

  test("a new app adds everything", () => {
    expect(compare(undefined, "services: [{ name: web }]")).toEqual({
      lines: ["web added +$5.00"],
      total: "+$5.00",
      direction: "increase",
      before: undefined,
    });
  });

  test("a renamed component is a removed and an added one", () => {
    expect(compare("workers: [{ name: a }]", "workers: [{ name: b }]").lines).toEqual([
      "b added +$5.00",
      "a removed -$5.00",
    ]);
  });

  test("the same price made otherwise is a change without a difference", () => {
    expect(
      compare(
        "workers: [{ name: a, instance_size_slug: apps-s-1vcpu-2gb, instance_count: 2 }]",
        "workers: [{ name: a, instance_size_slug: apps-s-2vcpu-4gb }]",
      ).lines,
    ).toEqual(["a changed $0.00"]);
  });

  test("high is judged against high", () => {
    const scaled = (min: number, max: number) =>
      `services: [{ name: web, instance_size_slug: apps-d-1vcpu-1gb, autoscaling: { min_instance_count: ${min}, max_instance_count: ${max} } }]`;
    expect(compare(scaled(1, 4), scaled(2, 4))).toMatchObject({
      direction: "unchanged",
      total: "+$34.00 to $0.00",
    });
    expect(compare(scaled(2, 4), scaled(1, 5))).toMatchObject({
      direction: "increase",
      total: "-$34.00 to +$34.00",
    });
  });
});

describe("sumCost", () => {
  test("adds up in cents, and counts a new app from nothing", () => {
    const delta = (before: number | undefined, low: number, high = low): CostDelta => ({
      ...(before === undefined ? {} : { before: { low: before, high: before } }),
      after: { low, high },
      delta: { low: low - (before ?? 0), high: high - (before ?? 0) },
      direction: "increase",
      components: [],
    });
    expect(sumCost([delta(0.1, 0.2), delta(0.2, 0.1), delta(undefined, 5, 10)])).toEqual({
      before: { low: 0.3, high: 0.3 },
      after: { low: 5.3, high: 10.3 },
      delta: { low: 5, high: 10 },
      direction: "increase",
      components: [],
    });
    expect(sumCost([delta(undefined, 5)])).not.toHaveProperty("before");
  });
});
