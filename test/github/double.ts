import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Fault, faultAnswer, type Matcher, Queue } from "./faults.ts";
import {
  type Answer,
  type Call,
  formatPermissions,
  matchPath,
  notFound,
  permitted,
  type Route,
  refuse,
} from "./http.ts";
import { renderAccount } from "./render.ts";
import { commentRoutes } from "./routes/comments.ts";
import { compareRoutes } from "./routes/compare.ts";
import { contentRoutes } from "./routes/contents.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { answerGraphql } from "./routes/graphql.ts";
import { pullRoutes } from "./routes/pulls.ts";
import {
  type Comment,
  type Deployment,
  type Permissions,
  Registry,
  Repository,
  type Token,
} from "./state.ts";

const ROUTES: readonly Route[] = [
  ...commentRoutes,
  ...pullRoutes,
  ...compareRoutes,
  ...contentRoutes,
  ...deploymentRoutes,
];

/** What one repository may ask in an hour with a workflow's token. */
const HOURLY_LIMIT = 1000;

export const ALL_PERMISSIONS: Permissions = {
  metadata: "read",
  contents: "read",
  deployments: "write",
  issues: "write",
  pull_requests: "write",
};

/** One exchange. Tokens are not kept. */
export interface LoggedRequest {
  method: string;
  /** Without the prefix. */
  path: string;
  query: string;
  userAgent: string;
  login: string | undefined;
  body: unknown;
  /** Whether a fault answered it: GitHub would not have said so. */
  faulted: boolean;
  /** Absent when the connection broke. */
  status: number | undefined;
  answer: unknown;
}

interface Exchange {
  url: URL;
  method: string;
  authorization: string | undefined;
  userAgent: string | undefined;
  body: unknown;
}

export interface TokenOptions {
  login?: string;
  kind?: "actions" | "personal";
  permissions?: Permissions;
}

/** A GitHub on 127.0.0.1: see README.md for what it can do. Doubles share nothing, so many can run at once. */
export class GitHubDouble implements AsyncDisposable {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly serverUrl: string;
  /** A workflow's token, with every permission that the action can use. */
  readonly token: string;
  readonly requests: LoggedRequest[] = [];
  readonly #registry = new Registry();
  readonly #repositories = new Map<string, Repository>();
  readonly #tokens = new Map<string, Token>();
  readonly #faults = new Queue<Fault>();
  readonly #interruptions = new Queue<Matcher & { act: () => unknown }>();
  readonly #prefix: string;
  readonly #stop: () => Promise<void>;
  #used = 0;

  constructor(origin: string, prefix: string, stop: () => Promise<void>) {
    this.#prefix = prefix;
    this.serverUrl = origin;
    this.apiUrl = `${origin}${prefix}`;
    this.graphqlUrl = `${origin}${graphqlPath(prefix)}`;
    this.#stop = stop;
    this.token = this.addToken();
  }

