import type { ServerResponse } from "node:http";
import { settle } from "../world/apps.ts";
import { formatLine, type LogStream } from "../world/logs.ts";
import type { World } from "../world/state.ts";
import type { LogLinks } from "./log-links.ts";

/** What an object store says to a pre-signed address that is too old: XML, not the API's JSON. */
const EXPIRED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>\n';

/** The content behind a log link over plain HTTP. The link's token is all it takes: no bearer token belongs here. */
export function serveLink(world: World, links: LogLinks, url: URL, response: ServerResponse): void {
  const link = links.open(url.pathname.split("/")[2] ?? "", url.searchParams.get("token"));
  if (!link || link.kind === "console") {
    response.writeHead(403, { "content-type": "application/xml" }).end(EXPIRED);
    return;
  }
  response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  const pump = new StreamPump(world, link.stream);
  const write = () => {
    const text = pump.take();
    if (text) response.write(text);
    if (!pump.over) return;
    stop();
    response.end();
  };
  const stop = world.clock.whileItRuns(write);
  response.on("close", stop);
  response.flushHeaders();
  write();
}

/** Hands out a stream's lines as time passes: first what is there (or its tail), then what comes. */
export class StreamPump {
  readonly #world: World;
  readonly #stream: LogStream;
  #readUntil = 0;
  #started = false;
  over = false;

  constructor(world: World, stream: LogStream) {
    this.#world = world;
    this.#stream = stream;
  }

  /** The lines since the last call as one text; sets `over` when no more will come. */
  take(): string {
    settle(this.#world);
    const now = this.#world.clock.now();
    const { tailLines, tailBegin } = this.#stream;
    if (!this.#started && tailLines !== undefined) this.#readUntil = tailBegin?.(now, tailLines) ?? 0;
    let lines = this.#stream.linesBetween(this.#readUntil, now);
    if (!this.#started && tailLines !== undefined) lines = tailLines === 0 ? [] : lines.slice(-tailLines);
    this.#started = true;
    this.#readUntil = now;
    this.over = !this.#stream.follow || this.#stream.isOver(now);
    return lines.map(formatLine).join("");
  }
}
