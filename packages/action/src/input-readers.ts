import {
  ALLOWABLE,
  type Allowable,
  type ImageOverride,
  PREVIEW_DATABASE_MODES,
  type PreviewDatabaseMode,
  parseImage,
} from "@app-platform-toolkit/core/options";

/** A mistake in the workflow file or in what it points at: shown as it is, without a stack. */
export class InputError extends Error {
  override name = "InputError";
}

/**
 * Turns an input's text into its value, or throws an {@link InputError} that names the input, what is wrong with it and
 * what may be written. The text is trimmed, and empty where nothing was given.
 */
export type Reader<T> = (text: string, name: string) => T;

/** `undefined` where nothing was given. */
export function optional<T>(read: Reader<T>): Reader<T | undefined> {
  return (text, name) => (text === "" ? undefined : read(text, name));
}

export const text: Reader<string> = (value) => value;

export function oneOf<const T extends string>(allowed: readonly T[]): Reader<T> {
  return (value, name) => {
    const found = allowed.find((option) => option === value);
    if (found) return found;
    throw new InputError(`Input "${name}" is "${value}". It takes one of: ${allowed.join(", ")}.`);
  };
}

/** Checked without being shown: a token that was pasted with a line break would end up in an error otherwise. */
export const token: Reader<string> = (value, name) => {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new InputError(
    `Input "${name}" holds blanks, line breaks or other characters that no token has. Set the secret anew.`,
  );
};

/** One a line; lines that begin with `#` are comments. */
export const paths: Reader<readonly string[]> = (value, name) => {
  const found = items(value, /\r?\n/);
  if (found.length > 0) return found;
  throw new InputError(`Input "${name}" names no file. Write a path or a glob, one a line.`);
};

export const bool: Reader<boolean> = (value, name) => {
  if (/^false$/i.test(value)) return false;
  if (/^true$/i.test(value)) return true;
  throw new InputError(`Input "${name}" is "${value}". It takes true or false.`);
};

export const uuid: Reader<string> = (value, name) => {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  throw new InputError(
    `Input "${name}" is "${value}", which is not an id such as 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf.` +
      (name === "app-id" ? ' To find the app by its name, leave "app-id" out.' : ""),
  );
};

export const httpUrl: Reader<string> = (value, name) => {
  const url = URL.parse(value);
  if (url && (url.protocol === "https:" || url.protocol === "http:") && !url.username && !url.password)
    return value.replace(/\/+$/, "");
  throw new InputError(`Input "${name}" is not an http or https URL such as https://api.digitalocean.com.`);
};

/** An http or https URL, or a path that begins with `/`. */
export const urlOrPath: Reader<string> = (value, name) => {
  if (/^\/(?!\/)\S*$/.test(value)) return value;
  const url = URL.parse(value);
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return value;
  throw new InputError(
    `Input "${name}" is neither a path such as /healthz nor an http or https URL such as https://example.com/healthz.`,
  );
};

/** Ranges of HTTP statuses, both ends included: `200`, `2xx`, `200-399`, several of them separated by commas. */
export const statuses: Reader<readonly (readonly [number, number])[]> = (value, name) =>
  items(value, /[\r\n,]/).map((item) => {
    const match = /^([1-5])xx$|^([1-5]\d\d)(?:-([1-5]\d\d))?$/i.exec(item);
    const [, hundreds, from = `${hundreds}00`, to = hundreds === undefined ? from : `${hundreds}99`] =
      match ?? [];
    if (match && Number(from) <= Number(to)) return [Number(from), Number(to)];
    throw new InputError(`Input "${name}" holds "${item}". Write statuses such as 200, 2xx or 200-399.`);
  });

/** From 0 to 100. */
export const smallCount: Reader<number> = (value, name) => {
  if (/^(?:\d{1,2}|100)$/.test(value)) return Number(value);
  throw new InputError(`Input "${name}" is "${value}". Write a whole number from 0 to 100.`);
};

