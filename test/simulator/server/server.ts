import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { adminAnswer } from "../routes/admin.ts";
import { ROUTES } from "../routes/index.ts";
import { settle } from "../world/apps.ts";
import { Random } from "../world/random.ts";
import type { World } from "../world/state.ts";
import {
  type Answer,
  ApiError,
  badRequest,
  forbidden,
  methodNotAllowed,
  notFound,
  serverError,
  unauthorized,
} from "./answer.ts";
import { type Fault, Faults } from "./faults.ts";
import { serveLink } from "./link-content.ts";
import { LogLinks } from "./log-links.ts";
import { RateLimiter, type RateLimits } from "./rate-limit.ts";
import { type LoggedRequest, logRequest } from "./request-log.ts";
import { type Match, matchRoute, requestUrl } from "./route.ts";
import { sendFault } from "./send-fault.ts";
import { Sockets } from "./sockets.ts";
import { Tokens } from "./tokens.ts";

const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** A real spec has ten levels. */
const MAX_DEPTH = 100;

/** App Platform over HTTP: who calls, how often, which operation, what goes wrong on the way. */
export class PlatformServer {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults = new Faults();
  readonly requests: LoggedRequest[] = [];
  readonly links: LogLinks;
  readonly sockets: Sockets;
  readonly http: Server;
  readonly #limiter: RateLimiter;
  readonly #requestIds: Random;

  constructor(world: World, rateLimits: RateLimits) {
    this.world = world;
    this.tokens = new Tokens(world.seed);
    this.links = new LogLinks(world.clock, world.seed);
    this.sockets = new Sockets(world, this.links);
    this.#limiter = new RateLimiter(rateLimits);
    this.#requestIds = new Random(`${world.seed}:requests`);
    // Some clients ask for HTTP/2 in the same way, and are to be answered without it.
    const shouldUpgradeCallback = ({ headers }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === "websocket";
    this.http = createServer(
      { shouldUpgradeCallback },
      (request, response) => void this.#serve(request, response),
    );
    this.http.on("upgrade", (request, socket, head) => this.sockets.accept(request, socket, head));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(this.links.baseUrl, request.url);
    const requestId = this.#requestIds.uuid();
    const entry: LoggedRequest = { method: request.method ?? "GET", path: request.url ?? "/", requestId };
    response.setHeader("x-request-id", requestId);
    try {
      if (url.pathname.startsWith("/_links/")) return serveLink(this.world, this.links, url, response);
      const body = await readBody(request);
      settle(this.world);
      if (url.pathname.startsWith("/_simulator/"))
        return send(response, adminAnswer(this, request.method ?? "GET", url, body));
      logRequest(this.requests, entry);
      await this.#operate(request, response, url, body, entry);
    } catch (error) {
      if (response.destroyed || !request.complete) return;
      const known = error instanceof ApiError ? error : serverError();
      if (known !== error) console.error("The simulator failed:", error);
      if (response.headersSent) response.destroy();
      else sendError(response, known, requestId);
    }
    if (!response.destroyed || response.headersSent) entry.status = response.statusCode;
  }

  async #operate(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    body: string,
    entry: LoggedRequest,
  ): Promise<void> {
    const caller = this.#authenticate(request, response);
    const { match, otherMethod } = matchRoute(ROUTES, entry.method, url.pathname);
    if (otherMethod) throw methodNotAllowed();
    if (!match) throw notFound();
    entry.operation = match.route.operation;
    if (!caller.scopes.has(match.route.scope)) throw forbidden();

    const fault = this.faults.take(match.route.operation);
    if (fault) entry.fault = fault.kind;
    if (fault?.kind === "slow") {
      await delay(fault.delayMs ?? 1000);
      settle(this.world);
    }
    const answer = (): Answer => this.#answer(match, request, url, body, caller.scopes);
    if (fault && fault.kind !== "slow") return sendFault(fault, answer, response, entry.requestId);
    send(response, answer(), isYaml(match, request.headers.accept));
  }

  /** Who calls, within which limits. A caller without a token has a window of its own. */
  #authenticate(request: IncomingMessage, response: ServerResponse) {
    const caller = this.tokens.scopesOf(request.headers.authorization);
    const verdict = this.#limiter.check(caller?.token ?? "", this.world.clock.wallNow());
    for (const [name, value] of Object.entries(verdict.headers)) response.setHeader(name, value);
    if (!caller) throw unauthorized();
    if (!verdict.allowed) throw new ApiError(429, "too_many_requests", "API rate limit exceeded.");
    return caller;
  }

  #answer(
    match: Match,
    request: IncomingMessage,
    url: URL,
    text: string,
    scopes: ReadonlySet<string>,
  ): Answer {
    const body = decodeBody(text, isYaml(match, request.headers["content-type"]));
    return match.route.handle({
      world: this.world,
      links: this.links,
      url,
      params: match.params,
      body,
      scopes,
    });
  }

  /** A misspelt operation would never be hit, and a test of it would prove nothing. */
  addFault(fault: Fault): void {
    if (fault.operation !== "*" && !ROUTES.some(({ operation }) => operation === fault.operation))
      throw badRequest(`There is no operation "${fault.operation}": name an operationId, or "*".`);
    this.faults.add(fault);
  }
}

/** Only one operation is documented to take and to give YAML. */
function isYaml({ route }: Match, contentType = ""): boolean {
  return route.operation === "apps_create" && /\byaml\b/i.test(contentType);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) throw new ApiError(413, "request_too_large", "request body is too large");
  return Buffer.concat(chunks).toString("utf8");
}

function decodeBody(text: string, yaml: boolean): unknown {
  if (text.trim() === "") return undefined;
  try {
    // Merge keys are of YAML 1.1, which Go's reader of it knows.
    const body: unknown = yaml ? parse(text, { merge: true, logLevel: "error" }) : JSON.parse(text);
    if (isWithin(MAX_DEPTH, body)) return body;
  } catch {
    // Falls through to the same answer as a body that is too deep, or (in YAML) its own child.
  }
  throw badRequest("error parsing request body");
}

function isWithin(depth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(depth - 1, inner));
}

function send(response: ServerResponse, { status = 200, body }: Answer, yaml = false): void {
  response.statusCode = status;
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader("content-type", yaml ? "application/yaml" : "application/json; charset=utf-8");
  response.end(yaml ? stringify(body, { aliasDuplicateObjects: false }) : JSON.stringify(body));
}

function sendError(response: ServerResponse, error: ApiError, requestId: string): void {
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  send(response, {
    status: error.status,
    body: { id: error.id, message: error.message, request_id: requestId },
  });
}
