import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { World } from "../world/state.ts";
import { StreamPump } from "./link-content.ts";
import type { Link, LogLinks } from "./log-links.ts";
import { requestUrl } from "./route.ts";
import { Shell } from "./shell.ts";
import { breakInFrame, pieces, type Refusal, refuse, sendInFragments } from "./socket-faults.ts";

const CLOSE_NORMAL = 1000;
/** What is longer goes into several frames. */
const MAX_PIECE_LENGTH = 64 * 1024;
/** A socket on which nobody says anything for so long is closed (made up: proxies on the way do so). */
const IDLE_MS = 15 * 60_000;

/** The websockets of live logs and consoles: text frames `{"data": "…"}` from here, and 1000 at the normal end. */
export class Sockets {
  readonly #world: World;
  readonly #links: LogLinks;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #connections = new Map<WebSocket, Duplex>();
  readonly #silent = new Set<WebSocket>();
  #refusals: Refusal[] = [];
  /** The longest piece of a log that goes into one frame; 0 cuts only what is too long for one. */
  #pieceLength = 0;
  #idleMs = IDLE_MS;

  constructor(world: World, links: LogLinks) {
    this.#world = world;
    this.#links = links;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#refusals.shift();
    if (refusal) {
      refuse(socket, refusal);
      return;
    }
    const url = requestUrl(this.#links.baseUrl, request.url);
    const link = this.#links.open(url.pathname.split("/")[2] ?? "", url.searchParams.get("token"));
    if (!link || link.kind === "archive") {
      refuse(socket, { status: 403 });
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      this.#connections.set(webSocket, socket);
      webSocket.on("close", () => this.#connections.delete(webSocket));
      // A peer that goes away without a word is an error of the socket, and a fact of life here.
      webSocket.on("error", () => {});
      this.#run(webSocket, link);
    });
  }

  #run(socket: WebSocket, link: Exclude<Link, { kind: "archive" }>): void {
    const send = (data: string) => this.#send(socket, data);
    const silence = this.#silence();
    const { clock } = this.#world;
    if (link.kind === "console") {
      const shell = new Shell(link, send, () => socket.close(CLOSE_NORMAL));
      socket.on("message", (frame) => {
        silence.end();
        shell.receive(String(frame));
      });
      const stop = clock.whileItRuns(() => silence.isTooLong() && socket.close(CLOSE_NORMAL));
      socket.on("close", stop);
      return;
    }
    const pump = new StreamPump(this.#world, link.stream);
    const forward = () => {
      if (this.#silent.has(socket)) return;
      const text = pump.take();
      if (text) {
        silence.end();
        send(text);
      }
      if (!pump.over && !silence.isTooLong()) return;
      stop();
      socket.close(CLOSE_NORMAL);
    };
    const stop = clock.whileItRuns(forward);
    socket.on("close", stop);
    forward();
  }

  /** Looks whether anybody has said anything of late. */
  #silence() {
    const { clock } = this.#world;
    let heardAt = clock.wallNow();
    return {
      end: () => {
        heardAt = clock.wallNow();
      },
      isTooLong: () => clock.wallNow() - heardAt >= this.#idleMs,
    };
  }

  #send(socket: WebSocket, data: string): void {
    for (const piece of pieces(data, this.#pieceLength || MAX_PIECE_LENGTH)) {
      const frame = JSON.stringify({ data: piece });
      if (this.#pieceLength === 0) socket.send(frame);
      else sendInFragments(socket, frame);
    }
  }

  get count(): number {
    return this.#server.clients.size;
  }

  /**
   * Ends every open socket: with a close code, as a connection that breaks, or as one that breaks within a frame.
   * Returns how many.
   */
  drop(how?: number | "in-frame"): number {
    const open = [...this.#connections];
    for (const [socket, connection] of open) {
      if (how === undefined) socket.terminate();
      else if (how === "in-frame") breakInFrame(connection);
      else socket.close(how);
    }
    return open.length;
  }

  refuse(refusal: Refusal): void {
    for (let left = refusal.times ?? 1; left > 0; left--) this.#refusals.push(refusal);
  }

  /** The open sockets stay open, but nothing comes from them any more: no line, no close, no answer to a ping. */
  silence(): number {
    for (const socket of this.#connections.keys()) {
      this.#silent.add(socket);
      socket.pause();
    }
    return this.#connections.size;
  }

  /** From now on logs come in pieces of so many characters, each in fragments; 0 is one frame again. */
  cutInto(pieceLength: number): void {
    this.#pieceLength = pieceLength;
  }

  closeIdleAfter(ms: number): void {
    this.#idleMs = ms;
  }
}
