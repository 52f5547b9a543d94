import { describe, expect, it } from "vitest";
import type { WebSocketLike } from "../api/index.ts";
import { BASE_URL, json, refusal, scriptedClient, thrownBy } from "../api/testing.ts";
import type { LogEvent } from "./event.ts";
import { tailLogs } from "./tail.ts";

const LIVE = { live_url: `${BASE_URL.replace("https", "wss")}/live?token=secret` };
const line = (number: number) =>
  `web ${new Date(Date.UTC(2026, 0, 5, 9) + number * 1_000).toISOString()} line ${number}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join("");

/** A browser's WebSocket, which can neither pause nor ping, with a script for each connection. */
function scriptedSocket(
  ...scripts: ((
    send: (text: string) => void,
    close: (code: number) => void,
    sendRaw: (frame: string) => void,
  ) => void)[]
) {
  let connections = 0;
  return class implements WebSocketLike {
    readyState = 0;
    readonly bufferedAmount = 0;
    readonly #listeners = new Map<string, (event: never) => void>();

    constructor() {
      const script = scripts[Math.min(connections++, scripts.length - 1)];
      queueMicrotask(() => {
        this.#tell("open", {});
        script?.(
          (data) => this.#tell("message", { data: JSON.stringify({ data }) }),
          (code) => this.#tell("close", { code }),
          (data) => this.#tell("message", { data }),
        );
      });
    }

    send(): void {}

    close(): void {
      this.#listeners.clear();
    }

    addEventListener(type: string, listener: (event: never) => void): void {
      this.#listeners.set(type, listener);
    }

    #tell(type: string, event: object): void {
      this.#listeners.get(type)?.(event as never);
    }
  };
}

const scene = (...scripts: Parameters<typeof scriptedSocket>) =>
  scriptedClient(json(LIVE), { webSocket: scriptedSocket(...scripts) });
const NAMED = { appId: "app", deploymentId: "dep", type: "RUN", random: () => 0.5 };

async function all(events: AsyncIterable<LogEvent>): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

const texts = (events: readonly LogEvent[]) =>
  events.flatMap((event) => (event.kind === "line" ? [event.text] : []));
const codes = (events: readonly LogEvent[]) =>
  events.flatMap((event) => (event.kind === "notice" ? [event.code] : []));

/** Lines and notices in their order. */
const shown = (events: readonly LogEvent[]) =>
  events.flatMap((event) => {
    if (event.kind === "line") return event.text;
    return event.code === "connected" ? [] : event.code;
  });

it("asks for more and more where a connection begins too late, and says what is gone", async () => {
  const { client, run, sent } = scene(
    (send, close) => {
      send(lines(1, 3));
      close(1006);
    },
    (send, close) => {
      send(lines(7, 9));
      close(1000);
    },
  );
  const events = await run(all(tailLogs(client, NAMED)));

  expect(texts(events)).toEqual([1, 2, 3, 7, 8, 9].map((number) => `line ${number}`));
  expect(codes(events).filter((code) => code !== "connected")).toEqual(["dropped", "skipped", "ended"]);
  expect(events.find((event) => event.kind === "notice" && event.code === "skipped")).toEqual({
    kind: "notice",
    code: "skipped",
    reason: "gone",
    deploymentId: "dep",
    afterTime: "2026-01-05T09:00:03.000Z",
    beforeTime: "2026-01-05T09:00:07.000Z",
    message:
      "Skipped what was written from 2026-01-05T09:00:03.000Z to 2026-01-05T09:00:07.000Z: the platform no longer has it, and does not say how many lines it was.",
  });
  expect(sent.map(({ path }) => new URL(path, BASE_URL).searchParams.get("tail_lines"))).toEqual([
    "-1",
    "10000",
    "100000",
    "1000000",
    "-1",
  ]);
});

it("loses nothing where the tail that it asks for later is long enough", async () => {
  const { client, run } = scene(
    (send, close) => {
      send(lines(1, 3));
      close(1006);
    },
    (send) => send(lines(7, 9)),
    (send, close) => {
      send(lines(2, 9));
      close(1000);
    },
  );
  const events = await run(all(tailLogs(client, NAMED)));

  expect(texts(events)).toEqual(Array.from({ length: 9 }, (_, index) => `line ${index + 1}`));
  expect(codes(events)).not.toContain("skipped");
});

it("shows the beginning of a line whose end is gone, before it says so", async () => {
  const { client, run } = scene(
    (send, close) => {
      send(`${line(1)}web 2026-01-05T09:00:02Z half of`);
      close(1006);
    },
    (send, close) => {
      send(line(7));
      close(1000);
    },
  );
  const events = await run(all(tailLogs(client, NAMED)));

  expect(shown(events)).toEqual(["line 1", "dropped", "half of", "skipped", "line 7", "ended"]);
});

it("knows that nothing is missing where the line goes on in whose middle a connection broke", async () => {
  const { client, run, sent } = scene(
    (send, close) => {
      send(`${line(1)}web 2026-01-05T09:00:02Z half of`);
      close(1006);
    },
    (send, close) => {
      send(`web 2026-01-05T09:00:02Z half of a line\n${line(3)}`);
      close(1000);
    },
  );
  const events = await run(all(tailLogs(client, NAMED)));

  expect(shown(events)).toEqual(["line 1", "dropped", "half of a line", "line 3", "ended"]);
  expect(sent).toHaveLength(2);
});

it("asks again for a frame that it cannot read", async () => {
  const { client, run } = scene(
    (send, _, sendRaw) => {
      send(line(1));
      sendRaw('{"data":"web 2026-01-05T09');
    },
    (send, close) => {
      send(lines(1, 3));
      close(1000);
    },
  );
  const events = await run(all(tailLogs(client, NAMED)));

  expect(shown(events)).toEqual(["line 1", "dropped", "line 2", "line 3", "ended"]);
});

it("counts a frame that can never be read, and goes on behind it", async () => {
  const { client, run } = scene((send, close, sendRaw) => {
    send(line(1));
    for (const frame of ["null", "7", '{"other":1}', "<html>"]) sendRaw(frame);
    send(line(3));
    close(1000);
  });
  const events = await run(all(tailLogs(client, NAMED)));

  expect(shown(events)).toEqual(["line 1", "dropped", "skipped", "line 3", "ended"]);
  expect(events).toContainEqual(expect.objectContaining({ reason: "unreadable", frames: 1 }));
});

describe("lines that were not asked for", () => {
  const since = (number: number) => new Date(Date.UTC(2026, 0, 5, 9) + number * 1_000);

  it("are counted where they are from before a time", async () => {
    const { client, run } = scene((send, close) => {
      send(lines(1, 4));
      send(lines(5, 9));
      close(1000);
    });
    const events = await run(all(tailLogs(client, { ...NAMED, since: since(8) })));

    expect(shown(events)).toEqual(["skipped", "line 8", "line 9", "ended"]);
    expect(events).toContainEqual({
      kind: "notice",
      code: "skipped",
      reason: "not-asked",
      lines: 7,
      deploymentId: "dep",
      message: "Skipped 7 lines from before 2026-01-05T09:00:08.000Z, as asked.",
    });
  });

  it("are counted where there is no other", async () => {
    const { client, run } = scene((send, close) => {
      send(line(1));
      close(1000);
    });
    const events = await run(all(tailLogs(client, { ...NAMED, since: since(8) })));

    expect(events).toContainEqual(
      expect.objectContaining({
        lines: 1,
        message: "Skipped 1 line from before 2026-01-05T09:00:08.000Z, as asked.",
      }),
    );
  });
});

it("says nothing to a terminal in the platform's own words", async () => {
  const { client, run } = scriptedClient([
    refusal(400, "not \u001b]0;owned\u0007yet"),
    json({ deployment: { phase: "PENDING_BUILD" } }),
    json({}),
    json({ deployment: { phase: "ERROR" } }),
  ]);
  const events = await run(all(tailLogs(client, { ...NAMED, follow: true })));

  expect(JSON.stringify(events)).toContain("not yet");
  expect(JSON.stringify(events)).not.toMatch(/u001b|owned/);
});

it("leaves a socket that cannot pause while its reader is slow, and reads on later", async () => {
  const long = (number: number) => line(number).replace("\n", ` ${"x".repeat(200_000)}\n`);
  let connections = 0;
  const { client, run } = scene((send, close) => {
    connections++;
    for (let number = 1; number <= 50; number++) send(long(number));
    close(1000);
  });
  const events = await run(all(tailLogs(client, NAMED)));

  expect(texts(events).map((text) => Number.parseInt(text.slice(5), 10))).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
  expect(connections).toBeGreaterThan(5);
  expect(codes(events)).not.toContain("dropped");
});

it("keeps the beginning of a line where nothing more comes", async () => {
  const { client, run } = scene(
    (send, close) => {
      send(`${line(1)}web 2026-01-05T09:00:02Z last wor`);
      close(1006);
    },
    (send, close) => {
      send(line(1));
      close(1000);
    },
  );

  expect(texts(await run(all(tailLogs(client, NAMED))))).toEqual(["line 1", "last wor"]);
});

it("shows a line once where the stream ends normally in its middle and goes on", async () => {
  const { client, run } = scriptedClient(
    [
      json(LIVE),
      json({ deployment: { phase: "ACTIVE" } }),
      json(LIVE),
      json({ deployment: { phase: "ERROR" } }),
    ],
    {
      webSocket: scriptedSocket(
        (send, close) => {
          send(`${line(1)}web 2026-01-05T09:00:02Z half`);
          close(1000);
        },
        (send, close) => {
          send(`${line(1)}web 2026-01-05T09:00:02Z half of a line\n`);
          close(1000);
        },
      ),
    },
  );
  const events = await run(all(tailLogs(client, { ...NAMED, follow: true })));

  expect(shown(events)).toEqual(["line 1", "dropped", "half of a line", "ended"]);
});

it("gives up where nothing is followed and no connection works", async () => {
  const { client, run, clock } = scene((_, close) => close(1006));
  const error = await thrownBy(run(all(tailLogs(client, NAMED))));

  expect(String(error)).toBe("LogStreamError: The log stream broke (1006). It was tried 6 times.");
  expect(clock.waitsMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
});

it("spreads reconnects by a fifth to each side", async () => {
  const { client, run, clock } = scene((_, close) => close(1006));
  const numbers = [0, 1, 0.25];
  await thrownBy(run(all(tailLogs(client, { ...NAMED, random: () => numbers.shift() ?? 0.5 }))));

  expect(clock.waitsMs).toEqual([800, 2_400, 3_600, 8_000, 16_000]);
});
