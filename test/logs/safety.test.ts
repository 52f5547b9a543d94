// What a log may not do: see the token, or steer the reader's terminal. And what a slow reader may not do: fill memory.
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { AppPlatformClient, type LogEvent, tailLogs } from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { TailClock } from "./scene.ts";

/** A platform of one deployment, whose log is what a test sends. */
async function startPlatform(onSocket: (socket: WebSocket) => void) {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const http = createServer(({ url = "", headers }, response) => {
    seen.push({ path: url, headers });
    response.end(JSON.stringify({ live_url: `${base}/live?token=key` }));
  });
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on("connection", (socket, { url = "", headers }) => {
    seen.push({ path: url, headers });
    onSocket(socket);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const client = new AppPlatformClient({ token: "dop_v1_secret", baseUrl: base, webSocket: WebSocket });
  return {
    client,
    url: base,
    seen,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

const line = (number: number, text = "x".repeat(1_000)) =>
  `web ${new Date(Date.UTC(2026, 0, 5) + number).toISOString()} ${number} ${text}\n`;
const SELECTION = { appId: "app", deploymentId: "dep", type: "RUN" };

it("sends the API token to the API, and not to the log stream", async () => {
  await using platform = await startPlatform((socket) => socket.close(1000));
  for await (const _ of tailLogs(platform.client, SELECTION));

  expect(platform.seen.map(({ path, headers }) => [path.split("?")[0], headers.authorization])).toEqual([
    ["/v2/apps/app/deployments/dep/logs", "Bearer dop_v1_secret"],
    ["/live", undefined],
  ]);
});

it("lets colours pass, and nothing else that steers a terminal", async () => {
  const evil =
    "\u001b]52;c;cm0gLXJm\u0007\u001b]8;;http://evil.example\u001b\\\u001b]0;t\u0007\u001b[2J\u001b[A\u009b5n";
  await using platform = await startPlatform((socket) => {
    for (const data of [
      `web 2026-01-05T09:00:00Z ${evil.slice(0, 9)}`,
      `${evil.slice(9)}\u001b[31mred\u001b[0m\n`,
    ])
      socket.send(JSON.stringify({ data }));
    socket.close(1000);
  });
  const texts: string[] = [];
  for await (const event of tailLogs(platform.client, SELECTION))
    if (event.kind === "line") texts.push(event.text);

  expect(texts).toEqual(["\u001b[31mred\u001b[0m"]);
});

it.each([
  [
    "longer than 16 MiB",
    (socket: WebSocket) => socket.send(`{"data":"${"x".repeat(17 * 1024 * 1024)}"}`),
    "longer than 16 MiB",
  ],
])("ends where a frame is %s, each time that it is asked for", async (_, send, reason) => {
  await using platform = await startPlatform((socket) => {
    socket.send(JSON.stringify({ data: line(1) }));
    send(socket);
  });
  const client = new AppPlatformClient({
    token: "dop_v1_secret",
    baseUrl: platform.url,
    webSocket: WebSocket,
    clock: new TailClock(),
  });
  const read = async () => {
    for await (const _ of tailLogs(client, { ...SELECTION, follow: true }));
  };

  await expect(read()).rejects.toThrow(reason);
});

it("shows bytes that are no UTF-8 as what they are", async () => {
  await using platform = await startPlatform((socket) => {
    const data = Buffer.concat([
      Buffer.from(`{"data":"${line(1, "a").trim()}`),
      Buffer.from([0xff, 0x9b, 0xc3]),
      Buffer.from('b\\n"}'),
    ]);
    socket.send(data, { binary: false });
    socket.close(1000);
  });
  const texts: string[] = [];
  for await (const event of tailLogs(platform.client, SELECTION))
    if (event.kind === "line") texts.push(event.text);

  expect(texts).toEqual(["1 a\ufffd\ufffd\ufffdb"]);
});

it("lets a slow reader make the platform wait, and gives it every line in the end", async () => {
  // Twice what the buffers of a busy system were seen to take (11,742), and more.
  const count = 40_000;
  let sent = 0;
  await using platform = await startPlatform((socket) => {
    const send = () => {
      while (sent < count && socket.bufferedAmount < 1024 * 1024)
        socket.send(JSON.stringify({ data: line(sent++) }));
      if (sent < count) setTimeout(send, 1);
      else socket.close(1000);
    };
    send();
  });
  const events = tailLogs(platform.client, SELECTION)[Symbol.asyncIterator]();
  const read = async (): Promise<LogEvent | undefined> => (await events.next()).value;
  await read();
  await sleep(500);
  const whileStopped = sent;
  await sleep(500);

  // What is under way fills the buffers of both ends and of the system, and then nothing moves.
  expect(sent).toBe(whileStopped);
  expect(whileStopped).toBeLessThan(count / 2);
  const numbers: number[] = [];
  for (let event = await read(); event; event = await read())
    if (event.kind === "line") numbers.push(Number.parseInt(event.text, 10));
  expect(numbers).toEqual(Array.from({ length: count }, (_, index) => index));
});
