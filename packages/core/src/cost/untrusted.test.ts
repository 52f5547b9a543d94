// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is data here
// Whatever a document holds, reading it must come to an end without an error: specs of pull requests are untrusted.
import { expect, test } from "vitest";
import { diffSpecs, formatChange } from "../spec/diff.ts";
import { parseSpec } from "../spec/document.ts";
import { normaliseSpec } from "../spec/normalise.ts";
import { fillPlaceholders } from "../spec/placeholders.ts";
import { copyPlain } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { keepLiveSecrets, listSecrets, literalSecrets, redactSpec } from "../spec/secrets.ts";
import { compareCost } from "./compare.ts";
import { estimateCost } from "./estimate.ts";

const ROUNDS = 2000;
const KEYS = [
  "name services static_sites workers jobs functions databases egress maintenance archive type production",
  "instance_size_slug instance_count autoscaling min_instance_count max_instance_count inactivity_sleep",
  "envs key value scope image registry_credentials tag digest log_destinations datadog api_key open_search basic_auth",
  "ingress rules match path prefix component routes cors health_check port internal_ports domains domain kind",
  "toString __proto__ length constructor",
].flatMap((line) => line.split(" "));
const LEAVES = [
  undefined,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  3,
  251,
  1e308,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  "web",
  "3",
  "apps-s-1vcpu-1gb",
  "basic-s",
  "DEDICATED_IP",
  "SECRET",
  "hunter2-hunter2",
  "EV[1:abc:def]",
  "${NAME}",
  "/",
];

/** A small linear congruential generator (constants of Numerical Recipes), so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function garbage(next: (below: number) => number, depth: number): unknown {
  const shape = depth === 0 ? 0 : next(10);
  if (shape < 3) return LEAVES[next(LEAVES.length)];
  if (shape < 5) return Array.from({ length: next(4) }, () => garbage(next, depth - 1));
  const entries = Array.from({ length: next(6) }, () => [
    KEYS[next(KEYS.length)],
    next(2) ? garbage(next, depth - 1) : [garbage(next, depth - 1)],
  ]);
  const value = Object.fromEntries(entries) as Record<string, unknown>;
  if (next(20) === 0) value.services = [value];
  return value;
}

test("any value gets an estimate whose sum is what its counted parts add up to", () => {
  let priced = 0;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const next = seeded(seed);
    const [before, after] = [garbage(next, 5), garbage(next, 5)].map((spec) => estimateCost(spec as AppSpec));
    if (!before || !after) throw new Error("no estimate");
    for (const { monthly, components } of [before, after]) {
      const sum = (end: "low" | "high") =>
        components.reduce((cents, item) => cents + Math.round(item.monthly[end] * 100), 0) / 100;
      expect(monthly, `seed ${seed}`).toEqual({ low: sum("low"), high: sum("high") });
      expect(monthly.low, `seed ${seed}`).toBeLessThanOrEqual(monthly.high);
      if (monthly.high > 0) priced++;
    }
    const { delta } = compareCost(before, after);
    expect(Number.isFinite(delta.high), `seed ${seed}`).toBe(true);
  }
  // The generator is of use only if it often makes something that has a price.
  expect(priced).toBeGreaterThan(ROUNDS / 20);
});

test("any two values can be normalised, compared, filled and redacted", () => {
  let found = 0;
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const next = seeded(seed);
    const [before, after] = [garbage(next, 5) as AppSpec, garbage(next, 5) as AppSpec];
    const changes = diffSpecs(before, after);
    found += changes.length;
    for (const change of changes) expect(formatChange(change), `seed ${seed}`).not.toMatch(/[\r\n]/);
    expect(diffSpecs(after, after), `seed ${seed}`).toEqual([]);
    expect(normaliseSpec(normaliseSpec(after)), `seed ${seed}`).toEqual(normaliseSpec(after));

    const kept = keepLiveSecrets(after, before);
    expect(kept.missing.length + kept.kept.length, `seed ${seed}`).toBe(
      listSecrets(after).filter(({ state }) => state === "missing").length,
    );
    expect(JSON.stringify(redactSpec(after)) ?? "", `seed ${seed}`).not.toContain("EV[1");
    expect(
      literalSecrets(after).every((secret) => secret !== ""),
      `seed ${seed}`,
    ).toBe(true);
  }
  expect(found).toBeGreaterThan(ROUNDS);
});

test("any document can be filled", () => {
  for (let seed = 1; seed <= ROUNDS / 10; seed++) {
    const text = JSON.stringify(copyPlain(garbage(seeded(seed), 5))) ?? "";
    const { problems } = fillPlaceholders(parseSpec(text), { allow: ["NAME"], values: {} });
    expect(
      problems.every(({ range }) => range.start.line === 0),
      `seed ${seed}`,
    ).toBe(true);
  }
});
