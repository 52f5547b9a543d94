import { type Answer, badRequest, methodNotAllowed, notFound } from "../server/answer.ts";
import { FAULT_KINDS, type Fault } from "../server/faults.ts";
import type { PlatformServer } from "../server/server.ts";
import { settle } from "../world/apps.ts";
import { push } from "../world/push.ts";
import { isObject } from "../world/structure.ts";

/** `/_simulator/…`: what a test or a demo does to the simulator itself. No part of the platform, and no token. */
export function adminAnswer(server: PlatformServer, method: string, url: URL, text: string): Answer {
  const handlers = COMMANDS[url.pathname.slice("/_simulator/".length)];
  if (!handlers) throw notFound();
  const handle = handlers[method];
  if (!handle) throw methodNotAllowed();
  return { body: handle(server, parseBody(text)) };
}

type Body = Record<string, unknown>;
type Handler = (server: PlatformServer, body: Body) => unknown;

const COMMANDS: Record<string, Record<string, Handler>> = {
  memory: { GET: readMemory },
  clock: { GET: readClock, POST: advanceClock },
  faults: { POST: addFault, DELETE: clearFaults },
  requests: { GET: ({ requests }) => ({ requests }), DELETE: clearRequests },
  sockets: { GET: ({ sockets }) => ({ open: sockets.count }), POST: breakSockets, DELETE: dropSockets },
  push: { POST: pushCommit },
  tokens: { POST: addToken },
};

function parseBody(text: string): Body {
  if (text.trim() === "") return {};
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Falls through to the same answer as JSON that is no object.
  }
  throw badRequest("The body must be a JSON object.");
}

/** What the process holds, after collecting garbage where it may (`node --expose-gc`), and what it keeps. */
function readMemory({ world, links, requests, sockets }: PlatformServer) {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const apps = [...world.apps.values()];
  return {
    collected: globalThis.gc !== undefined,
    heapBytes: heapUsed + external,
    residentBytes: rss,
    kept: {
      apps: apps.length,
      deployments: apps.reduce((sum, { deployments }) => sum + deployments.length, 0),
      jobInvocations: apps.reduce((sum, { jobInvocations }) => sum + jobInvocations.length, 0),
      requests: requests.length,
      links: links.count,
      sockets: sockets.count,
    },
  };
}

function readClock({ world: { clock } }: PlatformServer) {
  return { now: new Date(clock.now()).toISOString(), speed: clock.speed };
}

function advanceClock(server: PlatformServer, body: Body) {
  const ms = Number(body.ms);
  if (!Number.isFinite(ms) || ms < 0) throw badRequest('Say by how much: {"ms": 60000}.');
  server.world.clock.advance(ms);
  settle(server.world);
  return readClock(server);
}

function addFault(server: PlatformServer, body: Body) {
  if (typeof body.operation !== "string") throw badRequest('"operation" must be an operationId, or "*".');
  if (!FAULT_KINDS.some((kind) => kind === body.kind))
    throw badRequest(`"kind" must be one of ${FAULT_KINDS.join(", ")}.`);
  server.addFault(body as unknown as Fault);
  return { queued: true };
}

function clearFaults(server: PlatformServer) {
  server.faults.clear();
  return {};
}

function clearRequests(server: PlatformServer) {
  server.requests.length = 0;
  return {};
}

function dropSockets(server: PlatformServer, { code, inFrame }: Body) {
  return { dropped: server.sockets.drop(inFrame === true ? "in-frame" : numberOf(code)) };
}

function breakSockets(server: PlatformServer, { refuse, times, location, silent, pieceLength }: Body) {
  const status = numberOf(refuse);
  if (status !== undefined)
    server.sockets.refuse({
      status,
      times: numberOf(times) ?? 1,
      ...(typeof location === "string" ? { location } : {}),
    });
  if (silent === true) server.sockets.silence();
  const length = numberOf(pieceLength);
  if (length !== undefined) server.sockets.cutInto(length);
  return {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function pushCommit(server: PlatformServer, body: Body) {
  if (typeof body.repository !== "string")
    throw badRequest('"repository" must be a text such as "owner/name".');
  const branch = typeof body.branch === "string" ? body.branch : "main";
  const { commit, started } = push(server.world, body.repository, branch);
  return { commit, deployments: started.map(({ id }) => id) };
}

function addToken(server: PlatformServer, body: Body) {
  if (!Array.isArray(body.scopes)) throw badRequest('"scopes" must be a list such as ["app:read"].');
  return { token: server.tokens.add({ scopes: body.scopes.map(String) }) };
}
