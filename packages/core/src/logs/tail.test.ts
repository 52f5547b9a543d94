import { expect, it } from "vitest";
import type { WebSocketLike } from "../api/index.ts";
import { BASE_URL, json, scriptedClient, thrownBy } from "../api/testing.ts";
import type { LogEvent } from "./event.ts";
import { tailLogs } from "./tail.ts";

const LIVE = { live_url: `${BASE_URL.replace("https", "wss")}/live?token=secret` };
const line = (number: number) =>
  `web ${new Date(Date.UTC(2026, 0, 5, 9) + number * 1_000).toISOString()} line ${number}\n`;
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index)).join("");

/** A browser's WebSocket, which can neither pause nor ping, with a script for each connection. */
function scriptedSocket(
  ...scripts: ((send: (text: string) => void, close: (code: number) => void) => void)[]
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
    deploymentId: "dep",
    afterTime: "2026-01-05T09:00:03.000Z",
    beforeTime: "2026-01-05T09:00:07.000Z",
    message:
      "The platform no longer has what was written from 2026-01-05T09:00:03.000Z to 2026-01-05T09:00:07.000Z.",
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
