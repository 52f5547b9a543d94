import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { World } from "../world/state.ts";
import { StreamPump } from "./link-content.ts";
import type { Link, LogLinks } from "./log-links.ts";
import { requestUrl } from "./route.ts";
import { Shell } from "./shell.ts";

const CLOSE_NORMAL = 1000;

/** The websockets of live logs and consoles: text frames `{"data": "…"}` from here, and 1000 at the normal end. */
export class Sockets {
  readonly #world: World;
  readonly #links: LogLinks;
  readonly #server = new WebSocketServer({ noServer: true });

  constructor(world: World, links: LogLinks) {
    this.#world = world;
    this.#links = links;
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = requestUrl(this.#links.baseUrl, request.url);
    const link = this.#links.open(url.pathname.split("/")[2] ?? "", url.searchParams.get("token"));
    if (!link || link.kind === "archive") {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#run(webSocket, link));
  }

  #run(socket: WebSocket, link: Exclude<Link, { kind: "archive" }>): void {
    const send = (data: string) => socket.send(JSON.stringify({ data }));
    if (link.kind === "console") {
      const shell = new Shell(link, send, () => socket.close(CLOSE_NORMAL));
      socket.on("message", (frame) => shell.receive(String(frame)));
      return;
    }
    const pump = new StreamPump(this.#world, link.stream);
    const forward = () => {
      const text = pump.take();
      if (text) send(text);
      if (!pump.over) return;
      stop();
      socket.close(CLOSE_NORMAL);
    };
    const stop = this.#world.clock.whileItRuns(forward);
    socket.on("close", stop);
    forward();
  }

  get count(): number {
    return this.#server.clients.size;
  }

  /** Ends every open socket: with a close code, or (without) as a connection that breaks. Returns how many. */
  drop(code?: number): number {
    const open = [...this.#server.clients];
    for (const socket of open) {
      if (code === undefined) socket.terminate();
      else socket.close(code);
    }
    return open.length;
  }
}