/** The id of a deployment, or `previous`. */
export const deploymentId: Reader<string> = (value, name) => {
  if (value === "previous" || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value;
  throw new InputError(
    `Input "${name}" is "${value}". Write "previous", or a deployment's id such as 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf.`,
  );
};

/** A length of time in milliseconds. */
export const duration: Reader<number> = (value, name) => {
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value);
  const [days, hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const ms = ((days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
  if (match && ms > 0) return ms;
  throw new InputError(`Input "${name}" is "${value}". Write a duration such as 30m, 1h30m or 900s.`);
};

export const positiveNumber: Reader<number> = (value, name) => {
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw new InputError(`Input "${name}" is "${value}". Write a whole number above zero.`);
};

export const environmentNames: Reader<readonly string[]> = (value, name) => {
  const names = items(value, /[\r\n,]/);
  for (const item of names) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(item))
      throw new InputError(
        `Input "${name}" holds "${item}", which is no name of an environment variable. Write names only, one a line.`,
      );
  }
  return names;
};

/** A number for every app, and numbers for apps by their name. */
export interface NumberByApp {
  readonly everyApp: number | undefined;
  readonly byApp: Readonly<Record<string, number>>;
}

/** One number, and lines such as `web-shop: 40` for apps that have one of their own. A `$` or `%` may stand by it. */
export const numberByApp: Reader<NumberByApp> = (value, name) => {
  let everyApp: number | undefined;
  const byApp: Record<string, number> = {};
  for (const line of items(value, /\r?\n/)) {
    const match = /^(?:([^\s:=]+)\s*[:=]\s*)?\$?\s*(\d+(?:\.\d+)?)\s*%?$/.exec(line);
    if (!match)
      throw new InputError(
        `Input "${name}" holds "${line}". Write a number such as 40 or 12.50, or one an app: \`web-shop: 40\`, one a line.`,
      );
    const [, app, number] = match;
    if (app === undefined ? everyApp !== undefined : app in byApp)
      throw new InputError(`Input "${name}" has two numbers for ${app ? `"${app}"` : "every app"}.`);
    if (app === undefined) everyApp = Number(number);
    else byApp[app] = Number(number);
  }
  return { everyApp, byApp };
};

/** What previews get in the place of databases: for all managed clusters, and by the database's name. */
export interface PreviewDatabaseInput {
  readonly everyCluster: PreviewDatabaseMode | undefined;
  readonly byName: Readonly<Record<string, PreviewDatabaseMode>>;
}

/** `dev`, `share` or `none`, and lines such as `cache=none` for databases that have one of their own. */
export const previewDatabases: Reader<PreviewDatabaseInput> = (value, name) => {
  let everyCluster: PreviewDatabaseMode | undefined;
  const byName: Record<string, PreviewDatabaseMode> = {};
  for (const line of items(value, /[\r\n,]/)) {
    const [, database, word] = /^(?:([a-z][a-z0-9-]*)\s*[:=]\s*)?(\S+)$/.exec(line) ?? [];
    const mode = PREVIEW_DATABASE_MODES.find((each) => each === word);
    if (!mode)
      throw new InputError(
        `Input "${name}" holds "${line}". It takes one of: ${PREVIEW_DATABASE_MODES.join(", ")}; or one a database, such as \`cache=none\`, one a line.`,
      );
    if (database === undefined ? everyCluster !== undefined : Object.hasOwn(byName, database))
      throw new InputError(
        `Input "${name}" has two values for ${database ? `"${database}"` : "all databases"}.`,
      );
    if (database === undefined) everyCluster = mode;
    else byName[database] = mode;
  }
  return { everyCluster, byName };
};

/**
 * Lines `KEY=value` or `component.KEY=value`. A value in double quotes is read as JSON, as `toJSON(secrets.KEY)` writes
 * one of several lines. No error shows a line: it may be a piece of a secret.
 */
export const previewSecrets: Reader<Readonly<Record<string, string>>> = (value, name) => {
  const secrets = new Map<string, string>();
  for (const [index, line] of value.split(/\r?\n/).entries()) {
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const match = /^\s*((?:[a-z][a-z0-9-]*\.)?[A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/.exec(line);
    if (!match)
      throw new InputError(
        `Input "${name}", line ${index + 1}, is not \`KEY=value\` or \`component.KEY=value\`. Write a value of several lines as \`KEY=\${{ toJSON(secrets.KEY) }}\`.`,
      );
    const [, key = "", written = ""] = match;
    // A secret that is not set gives an empty text: then the preview goes without, and says so.
    if (written.trim() !== "") secrets.set(key, unquoted(written.trim()));
  }
  return Object.fromEntries(secrets);
};

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** What a pull request's spec may bring in by itself. */
export interface Allowance {
  readonly things: readonly Allowable[];
  readonly sources: readonly string[];
}

/** Words of {@link ALLOWABLE} and `source:owner/name`, one a line or between commas. */
export const allowance: Reader<Allowance> = (value, name) => {
  const things: Allowable[] = [];
  const sources: string[] = [];
  for (const item of items(value, /[\r\n,]/)) {
    const source = /^source:\s*(\S+)$/.exec(item)?.[1];
    const thing = ALLOWABLE.find((word) => word === item);
    if (source !== undefined) sources.push(source);
    else if (thing !== undefined) things.push(thing);
    else
      throw new InputError(
        `Input "${name}" holds "${item}". It takes ${ALLOWABLE.join(", ")}, and sources such as source:octo/lib or source:ghcr.io/octo/api.`,
      );
  }
  return { things, sources };
};

/** The parts of a list, without empty ones and comments. */
export function items(value: string, separator: RegExp): string[] {
  return value
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "" && !item.startsWith("#"));
}

/** `component=registry/repository:tag` or `…@sha256:…`, one a line or with commas between them; each component once. */
export const images: Reader<readonly ImageOverride[]> = (value, name) => {
  const seen = new Set<string>();
  return items(value, /[\r\n,]/).map((item) => {
    const image = parseImage(item);
    if (typeof image === "string") throw new InputError(`Input "${name}": ${image}`);
    const key = `${image.app ?? ""}/${image.component}`;
    if (seen.has(key))
      throw new InputError(`Input "${name}" names "${image.component}" twice. Write it once.`);
    seen.add(key);
    return image;
  });
};
