import type { AddressInfo } from "node:net";
import type { Fault } from "./server/faults.ts";
import type { RateLimits } from "./server/rate-limit.ts";
import type { LoggedRequest } from "./server/request-log.ts";
import { PlatformServer } from "./server/server.ts";
import type { Refusal } from "./server/socket-faults.ts";
import { ALL_SCOPES, type TokenOptions } from "./server/tokens.ts";
import { settle } from "./world/apps.ts";
import { push } from "./world/push.ts";
import { type App, World } from "./world/state.ts";

export interface SimulatorOptions {
  /** 0 (unless said) takes a free one. */
  port?: number;
  /** Virtual seconds in a second; 60 unless said. 0 is step mode: time stands still but for `advance`. */
  speed?: number;
  /** The same seed and the same calls give the same ids, durations and logs. */
  seed?: number | string;
  /** Tokens beside the one with every scope. */
  tokens?: readonly TokenOptions[];
  /** The platform's own limits unless said: 250 a minute and 5000 an hour. */
  rateLimits?: Partial<RateLimits>;
}

/** A running simulator. Who starts it closes it. */
export interface Simulator extends AsyncDisposable {
  readonly url: string;
  /** A token with every scope. */
  readonly token: string;
  /** Every call so far, without headers and bodies. */
  readonly requests: readonly LoggedRequest[];
  /** Virtual milliseconds since 1970. */
  now(): number;
  /** Lets virtual time pass at once. */
  advance(ms: number): void;
  addToken(scopes: readonly string[]): string;
  /** From now on the token is unknown. */
  revokeToken(token: string): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Moves a branch on by a commit, or to this one; apps with `deploy_on_push` deploy. */
  push(repository: string, branch?: string, commit?: string): { commit: string; deploymentIds: string[] };
  /** Ends every open websocket: with a close code, as a broken connection, or as one that breaks within a frame. */
  dropSockets(how?: number | "in-frame"): number;
  /** Answers the next websockets with a status in place of the upgrade. */
  refuseSockets(refusal: Refusal): void;
  /** Leaves the open websockets open, and says nothing more on them: no line, no close, no pong. */
  silenceSockets(): number;
  /** Ends websockets on which nobody says anything for so long; 15 minutes unless said. */
  closeIdleSockets(afterMs: number): void;
  /** Sends logs in pieces of so many characters, each as fragments cut within a character; 0 ends it. */
  cutSockets(pieceLength: number): void;
  /** The live state of an app, for assertions that the API does not answer. */
  appNamed(name: string): App | undefined;
  /** The plain text that an app keeps behind an `EV[…]` value. */
  reveal(appId: string, encrypted: string): string | undefined;
  close(): Promise<void>;
}

/** Starts App Platform on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, speed = 60, seed = 1, tokens = [], rateLimits = {} } = options;
  const world = new World({ speed, seed: String(seed) });
  const server = new PlatformServer(world, { perMinute: 250, perHour: 5000, ...rateLimits });
  const token = server.tokens.add({ scopes: ALL_SCOPES });
  for (const each of tokens) server.tokens.add(each);
  const url = await listen(server, port);

  const close = async () => {
    world.clock.stop();
    server.sockets.drop();
    server.http.closeAllConnections();
    await new Promise<void>((resolve) => server.http.close(() => resolve()));
  };
  return {
    url,
    token,
    requests: server.requests,
    now: () => world.clock.now(),
    advance: (ms) => {
      world.clock.advance(ms);
      settle(world);
    },
    addToken: (scopes) => server.tokens.add({ scopes }),
    revokeToken: (each) => {
      server.tokens.revoke(each);
    },
    addFault: (fault) => server.addFault(fault),
    clearFaults: () => server.faults.clear(),
    push: (repository, branch = "main", sha) => {
      settle(world);
      const { commit, started } = push(world, repository, branch, sha);
      return { commit, deploymentIds: started.map((deployment) => deployment.id) };
    },
    dropSockets: (how) => server.sockets.drop(how),
    refuseSockets: (refusal) => server.sockets.refuse(refusal),
    silenceSockets: () => server.sockets.silence(),
    closeIdleSockets: (afterMs) => server.sockets.closeIdleAfter(afterMs),
    cutSockets: (pieceLength) => server.sockets.cutInto(pieceLength),
    appNamed: (name) => {
      settle(world);
      return world.appNamed(name);
    },
    reveal: (appId, encrypted) => world.apps.get(appId)?.secrets.reveal(encrypted),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(server: PlatformServer, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.http.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(inUse(port), { cause: error }) : error),
    );
    server.http.listen(port, "127.0.0.1", () => {
      server.http.removeAllListeners("error");
      const url = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
      server.links.baseUrl = url;
      resolve(url);
    });
  });
}

const inUse = (port: number) =>
  `Port ${port} of 127.0.0.1 is in use. Choose another with --port, or --port 0 for a free one.`;
