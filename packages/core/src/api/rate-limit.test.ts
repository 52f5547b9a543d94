import { describe, expect, it } from "vitest";
import type { Clock } from "./clock.ts";
import { type Answer, json, refusal, scriptedClient } from "./testing.ts";

/** A platform with sliding windows of a minute and an hour, as it describes them. */
function platform(usedAtMs: readonly number[] = []) {
  const [perMinute, perHour] = [250, 5_000];
  const sentAtS: number[] = [];
  let startMs: number | undefined;
  let times: number[] = [];
  let refused = 0;
  const scripted = scriptedClient((sent, signal) => {
    const now = sent.atMs;
    if (startMs === undefined) times = usedAtMs.map((at) => now + at);
    startMs ??= now;
    sentAtS.push((now - startMs) / 1000);
    times = times.filter((at) => now - at < 3_600_000);
    const inMinute = times.filter((at) => now - at < 60_000);
    const allowed = inMinute.length < perMinute && times.length < perHour;
    if (allowed) times.push(now);
    else refused += 1;
    const oldest = inMinute.length >= perMinute ? inMinute[inMinute.length - perMinute] : undefined;
    const headers = {
      "ratelimit-limit": String(perHour),
      "ratelimit-remaining": String(Math.max(0, perHour - times.length)),
      "ratelimit-reset": String(Math.ceil(((times[0] ?? now) + 3_600_000) / 1000)),
      ...(oldest === undefined ? {} : { "retry-after": String(Math.ceil((oldest + 60_000 - now) / 1000)) }),
    };
    const body = allowed ? { regions: [] } : { id: "too_many_requests", message: "API rate limit exceeded." };
    return json(body, allowed ? 200 : 429, headers)(sent, signal);
  });
  return { ...scripted, sentAtS, refused: () => refused };
}

/** Calls spread evenly over the hour before. */
const used = (count: number) =>
  Array.from({ length: count }, (_, index) => -3_600_000 + ((index + 0.5) * 3_600_000) / count);

async function inTurn(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let made = 0; made < count; made++) await call();
}

describe("the calls of one client", () => {
  it("stay below 250 in any minute together, with one notice", async () => {
    const { client, run, sentAtS, notices, refused } = platform();

    await run(Promise.all(Array.from({ length: 600 }, () => client.catalog.regions())));

    const busiest = Math.max(
      ...sentAtS.map((from) => sentAtS.filter((at) => at >= from && at < from + 60).length),
    );
    expect(refused()).toBe(0);
    expect(busiest).toBe(240);
    expect(sentAtS.at(-1)).toBe(120);
    expect(notices).toEqual([
      "Slowing down, because of the token's rate limit: 250 calls a minute are nearly used up. The next call goes out in 60 s.",
    ]);
  });

  it("wait together after a 429 that another tool's calls have caused", async () => {
    const minute = Array.from({ length: 250 }, (_, index) => -20_000 + index);
    const { client, run, sentAtS, refused } = platform(minute);
    await run(client.catalog.regions());
    const [, second] = await run(Promise.all([client.catalog.regions(), client.catalog.sizes()]));
    expect(second).toBeDefined();
    expect(refused()).toBe(1);
    expect(sentAtS).toEqual([0, 40.25, 40.25, 40.25]);
  });

  it("spread out when the hour's calls run out, the more the fewer are left", async () => {
    const { client, run, sentAtS, notices, refused } = platform(used(4_800));

    await run(inTurn(100, () => client.catalog.regions()));

    const gaps = sentAtS.slice(1).map((at, index) => at - (sentAtS[index] ?? 0));
    expect(refused()).toBe(0);
    expect(gaps[1]).toBeGreaterThan(0.9);
    expect(Math.max(...gaps)).toBeLessThan(5);
    expect(client.quota?.remaining).toBeGreaterThan(100);
    expect(notices).toEqual([
      "Slowing down, because of the token's rate limit: 199 of 5000 calls an hour are left. The next call goes out in 2 s.",
    ]);
  });

  it("wait for the oldest call to expire when none is left", async () => {
    const hour = [-3_600_000 + 20_000, ...Array<number>(4_999).fill(-1_800_000)];
    const { client, run, sentAtS, notices, refused } = platform(hour);

    await run(client.catalog.regions());

    expect(sentAtS).toEqual([0, 20]);
    expect(refused()).toBe(1);
    expect(notices[0]).toBe("RateLimited from apps_list_regions: asking again in 20 s.");
  });

  it("run at full speed while there are enough", async () => {
    const { client, run, clock, notices } = platform(used(4_000));
    await run(inTurn(100, () => client.catalog.regions()));
    expect(clock.waitsMs).toEqual([]);
    expect(notices).toEqual([]);
    expect(client.quota).toMatchObject({ limit: 5_000, remaining: 900 });
  });

  it("need no rate limit headers", async () => {
    const { client, run, clock } = scriptedClient(json({ regions: [] }));
    await run(inTurn(200, () => client.catalog.regions()));
    expect(clock.waitsMs).toEqual([]);
    expect(client.quota).toBeUndefined();
  });
});

it("do not wait for a clock that was set back", async () => {
  let backMs = 0;
  const regions = json({ regions: [] });
  const { clock, run } = scriptedClient(regions);
  const settable: Clock = { now: () => clock.now() - backMs, sleep: (ms, signal) => clock.sleep(ms, signal) };
  const { client } = scriptedClient(
    [...Array<Answer>(240).fill(regions), refusal(429, "no", { "retry-after": "60" }), regions],
    { clock: settable },
  );
  await run(Promise.all(Array.from({ length: 240 }, () => client.catalog.regions())));
  backMs = 3_600_000;
  const limited = client.catalog.regions();
  await run(clock.sleep(1));
  backMs = 7_200_000;
  await run(client.catalog.regions());
  expect(clock.waitsMs).toEqual([1]);

  await run(limited);
  expect(clock.waitsMs).toEqual([1, 60_250]);
});

it("can be aborted while they wait for their turn", async () => {
  const { client, run, clock } = platform();
  await run(Promise.all(Array.from({ length: 240 }, () => client.catalog.regions())));
  const controller = new AbortController();
  void clock.sleep(1_000).then(() => controller.abort(new Error("enough")));
  await expect(run(client.catalog.regions({ signal: controller.signal }))).rejects.toThrow("enough");
  expect(clock.waitsMs).toEqual([1_000]);
});
