import { envHoldersOf, indexedRecords } from "../spec/components.ts";
import { formatPath } from "../spec/path.ts";
import { textOf, valueAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { listSecrets, type SecretField } from "../spec/secrets.ts";

/**
 * What an update does to one secret.
 *
 * `kept`: the live value stays. `supplied`: filled from an allowed placeholder over a live value, which confirms it.
 * `added`: new, with a value. `missing`: new, without one. `changed`: something written in the file would replace the live value.
 * `exposed`: the live secret would become plain text. `removed`: the live secret is not in the spec any more.
 */
export type SecretState = "kept" | "supplied" | "added" | "missing" | "changed" | "exposed" | "removed";

export interface SecretPlan {
  readonly component?: string;
  readonly key: string;
  readonly state: SecretState;
}

/**
 * Decides for every secret of the spec and of the live app what an update would do to it. Encrypted values are
 * compared as they are: only the platform can tell what is in them.
 *
 * @param spec with placeholders filled, before live values are copied in
 * @param filledPaths dotted paths of the values that came from placeholders
 */
export function planSecrets(
  spec: AppSpec,
  live: AppSpec | undefined,
  filledPaths: readonly string[],
): SecretPlan[] {
  const filled = new Set(filledPaths);
  const liveSecrets = new Map(live ? listSecrets(live).map((secret) => [identity(secret), secret]) : []);
  const ours = listSecrets(spec);
  const plan = ours.map((secret): SecretPlan => {
    const before = liveSecrets.get(identity(secret));
    const known = before !== undefined && before.state !== "missing";
    const same = known && valueAt(live, before.path) === valueAt(spec, secret.path);
    return named(secret, stateOf(secret, known, same, filled.has(formatPath(secret.path))));
  });

  const stillSecret = new Set(ours.map(identity));
  const plain = plainEnvs(spec);
  for (const [id, secret] of liveSecrets)
    if (!stillSecret.has(id) && secret.state !== "missing")
      plan.push(named(secret, plain.has(id) ? "exposed" : "removed"));
  return plan;
}

function stateOf(secret: SecretField, known: boolean, same: boolean, filled: boolean): SecretState {
  // An allowed name that is there but empty fills nothing in.
  if (secret.state === "missing") return known ? "kept" : "missing";
  if (!known) return "added";
  if (filled) return "supplied";
  return same ? "kept" : "changed";
}

function plainEnvs(spec: AppSpec): Set<string> {
  return new Set(
    envHoldersOf(spec).flatMap(({ component, value }) =>
      indexedRecords(value, "envs").map(({ value: env }) =>
        identity({
          kind: "env",
          ...(component === undefined ? {} : { component }),
          key: textOf(env.key) ?? "",
        }),
      ),
    ),
  );
}

function identity({ kind, component, key }: Pick<SecretField, "kind" | "component" | "key">): string {
  return JSON.stringify([kind, component ?? null, key]);
}

function named({ component, key }: SecretField, state: SecretState): SecretPlan {
  return { ...(component === undefined ? {} : { component }), key, state };
}
