// What a caller of the API lives through: refusals, outages, lost answers, limits, and where the token must not go.
import { describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/schema/index.ts";
import {
  AppPlatformClient,
  Network,
  OutcomeUnknown,
  RateLimited,
  Timeout,
  Unavailable,
  UnexpectedBody,
} from "./index.ts";
import { broken, json, page, refusal, scriptedClient, silence, TOKEN, thrownBy } from "./testing.ts";

const SHOP: AppSpec = { name: "shop" };
const app = { id: "a1", app: { id: "a1", spec: SHOP } };

describe("a call", () => {
  it("carries the token, JSON and who is asking, and follows no redirect", async () => {
    const { client, sent, run } = scriptedClient(json(app), { userAgent: "test" });
    await run(client.apps.create({ spec: SHOP }));
    expect(sent).toMatchObject([
      {
        method: "POST",
        path: "/v2/apps",
        redirect: "manual",
        body: { spec: { name: "shop" } },
        headers: {
          authorization: `Bearer ${TOKEN}`,
          accept: "application/json",
          "content-type": "application/json",
          "user-agent": "test",
        },
      },
    ]);
  });

  it("keeps the path of the base URL", async () => {
    const { client, sent, run } = scriptedClient(json(app), { baseUrl: "https://platform.example/mirror/" });
    await run(client.apps.get("a1"));
    expect(sent[0]?.path).toBe("/mirror/v2/apps/a1");
  });

  it.each(["", ".", ".."])("refuses the id %j, which would lead to another operation", async (id) => {
    const { client, sent, run } = scriptedClient(json(app));
    expect(await run(thrownBy(client.apps.delete(id)))).toBeInstanceOf(TypeError);
    expect(sent).toEqual([]);
  });

  it("keeps an id with slashes in its place", async () => {
    const { client, sent, run } = scriptedClient(json(app));
    await run(client.apps.get("a1/../../v2/account?x"));
    expect(sent[0]?.path).toBe("/v2/apps/a1%2F..%2F..%2Fv2%2Faccount%3Fx");
  });

  it.each(["ftp://platform.example", "platform.example", "https://user:pass@platform.example"])(
    "is not made to %s",
    (baseUrl) => {
      expect(() => new AppPlatformClient({ token: TOKEN, baseUrl })).toThrow(TypeError);
    },
  );

  it("is not made with a token that would break out of its header", () => {
    const token = `${TOKEN}\r\nhost: elsewhere`;
    expect(() => new AppPlatformClient({ token })).toThrow(/^(?!.*dop_v1)/s);
    expect(new AppPlatformClient({ token: `${TOKEN}\n` })).toBeDefined();
  });
});

describe("a redirect", () => {
  it.each([[302], [307]])("with status %i is not followed, and not tried again", async (status) => {
    const { client, sent, run } = scriptedClient(
      () => new Response("", { status, headers: { location: "https://evil.example" } }),
    );
    const error = await run(thrownBy(client.apps.get("a1")));
    expect(error).toMatchObject({ name: "UnexpectedBody", message: expect.stringContaining("redirect") });
    expect(sent).toHaveLength(1);
  });
});

describe("an outage", () => {
  const outages = [
    ["500", refusal(500, "Server Error"), Unavailable],
    ["502 with a page", page("<html>Bad gateway</html>", 502), Unavailable],
    ["524", page("<html>A timeout occurred</html>", 524), Unavailable],
    ["a broken connection", broken(), Network],
    ["silence", silence, Timeout],
    ["half of a JSON", () => new Response('{"app": {"id": "a'), UnexpectedBody],
    ["no envelope", json({ something: "else" }), UnexpectedBody],
    ["an empty answer", () => new Response(""), UnexpectedBody],
  ] as const;

  it.each(outages)("(%s) of a read is tried five times", async (_, answer, kind) => {
    const { client, sent, run } = scriptedClient(answer);
    const error = await run(thrownBy(client.apps.get("a1")));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ attempts: 5 });
    expect(sent).toHaveLength(5);
  });

  it.each(outages)("(%s) of a write leaves its outcome unknown, and is never repeated", async (_, answer) => {
    for (const write of [
      (client: AppPlatformClient) => client.apps.create({ spec: SHOP }),
      (client: AppPlatformClient) => client.apps.update("a1", { spec: SHOP }),
      (client: AppPlatformClient) => client.deployments.create("a1"),
      (client: AppPlatformClient) => client.apps.restart("a1"),
      (client: AppPlatformClient) => client.rollback.create("a1", "d1"),
    ]) {
      const { client, sent, run } = scriptedClient(answer);
      expect(await run(thrownBy(write(client)))).toBeInstanceOf(OutcomeUnknown);
      expect(sent).toHaveLength(1);
    }
  });

  it.each([
    ["propose", (client: AppPlatformClient) => client.apps.propose({ spec: SHOP })],
    ["the check of a rollback", (client: AppPlatformClient) => client.rollback.validate("a1", "d1")],
    ["bandwidth of many", (client: AppPlatformClient) => client.metrics.bandwidthOf(["a1"])],
  ])("of %s, a POST that changes nothing, is tried again", async (_, call) => {
    const { client, sent, run } = scriptedClient([refusal(503, "busy"), json({ valid: true })]);
    await run<unknown>(call(client));
    expect(sent).toHaveLength(2);
  });

  it("is waited out with longer and longer pauses", async () => {
    const { client, sent, run, notices } = scriptedClient([
      refusal(500, "x"),
      broken(),
      refusal(503, "x"),
      json(app),
    ]);
    expect(await run(client.apps.get("a1"))).toEqual(app.app);
    const [first = 0, ...rest] = sent.map(({ atMs }) => atMs);
    expect(rest.map((atMs) => atMs - first)).toEqual([750, 2250, 5250]);
    expect(notices).toHaveLength(3);
  });

  it("of a slow answer ends after the time limit of an attempt", async () => {
    const { client, sent, run } = scriptedClient(silence, { timeoutMs: 2_000, maxAttempts: 2 });
    const error = await run(thrownBy(client.apps.get("a1")));
    expect(error).toMatchObject({ name: "Timeout", message: expect.stringContaining("within 2 s") });
    expect(sent.map(({ atMs }) => atMs - (sent[0]?.atMs ?? 0))).toEqual([0, 2_750]);
  });

  it("as 500 on create may be the spec's fault, and says so in the platform's words", async () => {
    const { client, run } = scriptedClient(refusal(500, "Unexpected server-side error"));
    const error = await run(thrownBy(client.apps.create({ spec: SHOP })));
    expect(error).toMatchObject({
      name: "OutcomeUnknown",
      status: 500,
      serverMessage: "Unexpected server-side error",
      message: expect.stringMatching(/Unexpected server-side error\..*branch, an image or a repository/),
    });
  });
});