  /** A further token: by default the one of a workflow, whose comments are by `github-actions[bot]`. */
  addToken(options: TokenOptions = {}): string {
    const kind = options.kind ?? "actions";
    const token = `${kind === "actions" ? "ghs" : "ghp"}_${randomUUID().replaceAll("-", "")}`;
    this.#tokens.set(token, {
      kind,
      account: this.#registry.account(options.login ?? "github-actions[bot]"),
      permissions: { metadata: "read", ...(options.permissions ?? ALL_PERMISSIONS) },
    });
    return token;
  }

  createRepository(
    fullName: string,
    options: { private?: boolean; fork?: boolean; defaultBranch?: string } = {},
  ): Repository {
    const repository = new Repository(this.#registry, fullName, options);
    this.#repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }

  repository(owner: string, name: string): Repository {
    const repository = this.#find(owner, name);
    if (!repository) throw new Error(`There is no repository ${owner}/${name}; createRepository makes one.`);
    return repository;
  }

  /** A pull request's comments, oldest first. */
  comments(owner: string, name: string, number: number): readonly Comment[] {
    return this.repository(owner, name).comments.filter((comment) => comment.issue === number);
  }

  deployments(owner: string, name: string): readonly Deployment[] {
    return this.repository(owner, name).deployments;
  }

  /** Lets the next matching requests fail. */
  queueFault(fault: Fault): void {
    this.#faults.add(fault);
  }

  /** Runs something right before the next matching requests are answered: what others do in between. */
  before(matcher: Matcher, act: () => unknown): void {
    this.#interruptions.add({ ...matcher, act });
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#exchange({
      url: new URL(request.url ?? "/", this.serverUrl),
      method: request.method ?? "GET",
      authorization: request.headers.authorization,
      userAgent: request.headers["user-agent"],
      body: await readJson(request),
    });
    if (answer) send(response, answer);
    else request.socket.destroy();
  }

  /** The same without a network: tests of races decide by it which request comes next. */
  readonly fetch = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const answer = await this.#exchange({
      url: new URL(url),
      method: init.method ?? "GET",
      authorization: headers.get("authorization") ?? undefined,
      userAgent: headers.get("user-agent") ?? undefined,
      body: typeof init.body === "string" ? parseJson(init.body) : undefined,
    });
    if (!answer) throw new TypeError("fetch failed", { cause: new Error("The connection broke.") });
    const body = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(body, { status: answer.status, headers: headersOf(answer) });
  };

  /** Undefined where the connection breaks. */
  async #exchange(request: Exchange): Promise<Answer | undefined> {
    const { url, method, body } = request;
    const graphql = url.pathname === graphqlPath(this.#prefix);
    const inside = graphql || url.pathname.startsWith(`${this.#prefix}/`);
    const path = graphql ? "/graphql" : url.pathname.slice(this.#prefix.length);
    const token = this.#tokens.get(bearer(request.authorization));
    const logged: LoggedRequest = {
      method,
      path,
      query: url.search.slice(1),
      userAgent: request.userAgent ?? "",
      login: token?.account.login,
      body,
      faulted: false,
      status: undefined,
      answer: undefined,
    };
    this.requests.push(logged);
    await this.#interruptions.take(method, path)?.act();
    const fault = this.#faults.take(method, path);
    logged.faulted = fault !== undefined;
    if (fault?.status === "reset") return undefined;
    this.#used += 1;
    const call = { method, path, query: url.searchParams, body: isRecord(body) ? body : {}, parameters: {} };
    const urls = { api: this.apiUrl, server: this.serverUrl };
    const answer =
      (fault && faultAnswer(fault)) ?? (inside ? this.#answer({ ...call, urls }, token) : notFound());
    if (fault?.status === "lost-answer") return undefined;
    logged.status = answer.status;
    logged.answer = answer.body;
    return { ...answer, headers: { ...this.#rateLimitHeaders(graphql), ...answer.headers } };
  }

  #answer(call: Omit<Call, "token">, token: Token | undefined): Answer {
    if (token === undefined) return refuse(401, "Bad credentials");
    if (call.path === "/graphql") return answerGraphql({ ...call, token }, () => this.#comments());
    if (call.method === "GET" && call.path === "/user") return answerUser({ ...call, token });
    for (const route of ROUTES) {
      const parameters = route.method === call.method ? matchPath(route.path, call.path) : undefined;
      if (parameters === undefined) continue;
      const repository = this.#find(parameters.owner ?? "", parameters.repo ?? "");
      if (!repository) return notFound();
      const open = route.method === "GET" && !repository.private;
      const accepted = { "x-accepted-github-permissions": formatPermissions(route.needs) };
      const answer =
        open || permitted(token.permissions, route.needs)
          ? route.answer({ ...call, token, parameters, repository })
          : refuse(403, "Resource not accessible by integration");
      return { ...answer, headers: { ...accepted, ...answer.headers } };
    }
    return notFound();
  }

  *#comments(): Iterable<Comment> {
    for (const { comments } of this.#repositories.values()) yield* comments;
  }

  #find(owner: string, name: string): Repository | undefined {
    return this.#repositories.get(`${owner}/${name}`.toLowerCase());
  }

  #rateLimitHeaders(graphql: boolean): Record<string, string> {
    return {
      "x-ratelimit-limit": String(HOURLY_LIMIT),
      "x-ratelimit-remaining": String(Math.max(0, HOURLY_LIMIT - this.#used)),
      "x-ratelimit-used": String(this.#used),
      "x-ratelimit-reset": String(Math.ceil(Date.now() / 3_600_000) * 3600),
      "x-ratelimit-resource": graphql ? "graphql" : "core",
    };
  }
}

/**
 * Starts a double on 127.0.0.1. `prefix` is `""` as on github.com (GraphQL at `/graphql`) or `/api/v3` as on GitHub
 * Enterprise Server (GraphQL at `/api/graphql`); `port` 0, the default, takes a free one.
 */
export async function startGitHub(
  options: { prefix?: "" | "/api/v3"; port?: number } = {},
): Promise<GitHubDouble> {
  const server = createServer((request, response) => {
    github.serve(request, response).catch((error: unknown) => {
      send(response, refuse(500, `The double failed: ${String(error)}`));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The double has no port to listen on.");
  const github = new GitHubDouble(`http://127.0.0.1:${address.port}`, options.prefix ?? "", () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  });
  return github;
}

/** A workflow's token has no user: that is why comments cannot be recognised by `GET /user`. */
function answerUser(call: Call): Answer {
  if (call.token.kind === "actions") return refuse(403, "Resource not accessible by integration");
  return { status: 200, body: renderAccount(call.urls, call.token.account) };
}

function graphqlPath(prefix: string): string {
  return prefix === "" ? "/graphql" : "/api/graphql";
}

function bearer(header: string | undefined): string {
  return /^(?:bearer|token) (.+)$/i.exec(header ?? "")?.[1] ?? "";
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return parseJson(Buffer.concat(chunks).toString("utf8"));
}

function parseJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer));
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}

function headersOf({ body, headers }: Answer): Record<string, string> {
  const json = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  return { ...json, ...headers };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
