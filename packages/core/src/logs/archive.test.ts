// Log archives are at other hosts, behind links that are keys.
import { describe, expect, it } from "vitest";
import { type Answer, broken, scriptedClient, silence, TOKEN, thrownBy } from "../api/testing.ts";
import { fetchHistoricLogs } from "./archive.ts";

const LINK = "https://logs.example/archive/build.log?X-Signature=very-secret";

const text =
  (body: string, status = 200): Answer =>
  () =>
    new Response(body, { status });

function archives(answers: Answer | Answer[], baseUrl = "https://api.digitalocean.com") {
  const scripted = scriptedClient(answers);
  const transport = { ...scripted.client.transport, baseUrl };
  return { ...scripted, transport };
}

describe("log archives", () => {
  it("are read one after the other, without the API token", async () => {
    const { transport, sent, run } = archives([text("one\n"), text("two\n")]);
    expect(await run(fetchHistoricLogs(transport, [LINK, LINK]))).toBe("one\ntwo\n");
    expect(sent).toHaveLength(2);
    expect(sent[0]).toMatchObject({ method: "GET", redirect: "manual" });
    expect(JSON.stringify(sent)).not.toContain(TOKEN);
  });

  it("keep their end where they are too long, also when a character is cut", async () => {
    const { transport, run } = archives(text(`${"a".repeat(1_000)}the end`));
    expect(await run(fetchHistoricLogs(transport, [LINK, LINK], { maxBytes: 10 }))).toBe("aaathe end");
    const umlauts = archives(text("üüü"));
    expect(await umlauts.run(fetchHistoricLogs(umlauts.transport, [LINK], { maxBytes: 3 }))).toBe("\ufffdü");
  });

  it("hold no more than a little in memory, however long they are", async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(97);
    let sentChunks = 0;
    const endless: Answer = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => (sentChunks++ < 64 ? controller.enqueue(chunk) : controller.close()),
        }),
      );
    const { transport, run } = archives(endless);
    const log = await run(fetchHistoricLogs(transport, [LINK], { maxBytes: 1_000 }));
    expect(log).toBe("a".repeat(1_000));
  });
});

describe("a log archive that cannot be read says why, and never its link", () => {
  const failures: [string, Answer, string][] = [
    [
      "an expired link",
      text("<Error>Request has expired</Error>", 403),
      "has expired. Ask for the logs again.",
    ],
    ["another status", text("gone", 404), "status 404"],
    ["a redirect", text("", 302), "a redirect, which is not followed"],
    ["a broken connection", broken(`getaddrinfo failed for ${LINK}`), "connection to the log archive failed"],
    ["silence", silence, "not there within 60 s"],
  ];

  it.each(failures)("%s", async (_, answer, words) => {
    const { transport, run } = archives(answer);
    const error = (await run(thrownBy(fetchHistoricLogs(transport, [LINK])))) as Error;
    expect(error).toMatchObject({ name: "LogArchiveError", message: expect.stringContaining(words) });
    expect(`${error.message}${error.stack}${error.cause}`).not.toContain("very-secret");
  });

  it("an abort throws the signal's reason", async () => {
    const aborter = new AbortController();
    const reason = new Error("enough");
    const { transport, clock, run } = archives(silence);
    clock.sleep(1_000).then(() => aborter.abort(reason));
    const work = fetchHistoricLogs(transport, [LINK], { signal: aborter.signal });
    expect(await run(thrownBy(work))).toBe(reason);
  });
});

describe("a link is followed", () => {
  it.each([
    ["over https, anywhere, from the platform", LINK, "https://api.digitalocean.com"],
    ["without https at the host of a base URL without it", "http://127.0.0.1:80/a", "http://127.0.0.1:80"],
  ])("%s", async (_, link, baseUrl) => {
    const { transport, run } = archives(text("log"), baseUrl);
    expect(await run(fetchHistoricLogs(transport, [link]))).toBe("log");
  });

  it.each([
    [
      "without https to the platform's own host",
      "http://api.digitalocean.com/a",
      "https://api.digitalocean.com",
    ],
    ["without https to another host", "http://169.254.169.254/latest", "http://127.0.0.1:80"],
    ["to another host than that of another base URL", LINK, "https://platform.example"],
    ["to a file", "file:///etc/passwd", "http://127.0.0.1:80"],
    ["to nowhere", "build.log", "http://127.0.0.1:80"],
  ])("never %s", async (_, link, baseUrl) => {
    const { transport, sent, run } = archives(text("log"), baseUrl);
    expect(await run(thrownBy(fetchHistoricLogs(transport, [link])))).toMatchObject({
      name: "LogArchiveError",
    });
    expect(sent).toEqual([]);
  });
});