describe("the rate limit", () => {
  it("of the minute is waited for as long as the platform asks, on writes too", async () => {
    const { client, sent, run } = scriptedClient([
      refusal(429, "API rate limit exceeded.", { "retry-after": "7" }),
      json(app),
    ]);
    await run(client.apps.create({ spec: SHOP }));
    expect(sent).toHaveLength(2);
    expect((sent[1]?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(7_000);
  });

  it("of the hour, which says no time, is waited for too", async () => {
    const { client, sent, run } = scriptedClient([refusal(429, "API rate limit exceeded."), json(app)]);
    await run(client.apps.delete("a1"));
    expect(sent).toHaveLength(2);
  });

  it("that stays is an error after five attempts", async () => {
    const { client, sent, run } = scriptedClient(refusal(429, "API rate limit exceeded."));
    expect(await run(thrownBy(client.apps.get("a1")))).toBeInstanceOf(RateLimited);
    expect(sent).toHaveLength(5);
  });

  it("of 250 calls a minute is never reached, and a notice tells why calls wait", async () => {
    const { client, sent, run, notices } = scriptedClient(json(app));
    await run(Promise.all(Array.from({ length: 600 }, () => client.apps.get("a1"))));
    const times = sent.map(({ atMs }) => atMs);
    for (const [index, atMs] of times.entries()) {
      const later = times[index + 250];
      if (later !== undefined) expect(later - atMs).toBeGreaterThanOrEqual(60_000);
    }
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.length).toBeLessThan(10);
  });

  it("of the hour makes calls slow before it is used up", async () => {
    let remaining = 100;
    const { client, sent, run, notices } = scriptedClient((sentNow) => {
      remaining -= 1;
      const reset = String(Math.ceil(sentNow.atMs / 1000) + 1800);
      return json(app, 200, {
        "ratelimit-limit": "5000",
        "ratelimit-remaining": String(remaining),
        "ratelimit-reset": reset,
      })(sentNow, new AbortController().signal) as Response;
    });
    for (let call = 0; call < 20; call++) await run(client.apps.get("a1"));
    expect((sent.at(-1)?.atMs ?? 0) - (sent[0]?.atMs ?? 0)).toBeGreaterThan(30_000);
    expect(notices).toHaveLength(1);
    expect(client.quota).toMatchObject({ limit: 5000, remaining: 80 });
  });
});

describe("an abort", () => {
  it("ends a wait between attempts with the signal's reason", async () => {
    const aborter = new AbortController();
    const reason = new Error("the job was canceled");
    const { client, clock, sent, run } = scriptedClient(
      refusal(429, "API rate limit exceeded.", { "retry-after": "60" }),
    );
    clock.sleep(10_000).then(() => aborter.abort(reason));
    expect(await run(thrownBy(client.apps.get("a1", { signal: aborter.signal })))).toBe(reason);
    expect(sent).toHaveLength(1);
  });

  it("ends a call that is under way", async () => {
    const aborter = new AbortController();
    const reason = new Error("enough");
    const { client, clock, run } = scriptedClient(silence);
    clock.sleep(1_000).then(() => aborter.abort(reason));
    const call = client.apps.create({ spec: SHOP }, { signal: aborter.signal });
    expect(await run(thrownBy(call))).toBe(reason);
  });

  it("that came before means that nothing is sent", async () => {
    const { client, sent, run } = scriptedClient(json(app));
    const signal = AbortSignal.abort(new Error("enough"));
    expect(await run(thrownBy(client.apps.get("a1", { signal })))).toBe(signal.reason);
    expect(sent).toEqual([]);
  });
});
