import { componentsOf, type EnvHolder, envHoldersOf, indexedRecords } from "./components.ts";
import type { Path } from "./path.ts";
import { copyPlain, isRecord, type PlainRecord, textOf, valueAt, writeAt } from "./plain.ts";
import type { AppSpec } from "./schema/index.ts";

/** What stands in the place of a secret wherever a spec is shown. */
export const SECRET_MARK = "<secret>";

/** The platform gives secrets back encrypted, as `EV[<version>:<nonce>:<ciphertext>]`; only the app itself may send them back. */
const ENCRYPTED = /^EV\[\d+:[^\]]*\]$/;
const ENCRYPTED_INSIDE = /EV\[\d+:[^\]\s]*\]?/g;

/** User and password of a URL, up to the last `@` before its host: `https://bob:hunter2@example.com`. */
const URL_CREDENTIALS = /(?<=[a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi;

/** What a variable has in a spec, whatever else is written. */
const ENV_FIELDS: ReadonlySet<string> = new Set(["key", "value", "scope", "type"]);

/** A value that is nothing but one reference, such as `${db.DATABASE_URL}`: it names a secret and is none. */
const REFERENCE = /^\$\{[^{}]*\}$/;

/** A field of a spec that holds a secret, whether it has a value or not. Never carries the value itself. */
export interface SecretField {
  readonly kind: "env" | "registry-credentials" | "log-destination" | "secure-header";
  /** The component's name; absent for the app's own. */
  readonly component?: string;
  /** The env key; for other kinds the field, with the log destination's name: `datadog.api_key of main`. */
  readonly key: string;
  /** Of the value, also where it is not there. */
  readonly path: Path;
  readonly state: "missing" | "encrypted" | "reference" | "literal";
}

/** A spec completed from the live one, and what was and was not found there. */
export interface KeptSecrets {
  readonly spec: AppSpec;
  readonly kept: readonly SecretField[];
  /** Secrets without a value that the live app does not have encrypted either. */
  readonly missing: readonly SecretField[];
}

/** Whether a value is one that the platform has encrypted (`EV[1:…:…]`). */
export function isEncrypted(value: unknown): boolean {
  return typeof value === "string" && ENCRYPTED.test(value);
}

/** Whether a value is nothing but one reference (`${db.DATABASE_URL}`). */
export function isReference(value: unknown): boolean {
  return typeof value === "string" && REFERENCE.test(value);
}

/**
 * Every field of a spec that is secret by what it is: `envs` of type SECRET, registry credentials, keys, tokens,
 * passwords and headers of log destinations, and the value of the ingress's secure header. Except for `envs`, a
 * field that is not written is not listed.
 */
export function listSecrets(spec: AppSpec): SecretField[] {
  return [
    ...envHoldersOf(spec).flatMap(secretEnvs),
    ...componentsOf(spec).flatMap(({ name, path, value }) => [
      ...registryCredentials(value, name, path),
      ...indexedRecords(value, "log_destinations").flatMap((destination) =>
        logSecrets(destination, name, [...path, "log_destinations", destination.index]),
      ),
    ]),
    ...secureHeader(spec),
  ].map((secret) => ({ ...secret, state: stateOf(valueAt(spec, secret.path)) }));
}

/**
 * A copy of a spec that can be shown: every secret value is replaced by {@link SECRET_MARK}, and so is whatever
 * the platform has encrypted and the user and password of a URL, wherever they stand, and what a secret variable
 * has besides its own fields: it may be the value below a mistyped key.
 */
export function redactSpec(spec: AppSpec): AppSpec {
  const copy = markTexts(copyPlain(spec)) as AppSpec;
  for (const { value } of envHoldersOf(copy))
    for (const { value: env } of indexedRecords(value, "envs"))
      if (isSecretEnv(env))
        for (const key of Object.keys(env)) if (!ENV_FIELDS.has(key)) env[key] = SECRET_MARK;
  for (const { path, state } of listSecrets(spec))
    if (state !== "missing" && state !== "reference") writeAt(copy, path, SECRET_MARK);
  return copy;
}

/**
 * An update replaces the whole spec, so a SECRET that is written without a value would be stored empty. This
 * copies the encrypted value of the live app into each of them, matched by component and key.
 */
export function keepLiveSecrets(spec: AppSpec, liveSpec: AppSpec): KeptSecrets {
  const copy = copyPlain(spec) as AppSpec;
  const live = new Map<string, unknown>();
  for (const secret of listSecrets(liveSpec))
    if (secret.state === "encrypted") live.set(identityOf(secret), valueAt(liveSpec, secret.path));

  const kept: SecretField[] = [];
  const missing: SecretField[] = [];
  for (const secret of listSecrets(spec)) {
    if (secret.state !== "missing") continue;
    const value = live.get(identityOf(secret));
    if (value === undefined) missing.push(secret);
    else {
      writeAt(copy, secret.path, value);
      kept.push({ ...secret, state: "encrypted" });
    }
  }
  return { spec: copy, kept, missing };
}

/**
 * The secrets of a spec that are written in clear, each once, so that they can be masked in logs. Of registry
 * credentials (`user:token`) also the token alone.
 */
export function literalSecrets(spec: AppSpec): string[] {
  const values = listSecrets(spec).flatMap((secret) => {
    if (secret.state !== "literal") return [];
    const value = valueAt(spec, secret.path);
    if (typeof value === "object") return [];
    const token = secret.kind === "registry-credentials" ? String(value).split(":").slice(1).join(":") : "";
    return token === "" ? [String(value)] : [String(value), token];
  });
  return [...new Set(values)];
}

/** Whether an entry of `envs` is a secret. Also in lower case: the platform refuses it, and it must not be shown. */
export function isSecretEnv(env: { readonly type?: unknown }): boolean {
  return typeof env.type === "string" && env.type.toUpperCase() === "SECRET";
}

type Found = Omit<SecretField, "state">;

function secretEnvs({ component, path, value }: EnvHolder): Found[] {
  return indexedRecords(value, "envs").flatMap(({ index, value: env }) =>
    isSecretEnv(env)
      ? [found("env", component, textOf(env.key) ?? "", [...path, "envs", index, "value"])]
      : [],
  );
}

function registryCredentials(component: PlainRecord, name: string, path: Path): Found[] {
  const key = "registry_credentials";
  return isRecord(component.image) && Object.hasOwn(component.image, key)
    ? [found("registry-credentials", name, key, [...path, "image", key])]
    : [];
}

function logSecrets({ value }: { value: PlainRecord }, component: string, path: Path): Found[] {
  const name = textOf(value.name) ?? "";
  const places: Path[] = [
    ["datadog", "api_key"],
    ["logtail", "token"],
    ["open_search", "basic_auth", "password"],
  ];
  const written = places.filter((place) => valueAt(value, place) !== undefined);
  const headers = indexedRecords(value, "headers").map(({ index }): Path => ["headers", index, "value"]);
  return [...written, ...headers].map((place) =>
    found("log-destination", component, `${place.join(".")} of ${name}`, [...path, ...place]),
  );
}

function secureHeader(spec: unknown): Found[] {
  const path = ["ingress", "secure_header", "value"];
  return valueAt(spec, path) === undefined ? [] : [found("secure-header", undefined, path.join("."), path)];
}

function found(kind: SecretField["kind"], component: string | undefined, key: string, path: Path): Found {
  return { kind, ...(component === undefined ? {} : { component }), key, path };
}

function stateOf(value: unknown): SecretField["state"] {
  if (value === undefined || value === null || value === "") return "missing";
  if (isEncrypted(value)) return "encrypted";
  return isReference(value) ? "reference" : "literal";
}

function identityOf({ kind, component, key }: Found): string {
  return JSON.stringify([kind, component ?? null, key]);
}

function markTexts(value: unknown): unknown {
  if (typeof value === "string")
    return value.replace(ENCRYPTED_INSIDE, SECRET_MARK).replace(URL_CREDENTIALS, markCredentials);
  if (Array.isArray(value)) return value.map(markTexts);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, markTexts(item)]));
}

/**
 * `${db.USERNAME}:${db.PASSWORD}` names credentials and is none. Others are not marked as secrets are: the platform
 * keeps them as they are written, so that a URL can be compared and a secret cannot.
 */
function markCredentials(written: string): string {
  return written.replaceAll(/\$\{[^{}]*\}|[:@]/g, "") === "" ? written : "***@";
}
