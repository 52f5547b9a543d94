import { expect, it } from "vitest";
import type { Fetch } from "../api/index.ts";
import { thrownBy, VirtualClock } from "../api/testing.ts";
import { readHistory } from "./history.ts";

const BASE_URL = "https://api.digitalocean.com";
const link = (archive: number, time = 1) => `https://archive.example/${archive}?signature=${time}`;

/** An archive that breaks after some of its bytes, or comes whole in pieces of three bytes, within characters. */
function archive(text: string, breaksAfter = Number.POSITIVE_INFINITY): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= breaksAfter) controller.error(new Error(`broken: ${link(1)}`));
        else if (at >= bytes.length) controller.close();
        else {
          controller.enqueue(bytes.slice(at, at + 3));
          at += 3;
        }
      },
    }),
  );
}

/** One that begins and never goes on; `fetch` ends it with its signal. */
function stalled(signal: AbortSignal): Response {
  return new Response(
    new ReadableStream<Uint8Array>({
      start: (controller) => signal.addEventListener("abort", () => controller.error(signal.reason)),
    }),
  );
}

/** Reads the archives whose links the script answers, by link. */
async function history(answers: Readonly<Record<string, (signal: AbortSignal) => Response>>, count = 2) {
  const clock = new VirtualClock();
  const asked: string[] = [];
  const fetch: Fetch = async (url, { headers, signal }) => {
    asked.push(url);
    expect(headers).not.toHaveProperty("authorization");
    return answers[url]?.(signal) ?? new Response("", { status: 404 });
  };
  let time = 1;
  const links = () => Array.from({ length: count }, (_, index) => link(index + 1, time));
  const read = async () => {
    let text = "";
    for await (const chunk of readHistory(links(), {
      transport: { fetch, clock, baseUrl: BASE_URL },
      renew: async () => {
        time++;
        return links();
      },
      signal: new AbortController().signal,
    }))
      text += chunk;
    return text;
  };
  return { read: () => clock.run(read()), asked, clock };
}

it("reads all archives in their order, each from a new line", async () => {
  const { read, asked } = await history({
    [link(1)]: () => archive("grün 🎉\nno end"),
    [link(2)]: () => archive("b\n"),
  });

  expect(await read()).toBe("grün 🎉\nno end\nb\n");
  expect(asked).toEqual([link(1), link(2)]);
});

it("asks for a new link where one has expired, and reads on where it was", async () => {
  const { read, asked } = await history({
    [link(1)]: () => archive("first\n"),
    [link(2)]: () => archive("grün 🎉 second\n", 9),
    [link(2, 2)]: () => new Response("<Error/>", { status: 403 }),
    [link(2, 3)]: () => archive("grün 🎉 second\n"),
  });

  expect(await read()).toBe("first\ngrün 🎉 second\n");
  expect(asked).toEqual([link(1), link(2), link(2, 2), link(2, 3)]);
});

it.each([
  [404, "The log archive answered with status 404."],
  [302, "The log archive answered with a redirect, which is not followed."],
  [403, "The link to the log archive has expired. Ask for the logs again."],
])("says why it cannot go on after %i, without the link", async (status, message) => {
  const refused = () => new Response(null, { status });
  const { read } = await history(
    Object.fromEntries([1, 2, 3, 4, 5].map((time) => [link(1, time), refused])),
    1,
  );
  const error = await thrownBy(read());

  expect(error).toMatchObject({ name: "LogArchiveError", message });
});

it("does not wait for ever for an archive that stalls", async () => {
  const { read, clock } = await history(
    {
      [link(1)]: stalled,
      [link(1, 2)]: () => archive("a\n"),
    },
    1,
  );

  expect(await read()).toBe("a\n");
  expect(clock.waitsMs).toContain(60_000);
});
