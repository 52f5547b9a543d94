import { type Answer, badRequest, methodNotAllowed, notFound } from "../server/answer.ts";
import type { PlatformServer } from "../server/server.ts";
import { settle } from "../world/apps.ts";
import { push } from "../world/push.ts";
import {
  type Body,
  commandBody,
  FAULT_KEYS,
  faultOf,
  header,
  isTrue,
  text,
  wholeNumber,
} from "./admin-input.ts";

/** `/_simulator/…`: what a test or a demo does to the simulator itself. No part of the platform, and no token. */
export function adminAnswer(server: PlatformServer, method: string, url: URL, body: string): Answer {
  const name = url.pathname.slice("/_simulator/".length);
  const commands = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!commands) throw notFound();
  const command = Object.hasOwn(commands, method) ? commands[method] : undefined;
  if (!command) throw methodNotAllowed();
  return { body: command.handle(server, commandBody(body, command.keys)) };
}

interface Command {
  /** Of its body. */
  readonly keys: readonly string[];
  handle(server: PlatformServer, body: Body): unknown;
}

const MAX_MS = Number.MAX_SAFE_INTEGER;

const command = (handle: Command["handle"], ...keys: string[]): Command => ({ keys, handle });

const COMMANDS: Record<string, Record<string, Command>> = {
  memory: { GET: command(readMemory) },
  clock: { GET: command(readClock), POST: command(advanceClock, "ms") },
  faults: { POST: command(addFault, ...FAULT_KEYS), DELETE: command(clearFaults) },
  requests: { GET: command(({ requests }) => ({ requests })), DELETE: command(clearRequests) },
  sockets: {
    GET: command(({ sockets }) => ({ open: sockets.count })),
    POST: command(breakSockets, "refuse", "times", "location", "silent", "pieceLength", "idleMs"),
    DELETE: command(dropSockets, "code", "inFrame"),
  },
  push: { POST: command(pushCommit, "repository", "branch", "commit") },
  tokens: { POST: command(addToken, "scopes"), DELETE: command(revokeToken, "token") },
};

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
  const ms = wholeNumber(body, "ms", 0, MAX_MS);
  if (ms === undefined) throw badRequest('Say by how much: {"ms": 60000}.');
  try {
    server.world.clock.advance(ms);
  } catch (error) {
    if (error instanceof RangeError) throw badRequest(error.message);
    throw error;
  }
  settle(server.world);
  return readClock(server);
}

function addFault(server: PlatformServer, body: Body) {
  server.addFault(faultOf(body));
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

function dropSockets(server: PlatformServer, body: Body) {
  const code = wholeNumber(body, "code", 1000, 4999);
  if (code !== undefined && !isSendable(code))
    throw badRequest(`${code} cannot be sent: a peer sees it where nothing was.`);
  return { dropped: server.sockets.drop(isTrue(body, "inFrame") ? "in-frame" : code) };
}

/** Of RFC 6455: 1004 to 1006 and 1015 stand for what was not sent, and 1016 to 2999 for nothing yet. */
function isSendable(code: number): boolean {
  return code >= 3000 || (code <= 1014 && ![1004, 1005, 1006].includes(code));
}

function breakSockets(server: PlatformServer, body: Body) {
  const status = wholeNumber(body, "refuse", 200, 599);
  const times = wholeNumber(body, "times", 1, 1_000_000) ?? 1;
  const location = header("location", text(body, "location"));
  const pieceLength = wholeNumber(body, "pieceLength", 0, MAX_MS);
  const idleMs = wholeNumber(body, "idleMs", 1, MAX_MS);
  if (status !== undefined)
    server.sockets.refuse({ status, times, ...(location === undefined ? {} : { location }) });
  if (isTrue(body, "silent")) server.sockets.silence();
  if (pieceLength !== undefined) server.sockets.cutInto(pieceLength);
  if (idleMs !== undefined) server.sockets.closeIdleAfter(idleMs);
  return {};
}

function pushCommit(server: PlatformServer, body: Body) {
  const repository = text(body, "repository");
  if (!repository) throw badRequest('"repository" must be a text such as "owner/name".');
  const { commit, started } = push(
    server.world,
    repository,
    text(body, "branch") ?? "main",
    text(body, "commit"),
  );
  return { commit, deployments: started.map(({ id }) => id) };
}

function addToken(server: PlatformServer, body: Body) {
  const { scopes } = body;
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === "string"))
    throw badRequest('"scopes" must be a list such as ["app:read"].');
  return { token: server.tokens.add({ scopes }) };
}

function revokeToken(server: PlatformServer, body: Body) {
  return { revoked: server.tokens.revoke(text(body, "token") ?? "") };
}
