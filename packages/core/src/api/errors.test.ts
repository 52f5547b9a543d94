// What errors tell a caller, and what they keep to themselves.
import { describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/schema/index.ts";
import {
  type AppPlatformClient,
  Conflict,
  Forbidden,
  InvalidSpec,
  NotFound,
  Unauthorized,
  UnexpectedBody,
} from "./index.ts";
import { broken, page, refusal, scriptedClient, TOKEN, thrownBy } from "./testing.ts";

describe("a refusal", () => {
  const get = async (answer: ReturnType<typeof refusal>) => {
    const { client, sent, run } = scriptedClient(answer);
    const error = await run(thrownBy(client.apps.get("a1")));
    return { error, calls: sent.length };
  };

  it.each([
    [401, Unauthorized, "mistyped, expired or revoked"],
    [403, Forbidden, "`app:read`"],
    [404, NotFound, "/v2/apps/a1"],
    [409, Conflict, "because of a conflict: nope."],
    [400, InvalidSpec, "nope."],
    [422, InvalidSpec, "nope."],
  ])("with status %i is a %o and is not repeated", async (status, kind, words) => {
    const { error, calls } = await get(refusal(status, "nope"));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      status,
      requestId: "req-1",
      operation: "apps_get",
      attempts: 1,
      message: expect.stringContaining(words),
    });
    expect(calls).toBe(1);
  });

  it("may have an empty body, and its request id in a header", async () => {
    const { error } = await get(
      () => new Response("", { status: 404, headers: { "x-request-id": "req-2" } }),
    );
    expect(error).toMatchObject({ name: "NotFound", requestId: "req-2" });
  });

  it("names the scope of a console", async () => {
    const { client, run } = scriptedClient(refusal(403, "no"));
    const error = await run(thrownBy(client.exec.url("a1", "web")));
    expect(error).toMatchObject({ name: "Forbidden", scope: "app:access_console" });
  });

  it.each([
    [
      'error validating app spec field "services.route.paths": route path "/" already in use; seen in service "X"',
      "services.route.paths",
      'route path "/" already in use; seen in service "X"',
    ],
    [
      'errors validating app spec; first error in field "envs.4.value": secret env value must not be encrypted',
      "envs.4.value",
      "secret env value must not be encrypted",
    ],
    ["GitHub user not authenticated", undefined, "GitHub user not authenticated"],
  ])("of a spec tells the field: %s", async (message, fieldPath, reason) => {
    expect((await get(refusal(400, message))).error).toMatchObject({
      name: "InvalidSpec",
      fieldPath,
      reason,
    });
  });

  it("to a name says that an id is wanted", async () => {
    expect((await get(refusal(400, "invalid uuid"))).error).toMatchObject({
      message: expect.stringContaining("It wants an id where a name was given"),
    });
  });

  it("as a page comes from a proxy, whatever its status", async () => {
    const { error, calls } = await get(page("<html><h1>Access denied</h1></html>", 403));
    expect(error).toBeInstanceOf(UnexpectedBody);
    expect(error).toMatchObject({ message: expect.stringContaining("Access denied") });
    expect(calls).toBe(1);
  });
});

describe("secrets in errors", () => {
  const everythingIn = (error: unknown): string =>
    error instanceof Error
      ? [error.name, error.message, error.stack, JSON.stringify(error), everythingIn(error.cause)].join("\n")
      : String(error);
  const SECRET: AppSpec = {
    name: "shop",
    services: [{ name: "web", envs: [{ key: "KEY", type: "SECRET", value: "sk_live_hidden" }] }],
  };

  it.each([
    ["a proxy's page", page(`<pre>${"x".repeat(190)} Authorization: Bearer ${TOKEN}</pre>`, 502)],
    ["a proxy's page with status 403", page(`<pre>Bearer ${TOKEN} sk_live_hidden</pre>`, 403)],
    ["the platform's message", refusal(400, `bad token ${TOKEN}, bad value sk_live_hidden`)],
    ["a broken connection", broken(`connect failed with ${TOKEN} for sk_live_hidden`)],
    ["a success that is no JSON", () => new Response(`ok ${TOKEN} sk_live_hidden`)],
    ["a request id", () => new Response("", { status: 400, headers: { "x-request-id": TOKEN } })],
  ])("are hidden where %s quotes them", async (_, answer) => {
    for (const call of [
      (client: AppPlatformClient) => client.apps.create({ spec: SECRET }),
      (client: AppPlatformClient) => client.apps.create({ yaml: JSON.stringify({ spec: SECRET }) }),
      (client: AppPlatformClient) => client.apps.propose({ spec: SECRET }),
    ]) {
      const { client, run, notices } = scriptedClient(answer);
      const told = everythingIn(await run(thrownBy(call(client)))) + notices.join("\n");
      expect(told).not.toContain("0123456789");
      expect(told).not.toContain("sk_live_hidden");
    }
  });

  it("leave only the beginning of a long page", async () => {
    const { client, run } = scriptedClient(page(`<p>${"word ".repeat(10_000)}</p>`, 502), { maxAttempts: 1 });
    const error = (await run(thrownBy(client.apps.get("a1")))) as Error;
    expect(error.message.length).toBeLessThan(600);
  });
});
