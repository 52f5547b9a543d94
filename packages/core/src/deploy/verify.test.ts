// What is looked at once a deployment is live.
import { describe, expect, it } from "vitest";
import { type Answer, broken, json, refusal, scriptedClient, silence } from "../api/testing.ts";
import { expectedDigests, verifyHealth, verifySources, verifyUrl } from "./verify.ts";

const A = `sha256:${"a".repeat(64)}`;
const B = `sha256:${"b".repeat(64)}`;

describe("health", () => {
  const health = (...states: string[]): Answer =>
    json({ app_health: { components: states.map((state, index) => ({ name: `c${index}`, state })) } });

  it("passes where nobody says that he is ill, also where there is nothing to say", async () => {
    for (const answer of [health("HEALTHY", "PONDERING"), health()]) {
      const { client, run } = scriptedClient(answer);
      expect(await run(verifyHealth(client, "a1"))).toMatchObject({ verdict: "passed" });
    }
  });

  it("may come within a minute", async () => {
    const { client, run, sent } = scriptedClient([
      health("UNHEALTHY"),
      health("UNHEALTHY"),
      health("HEALTHY"),
    ]);
    expect(await run(verifyHealth(client, "a1"))).toMatchObject({ verdict: "passed" });
    expect(sent).toHaveLength(3);
  });

  it("fails after a minute with the components' names", async () => {
    const { client, run, clock } = scriptedClient(health("UNHEALTHY", "HEALTHY", "UNHEALTHY"));
    const startMs = clock.now();
    expect(await run(verifyHealth(client, "a1"))).toEqual({
      kind: "health",
      verdict: "failed",
      message: "Unhealthy 60 s after the deployment became active: `c0`, `c2`.",
    });
    expect(clock.now() - startMs).toBe(60_000);
  });

  it("that cannot be read is unknown, and no failure", async () => {
    const { client, run } = scriptedClient(refusal(403, "no"));
    expect(await run(verifyHealth(client, "a1"))).toMatchObject({ verdict: "unknown" });
  });
});

describe("sources", () => {
  const spec = {
    services: [
      { name: "web", image: { registry_type: "GHCR" as const, repository: "web", digest: A } },
      { name: "api", image: { registry_type: "GHCR" as const, repository: "api", tag: "v1" } },
    ],
  };

  it("are expected where the spec names a digest", () => {
    expect(expectedDigests(spec)).toEqual([{ component: "web", kind: "digest", id: A }]);
  });

  it.each([
    [A, "passed", `\`web\` runs digest \`${A}\`.`],
    [B, "failed", `\`web\` runs digest \`${B}\` in place of digest \`${A}\`.`],
    [undefined, "unknown", "The platform does not tell which digest `web` runs."],
  ])("compare %s with what is expected", (digest, verdict, message) => {
    const deployment = {
      spec,
      services: [{ name: "web", ...(digest ? { source_image_digest: digest } : {}) }],
    };
    expect(verifySources(deployment, expectedDigests(spec))).toEqual([{ kind: "source", verdict, message }]);
  });
});

describe("a URL", () => {
  const expectation = { url: "https://shop.test/healthz?key=s3cret", statuses: [[200, 299]] as const };
  const check = async (answers: Answer | Answer[], { timeoutMs = 5_000, retries = 3 } = {}) => {
    const scripted = scriptedClient(answers);
    const result = await scripted.run(verifyUrl(scripted.client, { ...expectation, timeoutMs, retries }));
    return { ...scripted, ...result };
  };
  const status = (code: number): Answer => json({}, code);

  it("is asked until it answers as expected, and is sent no token", async () => {
    const { verdict, message, sent, clock } = await check([status(503), broken(), status(201)]);
    expect([verdict, message]).toEqual(["passed", "`https://shop.test/healthz` answers with status 201."]);
    expect(sent.map(({ headers }) => Object.keys(headers))).toEqual(Array(3).fill(["accept", "user-agent"]));
    expect(clock.waitsMs).toEqual([1_000, 2_000]);
  });

  it.each([
    ["a status that is not expected", status(404), "it answers with status 404"],
    ["a redirect, which is not followed", status(302), "it answers with status 302"],
    ["no connection", broken(), "there is no connection"],
    ["silence", silence, "no answer came within 5 s"],
  ])("fails with %s", async (_, answer, why) => {
    const { verdict, message, sent } = await check(answer);
    expect([verdict, message]).toEqual([
      "failed",
      `\`https://shop.test/healthz\` does not answer as expected after 4 tries: ${why}.`,
    ]);
    expect(sent).toHaveLength(4);
  });

  it("is asked once where nothing is to be tried again", async () => {
    expect((await check(status(500), { retries: 0 })).message).toMatch(/as expected: it answers/);
  });
});
