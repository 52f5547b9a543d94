import { envHoldersOf, indexedRecords } from "../../spec/components.ts";
import type { SpecDocument } from "../../spec/document.ts";
import { formatPath } from "../../spec/path.ts";
import { fillPlaceholders } from "../../spec/placeholders.ts";
import { isRecord, type PlainRecord, textOf } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import { isEncrypted, isSecretEnv } from "../../spec/secrets.ts";
import type { Draft } from "./draft.ts";

/** A secret of the spec that a preview does not get. */
export interface MissingSecret {
  readonly component?: string;
  readonly key: string;
}

/** Values that the workflow has set aside for previews, by `KEY` or `component.KEY`. */
export type PreviewSecrets = Readonly<Record<string, string>>;

export interface FilledPreview {
  readonly spec: AppSpec;
  /** Paths that hold a value of {@link PreviewSecrets}. */
  readonly filled: ReadonlySet<string>;
  /** Paths of placeholders that previews have no value for. */
  readonly unset: ReadonlySet<string>;
}

/**
 * Fills placeholders from what is set aside for previews alone. The job's environment is not looked at: a pull
 * request decides where a placeholder stands, and its code reads what comes of it.
 *
 * @param allow names that a deploy fills
 */
export function fillPreview(
  document: SpecDocument,
  secrets: PreviewSecrets,
  allow: readonly string[],
): FilledPreview {
  const names = Object.keys(secrets).filter((name) => !name.includes("."));
  const { spec, filled, problems } = fillPlaceholders(document, {
    allow: [...new Set([...allow, ...names])],
    values: secrets,
  });
  return {
    spec,
    filled: new Set(filled.filter(({ name }) => Object.hasOwn(secrets, name)).map(({ path }) => path)),
    unset: new Set(problems.filter(({ code: problem }) => problem === "unset").map(({ path }) => path)),
  };
}

/**
 * Gives secrets the values that are set aside for previews, as `type: SECRET` wherever they stand. What production
 * has encrypted is of no use to another app and is left out, as is what asks for a component that is not there.
 *
 * @returns the secrets that were left out
 */
export function mapSecrets(
  draft: Draft,
  secrets: PreviewSecrets,
  { filled, unset }: Pick<FilledPreview, "filled" | "unset">,
): MissingSecret[] {
  const missing: MissingSecret[] = [];
  const gone = draft.droppedNames();
  const asking: string[] = [];
  const components = new Set(draft.components().map(({ value }) => value));
  for (const { component, path, value: holder } of envHoldersOf(draft.spec as AppSpec)) {
    if (component !== undefined && !components.has(holder)) continue;
    if (!Array.isArray(holder.envs)) continue;
    const left = new Set<PlainRecord>();
    for (const { index, value: env } of indexedRecords(holder, "envs")) {
      const key = textOf(env.key) ?? "";
      const at = formatPath([...path, "envs", index, "value"]);
      const given = secretOf(secrets, component, key);
      if (given !== undefined || filled.has(at)) {
        Object.assign(env, { value: given ?? env.value, type: "SECRET" });
        draft.given.add(env);
      } else if (unset.has(at) || isEncrypted(env.value) || (isSecretEnv(env) && !env.value)) {
        left.add(env);
        missing.push({ ...(component === undefined ? {} : { component }), key });
      } else if (asksFor(env.value, gone)) {
        left.add(env);
        asking.push(code(key));
      }
    }
    holder.envs = holder.envs.filter((env) => !left.has(env));
  }
  if (asking.length > 0)
    draft.notes.push(`Without ${asking.join(", ")}: what they ask for is not in the preview.`);
  return [...missing, ...registryCredentials(draft, secrets)];
}

function registryCredentials(draft: Draft, secrets: PreviewSecrets): MissingSecret[] {
  const key = "registry_credentials";
  return draft.components().flatMap(({ name, value: { image } }) => {
    if (!isRecord(image) || image[key] === undefined) return [];
    const given = secretOf(secrets, name, key);
    if (given !== undefined) {
      image[key] = given;
      draft.given.add(image);
    } else if (isEncrypted(image[key]) || !image[key]) {
      delete image[key];
      return [{ component: name, key }];
    }
    return [];
  });
}

function secretOf(secrets: PreviewSecrets, component: string | undefined, key: string): string | undefined {
  const names = component === undefined ? [key] : [`${component}.${key}`, key];
  const name = names.find((each) => Object.hasOwn(secrets, each));
  return name === undefined ? undefined : secrets[name];
}

function asksFor(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== "string") return false;
  return [...value.matchAll(/\$\{([^{}.]+)\./g)].some(([, name = ""]) => names.has(name));
}
