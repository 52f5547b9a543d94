import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { matchPath } from "./http.ts";

export interface Exchange {
  method: string;
  path: string;
  body: unknown;
  status: number | undefined;
  answer: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** GitHub's OpenAPI document for the routes that the action may use, as a judge over what was really exchanged. */
export class Contract {
  readonly #ajv = new Ajv({ strict: false, allErrors: true });
  readonly #document: Json;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: Json) {
    formats.default(this.#ajv);
    // GitHub leaves an empty text where a URI was not given.
    this.#ajv.addFormat("uri", (text: string) => text === "" || URL.canParse(text));
    this.#document = record(withNull(document));
    this.#ajv.addSchema(this.#document, "github");
  }

  /** What is wrong with a request and its answer. Empty: nothing. Undefined: the document does not know the route. */
  problems(exchange: Exchange): string[] | undefined {
    const [pattern, operation] = this.#operation(exchange) ?? [];
    if (pattern === undefined || operation === undefined || exchange.status === undefined) return undefined;
    const base = ["paths", pattern, exchange.method.toLowerCase()];
    const request = get(operation, "requestBody", "content", "application/json", "schema");
    const wrongRequest = request
      ? this.#check([...base, "requestBody", "content", "application/json", "schema"], exchange.body ?? {})
      : [];
    return [...wrongRequest, ...this.#answerProblems(base, operation, exchange)];
  }

  #answerProblems(base: string[], operation: Json, exchange: Exchange): string[] {
    const status = String(exchange.status);
    const response = get(operation, "responses", status);
    // Every route can refuse a token or break, which the document mostly leaves unsaid.
    if (!response)
      return ["401", "403", "404"].includes(status) ? [] : [`status ${status} is not in the document`];
    const named = typeof response.$ref === "string" ? response.$ref.slice(2).split("/") : undefined;
    const place = named ?? [...base, "responses", status];
    const content = get(named ? record(dig(this.#document, named)) : response, "content");
    if (!content) return [];
    return this.#check([...place, "content", "application/json", "schema"], exchange.answer);
  }

  #operation(exchange: Exchange): [string, Json] | undefined {
    for (const [pattern, methods] of Object.entries(record(this.#document.paths))) {
      const operation = get(record(methods), exchange.method.toLowerCase());
      if (operation && matchPath(pattern, exchange.path)) return [pattern, operation];
    }
    return undefined;
  }

  #check(place: string[], value: unknown): string[] {
    const pointer = place
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validate = this.#compiled.get(pointer) ?? this.#ajv.compile({ $ref: `github#/${pointer}` });
    this.#compiled.set(pointer, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath || "/"} ${error.message ?? "is wrong"}`,
    );
  }
}

/** Reads the document from the folder of shared references; undefined where there is none. */
export function loadContract(): Contract | undefined {
  const shared = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../shared");
  const file = resolve(shared, "reference/github-openapi.json");
  return existsSync(file) ? new Contract(record(JSON.parse(readFileSync(file, "utf8")))) : undefined;
}

/** OpenAPI 3.0 says `nullable` where JSON Schema adds the type `null`. */
function withNull(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNull);
  if (typeof node !== "object" || node === null) return node;
  const { nullable, ...rest } = record(node);
  const copy = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withNull(value)]));
  // A property may be called `nullable`; only the keyword is a boolean.
  if (nullable === undefined || nullable === false) return copy;
  return nullable === true ? { anyOf: [copy, { type: "null" }] } : { ...copy, nullable: withNull(nullable) };
}

function get(node: Json, ...keys: string[]): Json | undefined {
  const found = dig(node, keys);
  return found === undefined ? undefined : record(found);
}

function dig(node: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (at === undefined ? undefined : record(at)[key]), node);
}

function record(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
