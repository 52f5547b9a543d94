import { recordsOf, textOf } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";

/** The app-level variables that tell an app which commit and which run deployed it, where a workflow asks for them. */
export const RUN_RECORD_KEYS = {
  commit: "APP_PLATFORM_TOOLKIT_COMMIT",
  run: "APP_PLATFORM_TOOLKIT_RUN",
} as const;

/** Which commit and which run a deploy is of. */
export interface RunRecord {
  readonly commit: string;
  /** URL of the run. */
  readonly run: string;
}

/** A spec with the record as variables of the whole app: at run time only, so that no build is done again for them. */
export function withRunRecord(spec: AppSpec, record: RunRecord): AppSpec {
  const rest = withoutRunRecord(spec);
  const envs = (["commit", "run"] as const).map((name) => ({
    key: RUN_RECORD_KEYS[name],
    value: record[name],
    scope: "RUN_TIME" as const,
  }));
  return { ...rest, envs: [...(rest.envs ?? []), ...envs] };
}

/** A spec as it is compared: what only records a run is no change. */
export function withoutRunRecord(spec: AppSpec): AppSpec {
  if (!Array.isArray(spec.envs)) return spec;
  const envs = spec.envs.filter((env) => !isRecordKey(textOf(env?.key)));
  if (envs.length === spec.envs.length) return spec;
  const { envs: _, ...rest } = spec;
  return envs.length > 0 ? { ...rest, envs } : rest;
}

/** The keys of the record that a spec has of its own. */
export function ownRecordKeys(spec: AppSpec): string[] {
  return recordsOf(spec.envs).flatMap(({ key }) => (isRecordKey(textOf(key)) ? [String(key)] : []));
}

/** The commit that a live spec says it was deployed from. */
export function recordedCommit(spec: AppSpec): string | undefined {
  return recordsOf(spec.envs)
    .filter(({ key }) => key === RUN_RECORD_KEYS.commit)
    .map(({ value }) => textOf(value))[0];
}

function isRecordKey(key: string | undefined): boolean {
  return Object.values<string | undefined>(RUN_RECORD_KEYS).includes(key);
}
