import type { Duplex } from "node:stream";
import { WebSocket } from "ws";

/** The next websockets are answered with this in place of the upgrade. */
export interface Refusal {
  status: number;
  /** How many; one unless said. */
  times?: number;
  /** Where a redirect leads. */
  location?: string;
}

export function refuse(socket: Duplex, { status, location }: Refusal): void {
  const headers = ["Content-Length: 0", "Connection: close", ...(location ? [`Location: ${location}`] : [])];
  socket.end(`HTTP/1.1 ${status} Simulated\r\n${headers.join("\r\n")}\r\n\r\n`);
}

/** Breaks the connection in the middle of a frame: its header promises more than comes. */
export function breakInFrame(socket: Duplex): void {
  const text = '{"data":"web 2026-01-05T09:00:00.000000001Z the half of a li';
  socket.write(Buffer.concat([Buffer.from([0x81, 125]), Buffer.from(text)]));
  socket.end();
}

/** A text in pieces whose borders are anywhere: in words, and between the two halves of an emoji. */
export function pieces(text: string, length: number): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at += length) found.push(text.slice(at, at + length));
  return found;
}

/** Sends a frame as two fragments, cut within a character of several bytes where it has one. */
export function sendInFragments(socket: WebSocket, frame: string): void {
  const bytes = Buffer.from(frame);
  const wide = bytes.findIndex((byte) => byte >= 0xc0);
  const cut = wide >= 0 ? wide + 1 : Math.floor(bytes.length / 2);
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(bytes.subarray(0, cut), { binary: false, fin: false });
  socket.send(bytes.subarray(cut), { binary: false, fin: true });
}
