/** Options of every call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export type QueryValue = string | number | boolean | readonly string[] | undefined;

/** One call of an operation, as its resource describes it. */
export interface Call<T> extends CallOptions {
  /** The operation's id in the API reference. */
  readonly operation: string;
  /** What the token must be allowed to do; several with spaces between. */
  readonly scope: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base URL, with its parts encoded: see {@link path}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: object;
  /** Sent in place of `body`, which says the same. */
  readonly yaml?: string;
  /** Whether the call changes nothing, so that it may be sent again; true for GET. */
  readonly repeatable?: boolean;
  /**
   * Takes the result out of the parsed answer, which is `undefined` where it is empty.
   *
   * @throws Misshapen where it is not in there.
   */
  readonly read: (body: unknown) => T;
}

/** A call of a paged list, whose items are read one by one. */
export type ListCall = Omit<Call<unknown>, "read" | "method">;

export function isRepeatable({ method, repeatable }: Pick<Call<unknown>, "method" | "repeatable">): boolean {
  return repeatable ?? method === "GET";
}

/** Joins the parts of a path, each encoded: an id from outside cannot lead to another operation. */
export function path(strings: TemplateStringsArray, ...parts: string[]): string {
  return strings.reduce((text, literal, index) => `${text}${encodePart(parts[index - 1] ?? "")}${literal}`);
}

/** `.` and `..` would be taken as steps in the path, in any encoding; nothing of the platform is called so. */
function encodePart(part: string): string {
  if (part === "" || part === "." || part === "..")
    throw new TypeError(`An id or name of a call must not be "${part}".`);
  return encodeURIComponent(part);
}

export function urlOf(baseUrl: string, { path, query = {} }: Pick<Call<unknown>, "path" | "query">): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    // The reference serialises lists as repeated keys.
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
  }
  const text = parameters.toString();
  return `${baseUrl}${path}${text ? `?${text}` : ""}`;
}
