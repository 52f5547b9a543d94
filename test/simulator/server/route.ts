import type { World } from "../world/state.ts";
import type { Answer } from "./answer.ts";
import type { LogLinks } from "./log-links.ts";

/** A request as a handler sees it: authenticated, within its limits and with its scope. */
export interface Call {
  world: World;
  links: LogLinks;
  /** Absolute, on the simulator's own address. */
  url: URL;
  params: Record<string, string>;
  /** The decoded body; `undefined` where there is none. */
  body: unknown;
  scopes: ReadonlySet<string>;
}

export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** The operationId of the OpenAPI document; faults and the request log go by it. */
  operation: string;
  scope: string;
  handle(call: Call): Answer;
}

/** One line of a table of routes. */
export function route(
  method: Route["method"],
  path: string,
  operation: string,
  scope: string,
  handle: Route["handle"],
): Route {
  return { method, path, operation, scope, handle };
}

/** The address of a request on our own host. A target that is not a path (as to a proxy) leads nowhere. */
export function requestUrl(baseUrl: string, target = "/"): URL {
  return new URL(baseUrl + (target.startsWith("/") ? target : "/"));
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** The route of a path; `otherMethod` tells a path that exists from one that does not. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string) {
  const parts = pathname.split("/");
  const matches = routes
    .map((route) => ({ route, params: matchPath(route.path, parts) }))
    .filter((match): match is Match => match.params !== undefined);
  const match = matches.find(({ route }) => route.method === method);
  return { match, otherMethod: match === undefined && matches.length > 0 };
}

function matchPath(pattern: string, parts: string[]): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  if (wanted.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, want] of wanted.entries()) {
    const part = parts[index] ?? "";
    if (want.startsWith("{") && part !== "") params[want.slice(1, -1)] = decode(part);
    else if (want !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
