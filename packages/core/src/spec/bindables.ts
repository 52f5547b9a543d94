// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${db.DATABASE_URL}` is the language that this is about
import type { NamedList } from "./components.ts";

/** What a variable holds, by its name. */
type Variables = Readonly<Record<string, string>>;

const PUBLIC: Variables = {
  PUBLIC_URL: "The URL under which it is reached from outside.",
  PUBLIC_ROUTE_PATH: "The path under which it is reached from outside.",
  COMMIT_HASH: "The Git commit that it was built from.",
};

/** What the platform fills in for `${component.VARIABLE}`, by the kind of component. */
export const COMPONENT_VARIABLES: Readonly<Record<NamedList, Variables>> = {
  services: {
    PRIVATE_URL: "The URL under which the app's other components reach it.",
    PRIVATE_DOMAIN: "The host name under which the app's other components reach it.",
    PRIVATE_PORT: "The port on which the app's other components reach it.",
    ...PUBLIC,
  },
  static_sites: PUBLIC,
  workers: { COMMIT_HASH: "The Git commit that it was built from." },
  jobs: { COMMIT_HASH: "The Git commit that it was built from." },
  functions: {
    ...PUBLIC,
    FUNCTIONS_LOG_DESTINATION_JSON: "Where the functions send their logs, as JSON.",
  },
  databases: {
    DATABASE_URL: "The connection string, with user, password, host, port and database.",
    HOSTNAME: "The host to connect to.",
    PORT: "The port to connect to.",
    USERNAME: "The user to connect as.",
    PASSWORD: "The user's password.",
    DATABASE: "The name of the database on its server.",
    CA_CERT: "The certificate that its TLS connections are checked against.",
    JDBC_DATABASE_URL: "The connection string as Java's JDBC takes it.",
    REDIS_URL: "The connection string of Redis or Valkey.",
  },
};

/** What the platform fills in for the whole app: `${APP_URL}`. */
export const APP_VARIABLES: Variables = {
  APP_DOMAIN: "The app's host name: its primary domain, or the one that the platform gave it.",
  APP_ID: "The app's id, a UUID.",
  APP_URL: "The app's URL: `https://` and its host name.",
};

/** The component that a variable belongs to, in a reference of its own. */
export const SELF = "_self";

/** A `${component.VARIABLE}` or `${VARIABLE}` inside a text. */
export interface Reference {
  /** As it is written, with its braces. */
  readonly text: string;
  /** Where it begins in the text. */
  readonly at: number;
  /** The name before the first dot; absent in `${VARIABLE}`. */
  readonly owner?: string;
  /** What stands behind the first dot; for a connection pool `pool.DATABASE_URL`. */
  readonly variable: string;
}

/** Every reference of a text, in order. `$${` is an escape and begins none. */
export function referencesIn(text: string): Reference[] {
  if (!text.includes("${")) return [];
  const found: Reference[] = [];
  for (const { 0: whole, 1: dollar, 2: owner, 3: variable = "", index } of text.matchAll(
    /(\$?)\$\{(?:([^{}.]*)\.)?([^{}]*)\}/g,
  ))
    if (!dollar) found.push({ text: whole, at: index, ...(owner !== undefined && { owner }), variable });
  return found;
}
