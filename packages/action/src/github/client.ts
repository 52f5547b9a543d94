import { randomUUID } from "node:crypto";
import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { jobFetch } from "../network.ts";
import type { GitHubContext } from "./context.ts";

const GitHub = Octokit.plugin(paginateRest, timeLimit, createOnce, retry, throttling);

export type GitHubClient = Pick<InstanceType<typeof GitHub>, "request" | "paginate" | "hook">;

/** Where the client asks; all of a {@link GitHubContext} fits. */
export type Endpoints = Pick<GitHubContext, "apiUrl" | "graphqlUrl">;

const REQUEST_TIMEOUT_MS = 30_000;
const MAX_LIMIT_WAIT_SECONDS = 60;
/** As many runs may meet on one pull request at once without one of them being forgotten. */
const MAX_EDITS = 30;
const MAX_LIMIT_RETRIES = 2;

/**
 * Answers that another try does not change. 409 is a state of the deployment's commit, and 403 and 429 belong to the
 * throttling plugin, which knows how long to wait.
 */
const DO_NOT_RETRY = [400, 401, 403, 404, 409, 410, 422, 429, 451];

type Throttle = NonNullable<NonNullable<ConstructorParameters<typeof GitHub>[0]>["throttle"]>;

export interface ClientOptions {
  token: string;
  endpoints: Endpoints;
  /** One sentence about a wait. */
  onNotice?: (message: string) => void;
  /** How long a second of back-off lasts, in milliseconds. Tests make it short. */
  secondMs?: number;
  /** What paces writes, in place of the throttling plugin's second for each. Tests leave the pauses out. */
  pace?: Pick<Throttle, "write" | "notifications">;
}

/**
 * An Octokit that waits where GitHub asks it to and retries what may be sent twice.
 */
export function createGitHubClient(options: ClientOptions): GitHubClient {
  const { token, endpoints, onNotice = () => {}, secondMs = 1000, pace } = options;
  const waits =
    (why: string) => (seconds: number, _request: object, _octokit: object, retryCount: number) => {
      const worthIt = retryCount < MAX_LIMIT_RETRIES && seconds <= MAX_LIMIT_WAIT_SECONDS;
      onNotice(
        `GitHub's ${why} is reached. ${worthIt ? `Asking again in ${seconds} s.` : "Not waiting for it."}`,
      );
      return worthIt;
    };
  return new GitHub({
    auth: token,
    baseUrl: endpoints.apiUrl,
    userAgent: "app-platform-toolkit",
    log: { debug: () => {}, info: () => {}, warn: onNotice, error: onNotice },
    request: { fetch: jobFetch },
    retry: { doNotRetry: DO_NOT_RETRY, retryAfterBaseValue: secondMs },
    throttle: {
      // The plugin paces all clients with one id together. Each run has a client, and clients stand for runs.
      id: randomUUID(),
      retryAfterBaseValue: secondMs,
      ...pace,
      onRateLimit: waits("hourly rate limit"),
      onSecondaryRateLimit: waits("secondary rate limit"),
    },
  });
}

/**
 * The login behind the client's token, as the authors of its comments are called. A workflow's token may not ask
 * `GET /user`, but GraphQL's `viewer`.
 *
 * @throws the request's error; undefined where GitHub answers without a login.
 */
export async function viewerLogin(octokit: GitHubClient, endpoints: Endpoints): Promise<string | undefined> {
  const { data } = await octokit.request({
    method: "POST",
    url: endpoints.graphqlUrl,
    query: "query { viewer { login } }",
  });
  const login: unknown = data?.data?.viewer?.login;
  return typeof login === "string" && login !== "" ? login : undefined;
}

/**
 * What a comment said, the newest text first, its present one among them; empty where it was never edited or GitHub does
 * not tell. Only texts by `editor`. https://docs.github.com/en/graphql/reference/objects#usercontentedit
 *
 * @param editor a login as REST writes it: GraphQL leaves out the `[bot]` of an app's
 */
export async function editsOf(
  octokit: GitHubClient,
  endpoints: Endpoints,
  nodeId: string,
  editor: string,
): Promise<string[]> {
  const { data } = await octokit.request({
    method: "POST",
    url: endpoints.graphqlUrl,
    query: `query($id: ID!) { node(id: $id) { ... on IssueComment {
      userContentEdits(first: ${MAX_EDITS}) { nodes { editor { login } diff } }
    } } }`,
    variables: { id: nodeId },
  });
  const nodes: unknown = data?.data?.node?.userContentEdits?.nodes;
  if (!Array.isArray(nodes)) return [];
  const withoutBot = (login: unknown) => String(login).replace(/\[bot\]$/, "");
  return nodes.flatMap((node) =>
    withoutBot(node?.editor?.login) === withoutBot(editor) && typeof node?.diff === "string"
      ? [node.diff]
      : [],
  );
}

/** A time limit for each try. The first hook is the innermost, so that waiting between tries does not count. */
function timeLimit(octokit: Hooked): void {
  octokit.hook.wrap("request", (request, options) => {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    return request({ ...options, request: { ...options.request, signal } });
  });
}

/** Keeps the retry plugin from sending a POST again whose answer was lost: it may have made what it asked for. */
function createOnce(octokit: Hooked): void {
  octokit.hook.before("request", (options) => {
    const isQuery = options.url.endsWith("/graphql");
    if (options.method === "POST" && !isQuery) options.request = { ...options.request, retries: 0 };
  });
}

type Hooked = Pick<Octokit, "hook">;
