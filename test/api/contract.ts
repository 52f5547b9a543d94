// Holds requests and answers against the OpenAPI document of App Platform, where that lies beside the repository.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import addFormatsModule from "ajv-formats";
import { parse } from "yaml";

const SHARED = process.env.APP_PLATFORM_SHARED ?? fileURLToPath(new URL("../../../shared", import.meta.url));
export const OPENAPI_FILE = `${SHARED}/reference/openapi.json`;
const JSON_TYPE = "application/json";
export const isPresent = existsSync(OPENAPI_FILE);

/** A request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly status: number;
  readonly text: string;
}

interface Reference {
  readonly $ref?: string;
}

interface Parameter extends Reference {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Content extends Reference {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, unknown>>;
}

interface DocumentedOperation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

type Paths = Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;

export class Contract {
  readonly #document: { readonly paths: Paths };
  readonly #ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
  readonly #query = new Ajv({ strict: false, allErrors: true, coerceTypes: "array" });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    this.#document = JSON.parse(readFileSync(OPENAPI_FILE, "utf8"));
    for (const ajv of [this.#ajv, this.#query]) {
      addFormatsModule.default(ajv, ["date-time", "uri", "email", "hostname"]);
      // They say how wide a number is, which JSON does not.
      for (const width of ["int32", "int64", "uint32", "uint64", "float", "double"])
        ajv.addFormat(width, true);
      ajv.addSchema(this.#document, "openapi");
    }
  }

  get operationIds(): string[] {
    return Object.values(this.#document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId }) => operationId ?? []),
    );
  }

  /** The operation's id and what the document does not allow. */
  check(exchange: Exchange): { readonly operation: string; readonly problems: readonly string[] } {
    const url = new URL(exchange.url);
    const found = this.#find(exchange.method, url.pathname);
    if (!found)
      return { operation: "none", problems: [`${exchange.method} ${url.pathname} is no operation`] };
    const { operation, pointer } = found;
    const problems = [
      ...this.#parameters(operation, pointer, url.searchParams),
      ...this.#headers(operation, pointer, exchange.headers),
      ...this.#body(operation, pointer, exchange),
      ...this.#answer(operation, pointer, exchange),
    ];
    return { operation: operation.operationId ?? "", problems };
  }

  #find(method: string, pathname: string) {
    const parts = pathname.split("/");
    const fits = (template: string) => {
      const wanted = template.split("/");
      return (
        wanted.length === parts.length &&
        wanted.every((part, index) => (part.startsWith("{") ? parts[index] !== "" : part === parts[index]))
      );
    };
    // A path without parameters goes first: /v2/apps/regions is no app.
    const templates = Object.keys(this.#document.paths).filter(fits);
    for (const template of templates.sort((a, b) => a.split("{").length - b.split("{").length)) {
      const operation = this.#document.paths[template]?.[method.toLowerCase()];
      if (operation) return { operation, pointer: `/paths/${escaped(template)}/${method.toLowerCase()}` };
    }
    return undefined;
  }

  #documented(operation: DocumentedOperation, pointer: string, where: "query" | "header") {
    const parameters = (operation.parameters ?? []).map((parameter, index) => {
      const at = parameter.$ref?.slice(1) ?? `${pointer}/parameters/${index}`;
      return { at, parameter: this.#resolve(parameter) };
    });
    return parameters.filter(({ parameter }) => parameter.in === where);
  }

  /** What is sent besides JSON has to be documented. */
  #headers(operation: DocumentedOperation, pointer: string, headers: Exchange["headers"]): string[] {
    const known = this.#documented(operation, pointer, "header");
    return ["Accept", "Content-Type"].flatMap((name) => {
      const value = headers[name.toLowerCase()];
      const documented = known.find(({ parameter }) => parameter.name === name);
      if (documented && value) return this.#problems(this.#ajv, `${documented.at}/schema`, value);
      return (value ?? JSON_TYPE) === JSON_TYPE ? [] : [`the header ${name} is not documented`];
    });
  }

  #parameters(operation: DocumentedOperation, pointer: string, query: URLSearchParams): string[] {
    const known = this.#documented(operation, pointer, "query");
    const unknown = [...new Set(query.keys())].filter(
      (name) => !known.some(({ parameter }) => parameter.name === name),
    );
    return [
      ...unknown.map((name) => `the query parameter ${name} is not documented`),
      ...known.flatMap(({ at, parameter }) => {
        const values = query.getAll(parameter.name);
        if (values.length === 0)
          return parameter.required ? [`the query parameter ${parameter.name} is missing`] : [];
        return this.#problems(this.#query, `${at}/schema`, values.length > 1 ? values : values[0]);
      }),
    ];
  }

  /** The document has schemas of JSON alone; YAML is another writing of it. */
  #body(operation: DocumentedOperation, pointer: string, { body, headers }: Exchange): string[] {
    if (!operation.requestBody) return body === undefined ? [] : ["a body is not documented"];
    const at = operation.requestBody.$ref?.slice(1) ?? `${pointer}/requestBody`;
    if (body === undefined)
      return this.#resolve(operation.requestBody).required ? ["the body is missing"] : [];
    return this.#problems(
      this.#ajv,
      `${at}/content/application~1json/schema`,
      read(body, headers["content-type"]),
    );
  }

  #answer(operation: DocumentedOperation, pointer: string, { status, text }: Exchange): string[] {
    const key = String(status) in operation.responses ? String(status) : "default";
    const response = operation.responses[key];
    if (!response) return [`the status ${status} is not documented`];
    const at = response.$ref?.slice(1) ?? `${pointer}/responses/${key}`;
    if (!this.#resolve(response).content)
      return text === "" ? [] : ["a body of the answer is not documented"];
    return this.#problems(this.#ajv, `${at}/content/application~1json/schema`, JSON.parse(text));
  }

  #resolve<T extends Reference>(value: T): T {
    if (!value.$ref) return value;
    const parts = value.$ref.slice(2).split("/");
    return parts.reduce<unknown>(
      (inner, part) => (inner as Readonly<Record<string, unknown>>)[part],
      this.#document,
    ) as T;
  }

  #problems(ajv: Ajv, pointer: string, value: unknown): string[] {
    const key = `${ajv === this.#query ? "query" : "body"} ${pointer}`;
    const validate = this.#compiled.get(key) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    this.#compiled.set(key, validate);
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
  }
}

function read(text: string, contentType: string | undefined): unknown {
  return contentType?.includes("yaml") ? parse(text) : JSON.parse(text);
}

function escaped(path: string): string {
  return path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
}
