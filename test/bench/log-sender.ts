// Sends log lines as the platform does, from a process of its own: two calls of the API, and a websocket of frames that
// were built beforehand. Its last argument says how many lines there are in a frame.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

const lines = Number(process.argv[2]);
const linesInFrame = Number(process.argv[3]);
/** Frames are sent while so much is on its way; the reader's pace is the sender's. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

const frames = Array.from({ length: lines / linesInFrame }, (_, frame) => {
  let data = "";
  for (let line = frame * linesInFrame; line < (frame + 1) * linesInFrame; line++)
    data += `web 2026-01-05T09:${pad(Math.floor(line / 60_000) % 60, 2)}:${pad(Math.floor(line / 1_000) % 60, 2)}.${pad(line % 1_000, 3)}000001Z GET /items/${line} 200 ${line % 180} ms user=${line % 977} region=fra1\n`;
  return Buffer.from(JSON.stringify({ data }));
});

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}

function send(socket: WebSocket, from = 0): void {
  let next = from;
  while (next < frames.length && socket.bufferedAmount < MAX_UNSENT_BYTES)
    socket.send(frames[next++] ?? "", { binary: false });
  if (next < frames.length) setTimeout(send, 1, socket, next);
  else socket.close(1000);
}

const server = createServer((request, response) => {
  const logs = request.url?.includes("/logs");
  const body = logs
    ? { live_url: `${url}/live?token=bench` }
    : { app: { id: "bench", active_deployment: { id: "deployment" } } };
  response.end(JSON.stringify(body));
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("error", () => {});
  send(socket);
});
let url = "";
server.listen(0, "127.0.0.1", () => {
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${url}\n`);
});
