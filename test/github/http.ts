import type { Account, Permissions, Repository, Token } from "./state.ts";

/** What a route gets: the request as sent, who sends it, and the repository that the path names. */
export interface Call {
  method: string;
  /** Without the prefix. */
  path: string;
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Readonly<Record<string, unknown>>;
  token: Token;
  /** The base of every URL in an answer. */
  urls: { api: string; server: string };
}

export interface RepositoryCall extends Call {
  repository: Repository;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Written as in GitHub's OpenAPI document: `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  path: string;
  /** Any one of these sets is enough. */
  needs: readonly Permissions[];
  answer(call: RepositoryCall): Answer;
}

/** Parameters whose value may hold slashes. */
const OPEN_PARAMETERS = new Set(["path", "basehead", "environment_name"]);

/** The values of a path's `{parameters}`, decoded; undefined when the path is another one's. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const source = pattern.replace(/\{(\w+)\}|[.*+?^$()|[\]\\]/g, (found, name: string | undefined) => {
    if (name === undefined) return `\\${found}`;
    names.push(name);
    return OPEN_PARAMETERS.has(name) ? "(.+)" : "([^/]+)";
  });
  const match = new RegExp(`^${source}$`).exec(path);
  if (!match) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]));
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function refuse(status: number, message: string, extra: Record<string, unknown> = {}): Answer {
  const body = {
    message,
    ...extra,
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
  return { status, body };
}

export function notFound(): Answer {
  return refuse(404, "Not Found");
}

export function invalid(resource: string, field: string, message: string, code = "custom"): Answer {
  return refuse(422, "Validation Failed", { errors: [{ resource, code, field, message }] });
}

/** One page of a list, with the `Link` header that leads to the others. */
export function page<T>(call: Call, items: readonly T[], render: (item: T) => unknown): Answer {
  const perPage = Math.min(positive(call.query.get("per_page")) ?? 30, 100);
  const number = positive(call.query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const start = (number - 1) * perPage;
  const link = (target: number, relation: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    return `<${call.urls.api}${call.path}?${query}>; rel="${relation}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, "prev")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
    ...(number > 1 ? [link(1, "first")] : []),
  ];
  return {
    status: 200,
    body: items.slice(start, start + perPage).map(render),
    ...(links.length > 0 ? { headers: { link: links.join(", ") } } : {}),
  };
}

/** True when one of the sets is covered; `write` includes `read`. */
export function permitted(granted: Permissions, sets: readonly Permissions[]): boolean {
  return sets.some((set) =>
    Object.entries(set).every(([name, level]) => granted[name] === "write" || granted[name] === level),
  );
}

/** `issues=write; pull_requests=write`: sets stand between semicolons, what one set holds between commas. */
export function formatPermissions(sets: readonly Permissions[]): string {
  return sets
    .map((set) =>
      Object.entries(set)
        .map(([name, level]) => `${name}=${level}`)
        .join(","),
    )
    .join("; ");
}

export function authorAssociation(account: Account, repository: Repository): string {
  return account === repository.owner ? "OWNER" : "NONE";
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
